/* SPDX-License-Identifier: MIT */
/* Sessions from crashed laptops: a small session is damaged in each possible way and read. Only the rows that
 * the damage touches may be missing, and every row that is read must be as it was written. */
#include "analyzer/support/damaged_session.h"
#include "support/cmocka_includes.h"
#include "support/watched.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define ROWS DAMAGED_ROWS

/* Return the row that contains byte `position` of the text. */
static size_t row_at(const struct damaged *session, size_t position)
{
    size_t i = 0;
    while (i < ROWS - 1 && session->line_end[i] < position)
        i++;
    return i;
}

static void cut_at_each_byte(void **state)
{
    struct damaged *session = *state;
    size_t refused = 0;
    for (size_t cut = 0; cut < session->length; cut++) {
        bool ok = damaged_read(session, session->text, cut);
        size_t intact = 0;
        while (intact < ROWS && session->line_end[intact] < cut)
            intact++;
        if (intact == 0) {
            assert_false(ok);
            refused++;
            continue;
        }
        bool is_torn = intact < ROWS && cut > session->line_end[intact - 1] + 1;
        assert_true(ok);
        assert_int_equal(session->rows.count, intact);
        assert_int_equal(session->rows.rejected_rows, is_torn ? 1 : 0);
        assert_int_equal(damaged_count_intact(session, ROWS, ROWS), intact);
        assert_true(session->rows.closed_cleanly ==
                    (cut == session->length - 1)); /* true if only the last line end is missing */
        assert_int_equal(session->rows.lost_frames, 0);
    }
    printf("fault: 43 | session cut at each byte | %zu | %zu without a row refused, else only the torn row "
           "lost\n",
           session->length, refused);
}

static void each_bit_flipped(void **state)
{
    struct damaged *session = *state;
    size_t tries = 0, refused = 0, undetected = 0;
    for (size_t position = 0; position < session->length; position++) {
        for (unsigned bit = is_slowed() ? position % 8 : 0; bit < 8; bit += is_slowed() ? 8 : 1) {
            session->text[position] = (char)(session->text[position] ^ (1 << bit));
            bool ok = damaged_read(session, session->text, session->length);
            session->text[position] = (char)(session->text[position] ^ (1 << bit));
            tries++;
            if (position >= session->rows_from && position <= session->line_end[ROWS - 1]) {
                size_t from = row_at(session, position);
                size_t to = position == session->line_end[from] && from < ROWS - 1 ? from + 1 : from;
                assert_true(ok);
                assert_true(session->rows.count + 2 >= ROWS && session->rows.count <= ROWS);
                size_t intact = damaged_count_intact(session, from, to);
                /* Which of the first rows has the wrong time is not always known. */
                assert_true(intact + (to - from + 1) + (from <= 2 ? 2 : 0) >= ROWS);
                undetected += session->rows.count == ROWS && from == to && !damaged_same_row(session, from, from);
            } else if (ok) { /* a smaller full scale rejects rows; an end line without '#' is a row */
                assert_in_range(session->rows.count + session->rows.rejected_rows, ROWS, ROWS + 1);
            } else {
                refused++;
            }
        }
    }
    printf("fault: 44 | %s of a session flipped | %zu | other rows intact; %zu headers refused; %zu "
           "undetected: a digit became another\n",
           is_slowed() ? "a bit of each byte" : "each bit", tries, refused, undetected);
    assert_true(undetected < tries / 4);
}

