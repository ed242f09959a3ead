/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/cmocka_includes.h"
#include "wire/crc16.h"
#include "wire/wire_line.h"

static char stream[8192]; /* the bytes to decode */
static size_t stream_length;
static char seen[8192]; /* the accepted lines, each as "TYPE|field|field\n" */
static struct wire_decoder decoder;

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

static void note_line(const struct wire_line *line)
{
    size_t length = strlen(seen);
    length += (size_t)snprintf(seen + length, sizeof seen - length, "%c", line->type);
    for (unsigned i = 0; i < line->field_count; i++)
        length += (size_t)snprintf(seen + length, sizeof seen - length, "|%s", line->field[i]);
    snprintf(seen + length, sizeof seen - length, "\n");
}

/* Decode the stream in chunks of `chunk_size` bytes, the first of `first_size`; the last may be shorter. */
static void decode_in_chunks(bool mid_stream, size_t first_size, size_t chunk_size)
{
    seen[0] = '\0';
    wire_decoder_init(&decoder, mid_stream);
    size_t size = first_size;
    for (size_t offset = 0; offset < stream_length;) {
        size_t remaining = stream_length - offset;
        size_t chunk_end = offset + (size < remaining ? size : remaining);
        while (offset < chunk_end) {
            struct wire_line line;
            bool accepted = true;
            /* An exact-size copy, so that a sanitizer detects reads beyond its end. */
            char *copy = malloc(chunk_end - offset);
            assert_non_null(copy);
            memcpy(copy, stream + offset, chunk_end - offset);
            size_t consumed = wire_decoder_feed(&decoder, copy, chunk_end - offset, &line, &accepted);
            assert_in_range(consumed, 1, chunk_end - offset);
            free(copy);
            if (accepted)
                note_line(&line);
            offset += consumed;
        }
        size = chunk_size;
    }
}

static void decode(void)
{
    decode_in_chunks(false, sizeof stream, sizeof stream);
}

/* Expected numbers of lines by verdict. */
struct counts {
    unsigned accepted, partial_first, too_long, no_checksum, bad_checksum, bad_type, bad_fields;
};

static void expect_counts(struct counts expected)
{
    assert_int_equal(decoder.line_count[WIRE_LINE_ACCEPTED], expected.accepted);
    assert_int_equal(decoder.line_count[WIRE_LINE_PARTIAL_FIRST], expected.partial_first);
    assert_int_equal(decoder.line_count[WIRE_LINE_TOO_LONG], expected.too_long);
    assert_int_equal(decoder.line_count[WIRE_LINE_NO_CHECKSUM], expected.no_checksum);
    assert_int_equal(decoder.line_count[WIRE_LINE_BAD_CHECKSUM], expected.bad_checksum);
    assert_int_equal(decoder.line_count[WIRE_LINE_BAD_TYPE], expected.bad_type);
    assert_int_equal(decoder.line_count[WIRE_LINE_BAD_FIELDS], expected.bad_fields);
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
    expect_counts((struct counts){.accepted = 1});
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
        expect_counts((struct counts){.accepted = 6, .partial_first = 1, .no_checksum = 1});
        decode_in_chunks(true, split, split);
        assert_string_equal(seen, EXPECTED);
        expect_counts((struct counts){.accepted = 6, .partial_first = 1, .no_checksum = 1});
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
    for (size_t offset = 1; offset < first_line; offset++) {
        stream_length = 0;
        add_bytes(whole + offset, whole_length - offset);
        decode_in_chunks(true, 3, 3);
        assert_string_equal(seen, "D|2|19968|11|21|31|41|51|61|71|81\n");
        /* If only the newline of the first line remains, the line is blank, not partial. */
        expect_counts((struct counts){.accepted = 1, .partial_first = offset == first_line - 1 ? 0 : 1});
    }
}

static void only_the_first_line_may_be_partial_and_only_in_mid_stream(void **state)
{
    (void)state;
    add("9984,1*ABCD\n");
    add("9984,1*ABCD\n");
    add("9984\n");
    decode_in_chunks(true, 5, 5);
    expect_counts((struct counts){.partial_first = 1, .no_checksum = 1, .bad_checksum = 1});
    decode_in_chunks(false, 5, 5);
    expect_counts((struct counts){.no_checksum = 1, .bad_checksum = 2});
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
        /* No wrong line is accepted. A flip in the newline costs both lines, any other flip only the first. */
        assert_true(strcmp(seen, "E|5|mark\n") == 0 || strcmp(seen, "") == 0);
        assert_true(bit / 8 == first_line - 1 || strcmp(seen, "") != 0);
        stream[bit / 8] ^= (char)(1 << bit % 8);
    }
}

