/* SPDX-License-Identifier: MIT */
/* Logs that other programs have saved: the roller's lines are found in them. */

#include "logger/support/logger_run.h"
#include "serial/log_lines.h"
#include "support/cmocka_includes.h"

#include <stdbool.h>
#include <stdio.h>

#define FRAMES 300

/* How a program writes a log. */
static const struct style {
    const char *name;
    const char *start;  /* before the first line */
    const char *prefix; /* before each line; NULL = none */
    const char *end;    /* of each line */
    bool is_utf16;
} styles[] = {
    {"the wire itself", "", NULL, "\n", false},
    {"Arduino IDE", "", "18:30:00.123 -> ", "\r\n", false},
    {"tio", "", "[18:30:00.123] ", "\n", false},
    {"PuTTY", "=~=~=~=~=~=~=~=~=~=~=~= PuTTY log 2026.03.01 18:30:00 =~=~=~=~=~=~=~=~=~=~=~=\r\n", NULL, "\r\n", false},
    {"PowerShell 5", "", NULL, "\r\n", true},
    {"PowerShell 7 with times", "\xEF\xBB\xBF", "2026-03-01T18:30:00.1234567+01:00,", "\r\n", false},
    {"a table", "", "1, B,", "\n", false},
};
#define STYLES (sizeof styles / sizeof styles[0])

static void add_byte(struct wire_text *log, const struct style *style, char byte)
{
    const char pair[2] = {byte, '\0'};
    wire_add_raw(log, pair, style->is_utf16 ? 2 : 1);
}

static void add_text(struct wire_text *log, const struct style *style, const char *text)
{
    for (; *text; text++)
        add_byte(log, style, *text);
}

static void write_log(struct wire_text *log, const struct style *style, const struct wire_text *wire)
{
    bool at_start = true;
    if (style->is_utf16)
        wire_add_raw(log, "\xFF\xFE", 2);
    add_text(log, style, style->start);
    for (size_t i = 0; i < wire->length; i++) {
        if (at_start && style->prefix)
            add_text(log, style, style->prefix);
        at_start = wire->bytes[i] == '\n';
        if (at_start)
            add_text(log, style, style->end);
        else
            add_byte(log, style, wire->bytes[i]);
    }
}

static void each_kind_of_log_is_recorded(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, FRAMES, 20000);
    for (size_t i = 0; i < STYLES; i++) {
        struct wire_text log = {0};
        char path[512], name[32];
        snprintf(name, sizeof name, "%zu.csv", i);
        temp_dir_join(&fixture->dir, name, path, sizeof path);
        write_log(&log, &styles[i], &fixture->wire);
        const char *const argv[] = {LOGGER, "record", "--port", "-", "-o", path, NULL};
        struct program_options options = {.input = log.bytes, .input_length = log.length};
        struct program_result result = program_run(argv, &options, LIMIT_S);
        if (strstr(result.err, "Rejected") || !strstr(result.err, "Lost: 0 of 300 frames."))
            fail_msg("%s: %s", styles[i].name, result.err);
        assert_ended(&result, 0, NULL);
        assert_int_equal(assert_whole_rows(path), FRAMES);
        wire_free(&log);
    }
    printf("figure: logs of %zu kinds: each of %d lines found\n", STYLES, FRAMES);
}

/* Convert in reads of `step` bytes, and compare with the wire. */
static void assert_converted(const struct wire_text *log, size_t step, const struct wire_text *wire)
{
    static char bytes[65536], converted[65536];
    struct log_lines lines = {0};
    size_t used = 0;
    for (size_t done = 0; done < log->length; done += step) {
        size_t held = log_lines_take_held(&lines, bytes), count = log->length - done < step ? log->length - done : step;
        memcpy(bytes + held, log->bytes + done, count);
        count = log_lines_convert(&lines, bytes, held, held + count);
        memcpy(converted + used, bytes, count);
        used += count;
    }
    size_t expected = 0; /* a CR before a newline may stay: the decoder ignores it */
    for (size_t i = 0; i < used; i++)
        if (converted[i] != '\r')
            converted[expected++] = converted[i];
    assert_int_equal(expected, wire->length);
    assert_memory_equal(converted, wire->bytes, expected);
}

static void a_log_may_be_split_anywhere(void **state)
{
    (void)state;
    static const size_t steps[] = {1, 2, 7, 61, 4096};
    struct wire_text wire = {0};
    wire_add_hello(&wire, "00A1");
    wire_add_frames(&wire, 0, 40, 20000);
    for (size_t i = 0; i < STYLES; i++) {
        struct wire_text log = {0};
        write_log(&log, &styles[i], &wire);
        for (size_t step = 0; step < sizeof steps / sizeof steps[0]; step++)
            assert_converted(&log, steps[step], &wire);
        wire_free(&log);
    }
    wire_free(&wire);
}

/* Whatever is no line of a roller is passed on, so that it is counted; no byte is written beyond the buffer. */
static void other_bytes_are_passed_on(void **state)
{
    (void)state;
    struct wire_text text = {0};
    for (int i = 0; i < 3000; i++)
        wire_add_raw(&text, i % 1000 == 999 ? "\n" : "D,", i % 1000 == 999 ? 1 : 2);
    wire_add_raw(&text, "18:30 -> D,1,2,3*0000\nx\n", 24);
    assert_converted(&text, 100, &text);
    assert_converted(&text, 5000, &text);
    wire_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(each_kind_of_log_is_recorded),
        cmocka_unit_test(a_log_may_be_split_anywhere),
        cmocka_unit_test(other_bytes_are_passed_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
