/* SPDX-License-Identifier: MIT */

#include "sent_frames.h"

#include "support/cmocka_includes.h"
#include "support/temp_dir.h"
#include "wire_text.h"

/* The expected columns of frame n after seq, without the event. */
static void readings_of(unsigned n, char *text, size_t size)
{
    size_t used = 0;
    for (unsigned i = 0; i < 8; i++)
        used += (size_t)snprintf(text + used, size - used, "%u,", (7 * n + i) % 1000);
    snprintf(text + used, size - used, "%u,-2,8192,%d,5,-6,", n % 100, -(int)(n % 50));
}

static uint64_t parse_number(const char **cursor)
{
    uint64_t value = 0;
    if (**cursor < '0' || **cursor > '9')
        fail_msg("not a number: %.60s", *cursor);
    for (; **cursor >= '0' && **cursor <= '9'; ++*cursor)
        value = value * 10 + (uint64_t)(**cursor - '0');
    return value;
}

static uint64_t parse_time_us(const char **cursor)
{
    uint64_t seconds = parse_number(cursor);
    const char *fraction = ++*cursor;
    uint64_t us = parse_number(cursor);
    assert_int_equal(*cursor - fraction, 6);
    return seconds * 1000000 + us;
}

/* The position of the last row among the sent frames. */
struct position {
    unsigned boot;
    unsigned first;         /* number of the frame in this boot's first row */
    uint64_t first_time_us; /* time of that frame */
    uint64_t time_us;       /* time of the previous row */
};

static void read_row(struct saved *saved, struct position *position, const char *line, size_t length, unsigned boots)
{
    char readings[128];
    const char *cursor = line;
    uint64_t time_us = parse_time_us(&cursor);
    cursor++;
    (void)parse_time_us(&cursor); /* host_s, which may have any value */
    cursor++;
    unsigned seq = (unsigned)parse_number(&cursor);
    bool resumed = length > 8 && memcmp(line + length - 7, ",resume", 7) == 0;
    if (saved->rows == 0 || resumed) {
        position->boot += resumed;
        position->first = seq;
        position->first_time_us = time_us;
    }
    saved->resumes += resumed;
    uint64_t elapsed_us = time_us - position->first_time_us;
    unsigned n = position->first + (unsigned)(elapsed_us / WIRE_PERIOD_US);
    readings_of(n, readings, sizeof readings);
    size_t readings_length = strlen(readings);
    if (position->boot >= boots || n >= saved->frames || elapsed_us % WIRE_PERIOD_US != 0 || n % 65536 != seq ||
        (saved->rows > 0 && time_us <= position->time_us) || strncmp(cursor + 1, readings, readings_length) != 0 ||
        (size_t)(cursor + 1 - line) + readings_length + (resumed ? 6 : 0) != length)
        fail_msg("a row that was not sent: %.*s", (int)length, line);
    saved->has[position->boot * saved->frames + n] = 1;
    saved->rows++;
    position->time_us = time_us;
}

void saved_read(struct saved *saved, const char *path, unsigned boots, unsigned frames)
{
    struct position position = {0};
    size_t length;
    char *bytes = temp_file_read(path, &length);
    if (!bytes)
        fail_msg("there is no %s", path);
    *saved = (struct saved){.frames = frames, .has = calloc(boots, frames)};
    assert_non_null(saved->has);
    const char *line = bytes, *end;
    for (; (end = memchr(line, '\n', (size_t)(bytes + length - line))); line = end + 1) {
        if (saved->closed)
            fail_msg("lines after the end line: %.60s", line);
        if (*line >= '0' && *line <= '9')
            read_row(saved, &position, line, (size_t)(end - line), boots);
        else if (sscanf(line, "# end: rows=%lu lost=%lu", &saved->reported_rows, &saved->reported_lost) == 2)
            saved->closed = true;
        else if (*line != '#' && strncmp(line, "time_s,", 7) != 0)
            fail_msg("not a line of a session: %.60s", line);
    }
    saved->torn = (size_t)(bytes + length - line);
    free(bytes);
}

void saved_free(struct saved *saved)
{
    free(saved->has);
    saved->has = NULL;
}

void saved_assert_sum(const struct saved *saved, unsigned long sent)
{
    assert_true(saved->closed);
    assert_int_equal(saved->torn, 0);
    assert_int_equal(saved->reported_rows, saved->rows);
    assert_int_equal(saved->rows + saved->reported_lost, sent);
}
