/* SPDX-License-Identifier: MIT */
/*
 * Sessions from crashed laptops: each way to damage a small session, and what is read of the rest. Only the
 * rows that the damage touches may be missing, and every row that is read must be the one that was written.
 */
#include "analyzer/support/damaged_session.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define ROWS DAMAGED_ROWS

/* The row that byte `at` of the text belongs to. */
static size_t row_at(const struct damaged *session, size_t at)
{
    size_t i = 0;
    while (i < ROWS - 1 && session->line_end[i] < at)
        i++;
    return i;
}

static void cut_at_each_byte(void **state)
{
    struct damaged *session = *state;
    size_t refused = 0;
    for (size_t cut = 0; cut < session->length; cut++) {
        bool good = damaged_read(session, session->text, cut);
        size_t whole = 0;
        while (whole < ROWS && session->line_end[whole] < cut)
            whole++;
        if (whole == 0) {
            assert_false(good);
            refused++;
            continue;
        }
        bool torn = whole < ROWS && cut > session->line_end[whole - 1] + 1;
        assert_true(good);
        assert_int_equal(session->rows.count, whole);
        assert_int_equal(session->rows.rejected_rows, torn ? 1 : 0);
        assert_int_equal(damaged_count_intact(session, ROWS, ROWS), whole);
        assert_true(session->rows.closed_cleanly ==
                    (cut == session->length - 1)); /* only the last line end is missing */
        assert_int_equal(session->rows.lost_frames, 0);
    }
    printf("fault: 43 | session cut at each byte | %zu | %zu without a row refused, else only the torn row "
           "lost\n",
           session->length, refused);
}

static void each_bit_flipped(void **state)
{
    struct damaged *session = *state;
    size_t tries = 0, refused = 0, unseen = 0;
    for (size_t at = 0; at < session->length; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            session->text[at] = (char)(session->text[at] ^ (1 << bit));
            bool good = damaged_read(session, session->text, session->length);
            session->text[at] = (char)(session->text[at] ^ (1 << bit));
            tries++;
            if (at >= session->rows_from && at <= session->line_end[ROWS - 1]) {
                size_t from = row_at(session, at);
                size_t to = at == session->line_end[from] && from < ROWS - 1 ? from + 1 : from;
                assert_true(good);
                assert_true(session->rows.count + 2 >= ROWS && session->rows.count <= ROWS);
                size_t whole = damaged_count_intact(session, from, to);
                /* Which of the first rows has the wrong time cannot always be told. */
                assert_true(whole + (to - from + 1) + (from <= 2 ? 2 : 0) >= ROWS);
                unseen += session->rows.count == ROWS && from == to && !damaged_same_row(session, from, from);
            } else if (good) { /* a smaller full scale refuses rows; a closing line without its '#' is one
                                  more */
                assert_in_range(session->rows.count + session->rows.rejected_rows, ROWS, ROWS + 1);
            } else {
                refused++;
            }
        }
    }
    printf("fault: 44 | each bit of a session flipped | %zu | other rows whole; %zu headers refused; %zu "
           "unseen: a digit "
           "became another\n",
           tries, refused, unseen);
    assert_true(unseen < tries / 4);
}

static void holes_of_nul(void **state)
{
    struct damaged *session = *state;
    static const size_t SIZES[] = {1, 7, 64, 512};
    char hole[DAMAGED_TEXT_CAPACITY];
    size_t tries = 0;
    for (size_t k = 0; k < sizeof SIZES / sizeof SIZES[0]; k++) {
        for (size_t at = session->rows_from; at + SIZES[k] <= session->line_end[ROWS - 1]; at += 3) {
            memcpy(hole, session->text, session->length);
            memset(hole + at, 0, SIZES[k]);
            size_t from = row_at(session, at), to = row_at(session, at + SIZES[k] - 1);
            if (at + SIZES[k] - 1 == session->line_end[to] && to < ROWS - 1)
                to++;
            assert_true(damaged_read(session, hole, session->length));
            assert_int_equal(damaged_count_intact(session, from, to), ROWS - (to - from + 1));
            assert_true(session->rows.count < ROWS ||
                        damaged_same_row(session, from, from)); /* host_s, which is not used */
            tries++;
        }
    }
    printf("fault: 45 | a hole of 1 to 512 NUL bytes | %zu | only the rows in the hole lost\n", tries);
}