static void gaps_of_nul(void **state)
{
    struct damaged *session = *state;
    static const size_t SIZES[] = {1, 7, 64, 512};
    char damaged[DAMAGED_TEXT_CAPACITY];
    size_t tries = 0;
    for (size_t k = 0; k < sizeof SIZES / sizeof SIZES[0]; k++) {
        for (size_t position = session->rows_from; position + SIZES[k] <= session->line_end[ROWS - 1]; position += 3) {
            memcpy(damaged, session->text, session->length);
            memset(damaged + position, 0, SIZES[k]);
            size_t from = row_at(session, position), to = row_at(session, position + SIZES[k] - 1);
            if (position + SIZES[k] - 1 == session->line_end[to] && to < ROWS - 1)
                to++;
            assert_true(damaged_read(session, damaged, session->length));
            assert_int_equal(damaged_count_intact(session, from, to), ROWS - (to - from + 1));
            assert_true(session->rows.count < ROWS ||
                        damaged_same_row(session, from, from)); /* the damage is in host_s, which is not used */
            tries++;
        }
    }
    printf("fault: 45 | 1 to 512 bytes replaced by NUL | %zu | only the rows with NUL lost\n", tries);
}

static void a_quote_without_end(void **state)
{
    struct damaged *session = *state;
    char quoted[DAMAGED_TEXT_CAPACITY];
    size_t tries = 0;
    for (size_t position = session->rows_from; position < session->line_end[ROWS - 1]; position++) {
        if (position > session->rows_from && session->text[position - 1] != ',' && session->text[position - 1] != '\n')
            continue;
        memcpy(quoted, session->text, position);
        quoted[position] = '"';
        memcpy(quoted + position + 1, session->text + position, session->length - position);
        size_t row = row_at(session, position);
        assert_true(damaged_read(session, quoted, session->length + 1));
        assert_int_equal(session->rows.count, ROWS - 1);
        assert_int_equal(session->rows.rejected_rows, 1);
        assert_int_equal(damaged_count_intact(session, row, row), ROWS - 1);
        tries++;
    }
    printf("fault: 46 | a quote without end, at each field | %zu | only its row lost\n", tries);
}

/* Return the largest amount of memory that this process has used, in KiB. */
static long max_memory_kib(void)
{
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_maxrss;
}

/* Write a file with the session's first row, a line of `count` times `unit`, and the other rows. */
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
    for (size_t remaining = count; remaining > 0;) {
        size_t written = remaining < in_block ? remaining : in_block;
        assert_int_equal(fwrite(block, width, written, file), written);
        remaining -= written;
    }
    assert_true(fputc('\n', file) == '\n');
    assert_int_equal(fwrite(session->text + first, 1, session->length - first, file), session->length - first);
    assert_int_equal(fclose(file), 0);
}

static void overlong_lines(void **state)
{
    struct damaged *session = *state;
    static const struct {
        const char *name, *unit;
        size_t count;
    } LINES[] = {{"a line of a million columns", "1,", 1000000},
                 {"a line of 16 MiB", "xxxxxxxxxxxxxxxx", 1 << 20},
                 {"a quoted line of 16 MiB", "\"\",\"\"xxx", 1 << 21}};
    for (size_t k = 0; k < sizeof LINES / sizeof LINES[0]; k++) {
        write_with_long_line(session, LINES[k].unit, LINES[k].count);
        damaged_drop(session);
        long previous_kib = max_memory_kib();
        assert_true(session_reader_read(session->path, &session->rows, &session->notes, &session->failure));
        long grown_kib = max_memory_kib() - previous_kib;
        assert_int_equal(session->rows.count, ROWS);
        assert_int_equal(session->rows.rejected_rows, 1);
        assert_int_equal(damaged_count_intact(session, ROWS, ROWS), ROWS);
        assert_true(grown_kib < 4096);
        assert_int_equal(unlink(session->path), 0);
        printf("fault: 47 | %s | 1 | only that line lost; %ld KiB more memory\n", LINES[k].name, grown_kib);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cut_at_each_byte, damaged_set_up, damaged_tear_down),
        cmocka_unit_test_setup_teardown(each_bit_flipped, damaged_set_up, damaged_tear_down),
        cmocka_unit_test_setup_teardown(gaps_of_nul, damaged_set_up, damaged_tear_down),
        cmocka_unit_test_setup_teardown(a_quote_without_end, damaged_set_up, damaged_tear_down),
        cmocka_unit_test_setup_teardown(overlong_lines, damaged_set_up, damaged_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
