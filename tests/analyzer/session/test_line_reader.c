/* SPDX-License-Identifier: MIT */
/* Lines against a reader that goes byte by byte, with line ends and overlong lines on every side of a chunk's
 * border. */
#define _GNU_SOURCE /* fopencookie */
#include "session/line_reader.h"
#include "support/cmocka_includes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MOST 200000

static FILE *stream_of(const char *text, size_t length)
{
    FILE *stream = fmemopen((void *)(uintptr_t)text, length, "r");
    assert_non_null(stream);
    return stream;
}

static void expect(struct line_reader *reader, const char *text, bool ended)
{
    struct line line;
    assert_true(line_reader_next(reader, &line));
    assert_int_equal(line.length, strlen(text));
    assert_memory_equal(line.text, text, line.length);
    assert_int_equal(line.ended, ended);
    assert_false(line.too_long);
}

static void lines_end_with_lf_crlf_or_cr(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBF"
                               "one\ntwo\r\nthree\rfour\n\n\r\r\n\nlast";
    FILE *stream = stream_of(text, sizeof text - 1);
    struct line_reader reader;
    struct line line;
    assert_true(line_reader_open(&reader, stream));
    expect(&reader, "one", true);
    expect(&reader, "two", true);
    expect(&reader, "three", true);
    expect(&reader, "four", true);
    for (int empty = 0; empty < 4; empty++)
        expect(&reader, "", true);
    expect(&reader, "last", false);
    assert_false(line_reader_next(&reader, &line));
    assert_int_equal(reader.error, 0);
    line_reader_close(&reader);
    fclose(stream);
}

/* What line_reader_next should tell, byte by byte: the next line from `*at`. False at the end. */
static bool slow_next(const char *text, size_t length, size_t *at, struct line *line)
{
    if (*at == length)
        return false;
    size_t end = *at;
    while (end < length && text[end] != '\n' && text[end] != '\r')
        end++;
    *line = (struct line){text + *at, end - *at, end - *at > LINE_READER_LINE_MAX, end < length};
    *at = end + (end < length);
    if (*at < length && end < length && text[end] == '\r' && text[*at] == '\n')
        (*at)++;
    return true;
}

static void compare_with_slow(const char *text, size_t length)
{
    FILE *stream = stream_of(text, length);
    struct line_reader reader;
    struct line line, wanted;
    size_t at = 0;
    assert_true(line_reader_open(&reader, stream));
    while (slow_next(text, length, &at, &wanted)) {
        assert_true(line_reader_next(&reader, &line));
        assert_int_equal(line.too_long, wanted.too_long);
        assert_int_equal(line.ended, wanted.ended);
        if (wanted.too_long)
            continue;
        assert_int_equal(line.length, wanted.length);
        assert_memory_equal(line.text, wanted.text, wanted.length);
    }
    assert_false(line_reader_next(&reader, &line));
    line_reader_close(&reader);
    fclose(stream);
}

static void chunks_leave_no_trace(void **state)
{
    (void)state;
    static const size_t lengths[] = {0,     1,     80,    1000,  16383, 16384, 16385,
                                     16386, 65534, 65535, 65536, 65537, 140000};
    char *text = malloc(TEXT_MOST);
    assert_non_null(text);
    unsigned random = 11;
    for (int trial = 0; trial < 300; trial++) {
        size_t length = 0;
        for (;;) {
            random = random * 1103515245u + 12345u;
            size_t line = lengths[(random >> 16) % (sizeof lengths / sizeof lengths[0])];
            if (length + line + 2 > TEXT_MOST)
                break;
            memset(text + length, 'a' + (int)(random >> 24) % 26, line);
            length += line;
            unsigned end = random >> 12 & 3;
            if (end != 0)
                text[length++] = '\r';
            if (end != 1)
                text[length++] = '\n';
        }
        compare_with_slow(text, length - (random >> 9 & 1));
    }
    free(text);
}

/* A disk that gives a line and a half, once fails, and then says that there is no more. */
static ssize_t read_from_bad_disk(void *cookie, char *bytes, size_t size)
{
    static const char text[] = "whole\nha";
    unsigned *reads = cookie;
    assert_true(size >= sizeof text - 1);
    if (++*reads == 1) {
        memcpy(bytes, text, sizeof text - 1);
        return (ssize_t)sizeof text - 1;
    }
    errno = *reads == 2 ? EIO : 0; /* nobody keeps errno for those who ask late */
    return *reads == 2 ? -1 : 0;
}

static void an_error_is_no_end(void **state)
{
    (void)state;
    unsigned reads = 0;
    FILE *stream = fopencookie(&reads, "r", (cookie_io_functions_t){.read = read_from_bad_disk});
    struct line_reader reader;
    struct line line;
    assert_non_null(stream);
    assert_true(line_reader_open(&reader, stream));
    expect(&reader, "whole", true);
    assert_false(line_reader_next(&reader, &line));
    assert_int_equal(reader.error, EIO);
    line_reader_close(&reader);
    fclose(stream);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_with_lf_crlf_or_cr),
        cmocka_unit_test(chunks_leave_no_trace),
        cmocka_unit_test(an_error_is_no_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