static void a_quote_without_end(void **state)
{
    struct damaged *session = *state;
    char quoted[DAMAGED_TEXT_CAPACITY];
    size_t tries = 0;
    for (size_t at = session->rows_from; at < session->line_end[ROWS - 1]; at++) {
        if (at > session->rows_from && session->text[at - 1] != ',' && session->text[at - 1] != '\n')
            continue;
        memcpy(quoted, session->text, at);
        quoted[at] = '"';
        memcpy(quoted + at + 1, session->text + at, session->length - at);
        size_t row = row_at(session, at);
        assert_true(damaged_read(session, quoted, session->length + 1));
        assert_int_equal(session->rows.count, ROWS - 1);
        assert_int_equal(session->rows.rejected_rows, 1);
        assert_int_equal(damaged_count_intact(session, row, row), ROWS - 1);
        tries++;
    }
    printf("fault: 46 | a quote without end, at each field | %zu | only its row lost\n", tries);
}

/* The most memory this process ever held, in KiB. */
static long most_memory_kib(void)
{
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_maxrss;
}

/* A file of the session's first row, a line of `count` times `unit`, and the other rows. */
static void write_with_long_line(const struct damaged *session, const char *unit, size_t count)
{
    enum { BLOCK = 1 << 16 };
    static char block[BLOCK];
    size_t width = strlen(unit), in_block = BLOCK / width, first = session->line_end[0] + 1;
    FILE *file = fopen(session->path, "w");
    assert_non_null(file);
    for (size_t i = 0; i < in_block; i++)
        memcpy(block + i * width, unit, width);
    assert_int_equal(fwrite(session->text, 1, first, file), first);
    for (size_t left = count; left > 0;) {
        size_t now = left < in_block ? left : in_block;
        assert_int_equal(fwrite(block, width, now, file), now);
        left -= now;
    }
    assert_true(fputc('\n', file) == '\n');
    assert_int_equal(fwrite(session->text + first, 1, session->length - first, file),
                     session->length - first);
    assert_int_equal(fclose(file), 0);
}

static void endless_lines(void **state)
{
    struct damaged *session = *state;
    static const struct {
        const char *what, *unit;
        size_t count;
    } LINES[] = {{"a line of a million columns", "1,", 1000000},
                 {"a line of 16 MiB", "xxxxxxxxxxxxxxxx", 1 << 20},
                 {"a quoted line of 16 MiB", "\"\",\"\"xxx", 1 << 21}};
    for (size_t k = 0; k < sizeof LINES / sizeof LINES[0]; k++) {
        write_with_long_line(session, LINES[k].unit, LINES[k].count);
        damaged_drop(session);
        long before = most_memory_kib();
        assert_true(session_reader_read(session->path, &session->rows, &session->notes, &session->failure));
        long grown = most_memory_kib() - before;
        assert_int_equal(session->rows.count, ROWS);
        assert_int_equal(session->rows.rejected_rows, 1);
        assert_int_equal(damaged_count_intact(session, ROWS, ROWS), ROWS);
        assert_true(grown < 4096);
        assert_int_equal(unlink(session->path), 0);
        printf("fault: 47 | %s | 1 | only that line lost; %ld KiB more memory\n", LINES[k].what, grown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cut_at_each_byte, damaged_set_up, damaged_tear_down),
        cmocka_unit_test_setup_teardown(each_bit_flipped, damaged_set_up, damaged_tear_down),
        cmocka_unit_test_setup_teardown(holes_of_nul, damaged_set_up, damaged_tear_down),
        cmocka_unit_test_setup_teardown(a_quote_without_end, damaged_set_up, damaged_tear_down),
        cmocka_unit_test_setup_teardown(endless_lines, damaged_set_up, damaged_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
