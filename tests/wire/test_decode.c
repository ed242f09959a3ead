/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/cmocka_includes.h"
#include "wire/crc16.h"
#include "wire/frame.h"

/* The stream to decode, and the accepted lines, each as "TYPE|field|field\n". */
static char stream[8192];
static size_t stream_length;
static char seen[8192];
static struct frame_decoder decoder;

static void add_bytes(const char *bytes, size_t count)
{
    memcpy(stream + stream_length, bytes, count);
    stream_length += count;
}

static void add(const char *text)
{
    add_bytes(text, strlen(text));
}

/* Add a line with a valid checksum, followed by `end`. */
static void add_line_ending(const char *body, const char *end)
{
    char tail[8];
    snprintf(tail, sizeof tail, "*%04X", crc16_of(body, strlen(body)));
    add(body);
    add(tail);
    add(end);
}

static void add_line(const char *body)
{
    add_line_ending(body, "\n");
}

static void note_line(const struct frame_line *line)
{
    size_t length = strlen(seen);
    length += (size_t)snprintf(seen + length, sizeof seen - length, "%c", line->type);
    for (unsigned i = 0; i < line->field_count; i++) {
        length += (size_t)snprintf(seen + length, sizeof seen - length, "|%s", line->field[i]);
    }
    snprintf(seen + length, sizeof seen - length, "\n");
}

/* Decode the stream in chunks of at most `chunk` bytes, the first of at most `first_chunk`. */
static void decode_in_chunks(bool mid_stream, size_t first_chunk, size_t chunk)
{
    seen[0] = '\0';
    frame_decoder_init(&decoder, mid_stream);
    size_t size = first_chunk;
    for (size_t at = 0; at < stream_length;) {
        size_t left = stream_length - at;
        size_t offered = size < left ? size : left;
        size_t end = at + offered;
        while (at < end) {
            struct frame_line line;
            bool result = true;
            /* A copy of exactly this size, so that a sanitizer detects reads beyond its end. */
            char *copy = malloc(end - at);
            assert_non_null(copy);
            memcpy(copy, stream + at, end - at);
            size_t taken = frame_decoder_feed(&decoder, copy, end - at, &line, &result);
            assert_in_range(taken, 1, end - at);
            free(copy);
            if (result) {
                note_line(&line);
            }
            at += taken;
        }
        size = chunk;
    }
}

static void decode(void)
{
    decode_in_chunks(false, sizeof stream, sizeof stream);
}

static void expect_counts(unsigned accepted, unsigned partial, unsigned too_long, unsigned no_checksum,
                          unsigned bad_checksum, unsigned bad_type, unsigned bad_fields)
{
    assert_int_equal(decoder.line_count[FRAME_ACCEPTED], accepted);
    assert_int_equal(decoder.line_count[FRAME_PARTIAL_FIRST], partial);
    assert_int_equal(decoder.line_count[FRAME_TOO_LONG], too_long);
    assert_int_equal(decoder.line_count[FRAME_NO_CHECKSUM], no_checksum);
    assert_int_equal(decoder.line_count[FRAME_BAD_CHECKSUM], bad_checksum);
    assert_int_equal(decoder.line_count[FRAME_BAD_TYPE], bad_type);
    assert_int_equal(decoder.line_count[FRAME_BAD_FIELDS], bad_fields);
}

static int start_stream(void **state)
{
    (void)state;
    stream_length = 0;
    return 0;
}

static void a_line_is_split_at_its_commas(void **state)
{
    (void)state;
    add_line("D,7,9984,,-5");
    decode();
    assert_string_equal(seen, "D|7|9984||-5\n");
    expect_counts(1, 0, 0, 0, 0, 0, 0);
}

static void chunk_sizes_do_not_change_the_lines(void **state)
{
    (void)state;
    static const char EXPECTED[] =
        "H|proto=1|board=uno\nC|0|0|100.0|1.000|default\nE|5|mark\nS|1|sent=2\nA|?\nN|K|why\n";
    add("tail of a line*00\n");
    add_line("H,proto=1,board=uno");
    add_line_ending("C,0,0,100.0,1.000,default", "\r\n");
    add("\n\r\n");
    add("noise");
    add_bytes("\0\xFF\n", 3);
    add_line("E,5,mark");
    add_line("S,1,sent=2");
    add_line("A,?");
    add_line("N,K,why");
    for (size_t split = 1; split <= stream_length; split++) {
        decode_in_chunks(true, split, stream_length);
        assert_string_equal(seen, EXPECTED);
        expect_counts(6, 1, 0, 1, 0, 0, 0);
        decode_in_chunks(true, split, split);
        assert_string_equal(seen, EXPECTED);
        expect_counts(6, 1, 0, 1, 0, 0, 0);
    }
}