static void a_line_without_a_checksum_is_rejected(void **state)
{
    (void)state;
    static const char *const LINES[] = {"E,5,mark\n",      "*\n",
                                        "*FFF\n",          "hello\n",
                                        "E,5,mark*E69\n",  "E,5,mark*E69G\n",
                                        "E,5,mark-1234\n", "E,5,mark*12345\n",
                                        "E,5,mark*1234 \n"};
    size_t count = sizeof LINES / sizeof LINES[0];
    for (size_t i = 0; i < count; i++)
        add(LINES[i]);
    decode();
    assert_string_equal(seen, "");
    expect_counts((struct counts){.no_checksum = (unsigned)count});
}

static void checksum_digits_are_upper_case(void **state)
{
    (void)state;
    add("A,?*267e\n");
    decode();
    expect_counts((struct counts){.no_checksum = 1});
}

static void a_second_carriage_return_is_not_ignored(void **state)
{
    (void)state;
    add_line_ending("E,5,mark", "\r\r\n");
    decode();
    expect_counts((struct counts){.no_checksum = 1});
}

static void a_line_with_a_wrong_checksum_is_rejected(void **state)
{
    (void)state;
    add_line("E,5,mark");
    char *digit = &stream[stream_length - 2];
    *digit = *digit == '0' ? '1' : '0';
    decode();
    assert_string_equal(seen, "");
    expect_counts((struct counts){.bad_checksum = 1});
}

static void a_line_of_unknown_type_is_rejected(void **state)
{
    (void)state;
    add_line("X,1,2");
    add_line("DD,1,2,3");
    add_line("d,1,2,3");
    add_line("");
    add_line(",1,2");
    decode();
    assert_string_equal(seen, "");
    expect_counts((struct counts){.bad_type = 5});
}

static void fields_that_do_not_fit_the_type_are_rejected(void **state)
{
    (void)state;
    static const char *const LINES[] = {
        "H",   "C,0,0,100.0,1.000", "D,1,2",     "E,5",           "S",       "A",
        "N,K", "E,5,ma\x1Brk",      "E,5,m\x7F", "E,5,m\xC3\xA9", "E,5,a*b", "E,5,a\rb"};
    size_t count = sizeof LINES / sizeof LINES[0];
    for (size_t i = 0; i < count; i++)
        add_line(LINES[i]);
    decode();
    assert_string_equal(seen, "");
    expect_counts((struct counts){.bad_fields = (unsigned)count});
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
    expect_counts((struct counts){.bad_fields = 1});
}

static void the_number_of_fields_is_limited(void **state)
{
    (void)state;
    char body[128] = "S";
    for (int i = 0; i < WIRE_FIELDS_MAX - 1; i++)
        strcat(body, ",1");
    add_line(body);
    strcat(body, ",1");
    add_line(body);
    decode();
    expect_counts((struct counts){.accepted = 1, .bad_fields = 1});
}

static void the_longest_line_is_accepted_and_a_longer_one_is_rejected(void **state)
{
    (void)state;
    char body[WIRE_LINE_MAX + 8] = "A,";
    size_t longest = WIRE_LINE_MAX - strlen("*CCCC\n");
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
        expect_counts((struct counts){.accepted = 2, .too_long = 4});
        assert_int_equal(strlen(seen), longest + strlen("\nE|5|mark\n"));
    }
}

static void an_endless_line_is_counted_once_and_the_next_is_accepted(void **state)
{
    (void)state;
    for (int i = 0; i < 5000; i++)
        add("z");
    decode_in_chunks(false, 64, 64);
    expect_counts((struct counts){.too_long = 1});
    add("\n");
    add_line("E,5,mark");
    decode_in_chunks(false, 64, 64);
    assert_string_equal(seen, "E|5|mark\n");
    expect_counts((struct counts){.accepted = 1, .too_long = 1});
}

static void the_decoder_resynchronises_after_any_noise(void **state)
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

static void every_verdict_has_a_distinct_name(void **state)
{
    (void)state;
    for (int i = 0; i < WIRE_VERDICT_COUNT; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(wire_verdict_name((enum wire_verdict)i), wire_verdict_name((enum wire_verdict)j));
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
        cmocka_unit_test_setup(a_line_without_a_checksum_is_rejected, start_stream),
        cmocka_unit_test_setup(checksum_digits_are_upper_case, start_stream),
        cmocka_unit_test_setup(a_second_carriage_return_is_not_ignored, start_stream),
        cmocka_unit_test_setup(a_line_with_a_wrong_checksum_is_rejected, start_stream),
        cmocka_unit_test_setup(a_line_of_unknown_type_is_rejected, start_stream),
        cmocka_unit_test_setup(fields_that_do_not_fit_the_type_are_rejected, start_stream),
        cmocka_unit_test_setup(a_nul_inside_a_line_is_rejected, start_stream),
        cmocka_unit_test_setup(the_number_of_fields_is_limited, start_stream),
        cmocka_unit_test_setup(the_longest_line_is_accepted_and_a_longer_one_is_rejected, start_stream),
        cmocka_unit_test_setup(an_endless_line_is_counted_once_and_the_next_is_accepted, start_stream),
        cmocka_unit_test_setup(the_decoder_resynchronises_after_any_noise, start_stream),
        cmocka_unit_test_setup(every_verdict_has_a_distinct_name, start_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
