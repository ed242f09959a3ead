/* SPDX-License-Identifier: MIT */
/* The line reader is compared with a reader that works byte by byte. Line ends and overlong lines are placed around
 * the boundaries of chunks. */
#define _GNU_SOURCE /* fopencookie */
#include "text/line_reader.h"
#include "support/cmocka_includes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 200000

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
    assert_null(line_reader_problem(&reader));
    line_reader_close(&reader);
    fclose(stream);
}

/* Find, byte by byte, the line at `*position` that line_reader_next should return. False at the end. */
static bool reference_next(const char *text, size_t length, size_t *position, struct line *line)
{
    if (*position == length)
        return false;
    size_t end = *position;
    while (end < length && text[end] != '\n' && text[end] != '\r')
        end++;
    *line = (struct line){text + *position, end - *position, end - *position > LINE_READER_LINE_MAX, end < length};
    *position = end + (end < length);
    if (*position < length && end < length && text[end] == '\r' && text[*position] == '\n')
        (*position)++;
    return true;
}

static void compare_with_reference(const char *text, size_t length)
{
    FILE *stream = stream_of(text, length);
    struct line_reader reader;
    struct line line, expected;
    size_t position = 0;
    assert_true(line_reader_open(&reader, stream));
    while (reference_next(text, length, &position, &expected)) {
        assert_true(line_reader_next(&reader, &line));
        assert_int_equal(line.too_long, expected.too_long);
        assert_int_equal(line.ended, expected.ended);
        if (expected.too_long)
            continue;
        assert_int_equal(line.length, expected.length);
        assert_memory_equal(line.text, expected.text, expected.length);
    }
    assert_false(line_reader_next(&reader, &line));
    line_reader_close(&reader);
    fclose(stream);
}

static void chunk_boundaries_change_nothing(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 80, 1000, 16383, 16384, 16385, 16386, 65534, 65535, 65536, 65537, 140000};
    char *text = malloc(TEXT_MAX);
    assert_non_null(text);
    unsigned random = 11;
    for (int trial = 0; trial < 300; trial++) {
        size_t length = 0;
        for (;;) {
            random = random * 1103515245u + 12345u;
            size_t line = lengths[(random >> 16) % (sizeof lengths / sizeof lengths[0])];
            if (length + line + 2 > TEXT_MAX)
                break;
            memset(text + length, 'a' + (int)(random >> 24) % 26, line);
            length += line;
            unsigned end = random >> 12 & 3;
            if (end != 0)
                text[length++] = '\r';
            if (end != 1)
                text[length++] = '\n';
        }
        compare_with_reference(text, length - (random >> 9 & 1));
    }
    free(text);
}

/* Return a line and a half, then a read error, then the end of the file. */
static ssize_t read_from_bad_disk(void *cookie, char *bytes, size_t size)
{
    static const char text[] = "whole\nha";
    unsigned *reads = cookie;
    assert_true(size >= sizeof text - 1);
    if (++*reads == 1) {
        memcpy(bytes, text, sizeof text - 1);
        return (ssize_t)sizeof text - 1;
    }
    errno = *reads == 2 ? EIO : 0; /* the next read clears the error */
    return *reads == 2 ? -1 : 0;
}

static void a_read_error_is_not_the_end(void **state)
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
    assert_int_equal(reader.source.bytes.error, EIO);
    assert_string_equal(line_reader_problem(&reader), strerror(EIO));
    line_reader_close(&reader);
    fclose(stream);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_with_lf_crlf_or_cr),
        cmocka_unit_test(chunk_boundaries_change_nothing),
        cmocka_unit_test(a_read_error_is_not_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