static void a_line_without_its_newline_is_not_accepted(void **state)
{
    (void)state;
    add_line_ending("E,5,mark", "");
    decode();
    assert_string_equal(seen, "");
    add("\n");
    decode();
    assert_string_equal(seen, "E|5|mark\n");
}

static void attached_at_any_byte_only_the_first_line_is_partial(void **state)
{
    (void)state;
    char whole[512];
    add_line("D,1,9984,10,20,30,40,50,60,70,80");
    size_t first_line = stream_length;
    add_line("D,2,19968,11,21,31,41,51,61,71,81");
    memcpy(whole, stream, stream_length);
    size_t whole_length = stream_length;
    for (size_t at = 1; at < first_line; at++) {
        stream_length = 0;
        add_bytes(whole + at, whole_length - at);
        decode_in_chunks(true, 3, 3);
        assert_string_equal(seen, "D|2|19968|11|21|31|41|51|61|71|81\n");
        /* If only the newline of the first line is left, it is an empty line, not a partial one. */
        expect_counts(1, at == first_line - 1 ? 0 : 1, 0, 0, 0, 0, 0);
    }
}

static void only_the_first_line_may_be_partial_and_only_in_mid_stream(void **state)
{
    (void)state;
    add("9984,1*ABCD\n");
    add("9984,1*ABCD\n");
    add("9984\n");
    decode_in_chunks(true, 5, 5);
    expect_counts(0, 1, 0, 1, 1, 0, 0);
    decode_in_chunks(false, 5, 5);
    expect_counts(0, 0, 0, 1, 2, 0, 0);
}

static void every_single_bit_flip_is_rejected(void **state)
{
    (void)state;
    add_line("D,1,9984,10,20,30,40,50,60,70,80");
    add_line("E,5,mark");
    size_t first_line = stream_length - strlen("E,5,mark*CCCC\n");
    for (size_t bit = 0; bit < 8 * first_line; bit++) {
        stream[bit / 8] ^= (char)(1 << bit % 8);
        decode();
        /* A flip that adds or removes a newline loses at most this line and the next; no wrong line is accepted. */
        assert_true(strcmp(seen, "E|5|mark\n") == 0 || strcmp(seen, "") == 0);
        assert_true(bit / 8 == first_line - 1 || strcmp(seen, "") != 0);
        stream[bit / 8] ^= (char)(1 << bit % 8);
    }
}

static void no_checksum(void **state)
{
    (void)state;
    static const char *const LINES[] = {"E,5,mark\n",      "*\n",
                                        "*FFF\n",          "hello\n",
                                        "E,5,mark*E69\n",  "E,5,mark*E69G\n",
                                        "E,5,mark-1234\n", "E,5,mark*12345\n",
                                        "E,5,mark*1234 \n"};
    size_t count = sizeof LINES / sizeof LINES[0];
    for (size_t i = 0; i < count; i++) {
        add(LINES[i]);
    }
    decode();
    assert_string_equal(seen, "");
    expect_counts(0, 0, 0, (unsigned)count, 0, 0, 0);
}

static void checksum_digits_are_upper_case(void **state)
{
    (void)state;
    add("A,?*267e\n");
    decode();
    expect_counts(0, 0, 0, 1, 0, 0, 0);
}

static void a_second_carriage_return_is_not_ignored(void **state)
{
    (void)state;
    add_line_ending("E,5,mark", "\r\r\n");
    decode();
    expect_counts(0, 0, 0, 1, 0, 0, 0);
}

static void bad_checksum(void **state)
{
    (void)state;
    add_line("E,5,mark");
    char *digit = &stream[stream_length - 2];
    *digit = *digit == '0' ? '1' : '0';
    decode();
    assert_string_equal(seen, "");
    expect_counts(0, 0, 0, 0, 1, 0, 0);
}

static void bad_type(void **state)
{
    (void)state;
    add_line("X,1,2");
    add_line("DD,1,2,3");
    add_line("d,1,2,3");
    add_line("");
    add_line(",1,2");
    decode();
    assert_string_equal(seen, "");
    expect_counts(0, 0, 0, 0, 0, 5, 0);
}

static void bad_fields(void **state)
{
    (void)state;
    static const char *const LINES[] = {
        "H",   "C,0,0,100.0,1.000", "D,1,2",     "E,5",           "S",       "A",
        "N,K", "E,5,ma\x1Brk",      "E,5,m\x7F", "E,5,m\xC3\xA9", "E,5,a*b", "E,5,a\rb"};
    size_t count = sizeof LINES / sizeof LINES[0];
    for (size_t i = 0; i < count; i++) {
        add_line(LINES[i]);
    }
    decode();
    assert_string_equal(seen, "");
    expect_counts(0, 0, 0, 0, 0, 0, (unsigned)count);
}

static void a_nul_inside_a_line_is_rejected(void **state)
{
    (void)state;
    static const char BODY[] = "E,5,ma\0rk";
    char tail[8];
    add_bytes(BODY, sizeof BODY - 1);
    snprintf(tail, sizeof tail, "*%04X\n", crc16_of(BODY, sizeof BODY - 1));
    add(tail);
    decode();
    assert_string_equal(seen, "");
    expect_counts(0, 0, 0, 0, 0, 0, 1);
}

static void the_number_of_fields_is_limited(void **state)
{
    (void)state;
    char body[128] = "S";
    for (int i = 0; i < FRAME_FIELDS_MAX - 1; i++) {
        strcat(body, ",1");
    }
    add_line(body);
    strcat(body, ",1");
    add_line(body);
    decode();
    expect_counts(1, 0, 0, 0, 0, 0, 1);
}

static void the_longest_line_is_accepted_and_a_longer_one_is_rejected(void **state)
{
    (void)state;
    char body[FRAME_LINE_MAX + 8] = "A,";
    size_t longest = FRAME_LINE_MAX - strlen("*CCCC\n");
    memset(body + 2, 'x', sizeof body - 2);
    body[longest] = '\0';
    for (int crlf = 0; crlf <= 1; crlf++) {
        stream_length = 0;
        body[longest] = '\0';
        add_line_ending(body, crlf ? "\r\n" : "\n");
        for (size_t extra = 1; extra <= 4; extra++) {
            body[longest + extra - 1] = 'x';
            body[longest + extra] = '\0';
            add_line_ending(body, crlf ? "\r\n" : "\n");
        }
        add_line("E,5,mark");
        decode_in_chunks(false, 7, 7);
        expect_counts(2, 0, 4, 0, 0, 0, 0);
        assert_int_equal(strlen(seen), longest + strlen("\nE|5|mark\n"));
    }
}

static void an_endless_line_is_counted_once_and_the_next_is_accepted(void **state)
{
    (void)state;
    for (int i = 0; i < 5000; i++) {
        add("z");
    }
    decode_in_chunks(false, 64, 64);
    expect_counts(0, 0, 1, 0, 0, 0, 0);
    add("\n");
    add_line("E,5,mark");
    decode_in_chunks(false, 64, 64);
    assert_string_equal(seen, "E|5|mark\n");
    expect_counts(1, 0, 1, 0, 0, 0, 0);
}

static void it_resynchronises_after_any_byte_of_noise(void **state)
{
    (void)state;
    srand(20261122);
    for (int round = 0; round < 2000; round++) {
        stream_length = 0;
        size_t noise = (size_t)(rand() % 700);
        for (size_t i = 0; i < noise; i++) {
            char byte = (char)(rand() & 0xFF);
            add_bytes(&byte, 1);
        }
        add("\n");
        add_line("E,5,mark");
        decode_in_chunks(round % 2 == 0, 1 + (size_t)(rand() % 300), 1 + (size_t)(rand() % 300));
        assert_string_equal(seen, "E|5|mark\n");
    }
}

static void every_rejection_has_a_distinct_name(void **state)
{
    (void)state;
    for (int i = 0; i < FRAME_VERDICT_COUNT; i++) {
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(frame_verdict_name((enum frame_verdict)i),
                                    frame_verdict_name((enum frame_verdict)j));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_line_is_split_at_its_commas, start_stream),
        cmocka_unit_test_setup(chunk_sizes_do_not_change_the_lines, start_stream),
        cmocka_unit_test_setup(a_line_without_its_newline_is_not_accepted, start_stream),
        cmocka_unit_test_setup(attached_at_any_byte_only_the_first_line_is_partial, start_stream),
        cmocka_unit_test_setup(only_the_first_line_may_be_partial_and_only_in_mid_stream, start_stream),
        cmocka_unit_test_setup(every_single_bit_flip_is_rejected, start_stream),
        cmocka_unit_test_setup(no_checksum, start_stream),
        cmocka_unit_test_setup(checksum_digits_are_upper_case, start_stream),
        cmocka_unit_test_setup(a_second_carriage_return_is_not_ignored, start_stream),
        cmocka_unit_test_setup(bad_checksum, start_stream),
        cmocka_unit_test_setup(bad_type, start_stream),
        cmocka_unit_test_setup(bad_fields, start_stream),
        cmocka_unit_test_setup(a_nul_inside_a_line_is_rejected, start_stream),
        cmocka_unit_test_setup(the_number_of_fields_is_limited, start_stream),
        cmocka_unit_test_setup(the_longest_line_is_accepted_and_a_longer_one_is_rejected, start_stream),
        cmocka_unit_test_setup(an_endless_line_is_counted_once_and_the_next_is_accepted, start_stream),
        cmocka_unit_test_setup(it_resynchronises_after_any_byte_of_noise, start_stream),
        cmocka_unit_test_setup(every_rejection_has_a_distinct_name, start_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
