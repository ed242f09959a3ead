/* SPDX-License-Identifier: MIT */
/* Sessions that other programs have rewritten: invalid numbers, tables that were joined, wrongly sorted or duplicated,
 * columns that are missing or moved. Invalid rows are left out, and a message names line and column; every number that
 * is read is as it was written. */
#include "analyzer/support/damaged_session.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS DAMAGED_ROWS
#define HEAD_LINES 6 /* number of lines before the first row, including the header row */
#define COLUMNS 14
#define TEXT_CAPACITY (3 * DAMAGED_TEXT_CAPACITY)

enum column { TIME, HOST, SEQ, STRIP0, STRIP3 = STRIP0 + 3, GYRO_Z = STRIP3 + 6, EVENT };
_Static_assert(EVENT + 1 == COLUMNS, "enum column names every column of the session");

static const char *const NAME[COLUMNS] = {"time_s",  "host_s",  "seq",     "strip0", "strip1", "strip2", "strip3",
                                          "accel_x", "accel_y", "accel_z", "gyro_x", "gyro_y", "gyro_z", "event"};

/* A text under construction. */
struct text {
    char bytes[TEXT_CAPACITY];
    size_t length;
};

static void add(struct text *text, const char *bytes, size_t length)
{
    assert_true(text->length + length < TEXT_CAPACITY);
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
}

/* Add the session's rows [from, to). If `from` is -1, also add the lines before the rows. If `to` is ROWS, also add the
 * lines after the rows. */
static void add_rows(struct text *text, const struct damaged *session, int from, int to)
{
    size_t first = from < 0 ? 0 : from == 0 ? session->rows_from : session->line_end[from - 1] + 1;
    size_t end = to == ROWS ? session->length : to == 0 ? session->rows_from : session->line_end[to - 1] + 1;
    add(text, session->text + first, end - first);
}

/* Add row `i` with other text in one of its cells. */
static void add_row_with(struct text *text, const struct damaged *session, int i, unsigned column, const char *cell)
{
    size_t length;
    const char *rest = damaged_row(session, (size_t)i, &length), *end = rest + length;
    for (unsigned c = 0; c < column; c++) {
        const char *comma = memchr(rest, ',', (size_t)(end - rest));
        add(text, rest, (size_t)(comma + 1 - rest));
        rest = comma + 1;
    }
    add(text, cell, strlen(cell));
    rest += strcspn(rest, ",\n");
    add(text, rest, (size_t)(end - rest));
}

static bool is_counted(unsigned column)
{
    return column != HOST && column != EVENT;
}

/* Words for a missing value, where a value may be missing. */
static bool is_missing(unsigned column, const char *cell)
{
    return (column == SEQ || column > STRIP3) && (strcmp(cell, "nan") == 0 || strcmp(cell, "-nan") == 0 ||
                                                  strcmp(cell, "N/A") == 0 || strcmp(cell, ".") == 0);
}

static void an_invalid_number_costs_its_row(void **state)
{
    struct damaged *session = *state;
    static const char *const BAD[] = {"nan",       "-nan",      "NaN(1)",
                                      "inf",       "-Infinity", "1e400",
                                      "-1e400",    "0x10",      "0x1p4",
                                      "1e",        "+",         "-",
                                      ".",         "1_0",       "5 5",
                                      "\"1,5\"",   "1.2.3",     "--5",
                                      "N/A",       "=1+1",      "1e99999999999999999999",
                                      "5\xC2\xA0", "\xD9\xA5",  "99999999999999999999999",
                                      "1e300",     "-1e300",    "True",
                                      "5f"};
    size_t tries = 0;
    for (unsigned column = 0; column < COLUMNS; column++) {
        for (size_t k = 0; is_counted(column) && k < sizeof BAD / sizeof BAD[0]; k++) {
            int row = 3 + (int)(tries % (ROWS - 6));
            struct text text = {.length = 0};
            char where[80];
            add_rows(&text, session, -1, row);
            add_row_with(&text, session, row, column, BAD[k]);
            add_rows(&text, session, row + 1, ROWS);
            snprintf(where, sizeof where, "the first is line %d: column %u (%s) is ", HEAD_LINES + row + 1, column + 1,
                     NAME[column]);
            assert_true(damaged_read(session, text.bytes, text.length));
            if (is_missing(column, BAD[k])) {
                assert_int_equal(session->rows.count, ROWS);
                assert_int_equal(session->rows.rejected_rows, 0);
                assert_int_equal(damaged_count_intact(session, (size_t)row, (size_t)row), ROWS - 1);
                continue;
            }
            if (session->rows.count != ROWS - 1 || session->rows.rejected_rows != 1 || !damaged_noted(session, where))
                fail_msg("%s in %s: %zu rows, %zu rejected", BAD[k], NAME[column], session->rows.count,
                         session->rows.rejected_rows);
            assert_int_equal(damaged_count_intact(session, (size_t)row, (size_t)row), ROWS - 1);
            assert_int_equal(session->rows.lost_frames, 0);
            tries++;
        }
    }
    printf("fault: 48 | nan, inf, 1e400, hex, too large, not a number | %zu | only its row lost; line and "
           "column named\n",
           tries);
}

/* Add the session with `count` of its columns, in this order. */
static void add_with_columns(struct text *text, const struct damaged *session, const unsigned order[], unsigned count)
{
    const char *line = session->text, *end = session->text + session->length;
    while (line < end) {
        size_t length = (size_t)((const char *)memchr(line, '\n', (size_t)(end - line)) + 1 - line);
        const char *cell[COLUMNS] = {line};
        for (unsigned c = 1; line[0] != '#' && c < COLUMNS; c++)
            cell[c] = strchr(cell[c - 1], ',') + 1;
        for (unsigned k = 0; line[0] != '#' && k < count; k++) {
            add(text, cell[order[k]], strcspn(cell[order[k]], ",\n"));
            add(text, k + 1 < count ? "," : "\n", 1);
        }
        if (line[0] == '#')
            add(text, line, length);
        line += length;
    }
}

static void columns_in_any_order(void **state)
{
    struct damaged *session = *state;
    unsigned order[COLUMNS], random = 1;
    size_t tries = 0;
    for (unsigned c = 0; c < COLUMNS; c++)
        order[c] = c;
    for (; tries < 300; tries++) {
        struct text text = {.length = 0};
        for (unsigned c = COLUMNS - 1; c > 0; c--) {
            random = random * 1664525u + 1013904223u;
            unsigned other = (random >> 16) % (c + 1), saved = order[c];
            order[c] = order[other];
            order[other] = saved;
        }
        add_with_columns(&text, session, order, COLUMNS);
        assert_true(damaged_read(session, text.bytes, text.length));
        assert_int_equal(session->rows.count, ROWS);
        assert_int_equal(damaged_count_intact(session, ROWS, ROWS), ROWS);
        assert_int_equal(session->rows.event_count, session->good.event_count);
    }
    printf("fault: 48 | columns in another order | %zu | the same rows\n", tries);
}

static void a_column_missing_or_doubled(void **state)
{
    struct damaged *session = *state;
    size_t refused = 0;
    for (unsigned wrong = 0; wrong < COLUMNS; wrong++) {
        for (unsigned doubled = 0; doubled < 2; doubled++) {
            struct text text = {.length = 0};
            unsigned order[COLUMNS + 1], count = 0;
            for (unsigned c = 0; c < COLUMNS; c++)
                for (unsigned times = c != wrong ? 1 : doubled ? 2 : 0; times > 0; times--)
                    order[count++] = c;
            add_with_columns(&text, session, order, count);
            bool is_strip = wrong >= STRIP0 && wrong <= STRIP3, is_imu = wrong > STRIP3 && wrong <= GYRO_Z;
            bool must_refuse = doubled ? wrong != HOST : wrong == TIME || is_strip;
            bool ok = damaged_read(session, text.bytes, text.length);
            if (ok == must_refuse)
                fail_msg("column %s %s", NAME[wrong], doubled ? "doubled" : "missing");
            refused += !ok;
            assert_true(ok || (strstr(session->failure.message, "line 6") &&
                               (wrong == STRIP3 || strstr(session->failure.message, NAME[wrong]))));
            assert_true(!ok || session->rows.count == ROWS);
            if (ok && is_imu)
                assert_true(!session->rows.header.has_imu && damaged_noted(session, "motion sensor"));
            else if (ok)
                assert_int_equal(damaged_count_intact(session, ROWS, ROWS), ROWS);
        }
    }
    printf("fault: 48 | a column missing or doubled | %d | %zu refused, line and column named; the rest read "
           "without it\n",
           2 * COLUMNS, refused);
}

static void a_second_session_or_header(void **state)
{
    struct damaged *session = *state;
    size_t tries = 0;
    for (int row = 1; row < ROWS; row++) {
        for (unsigned is_file = 0; is_file < 2; is_file++) { /* only a header row, then a complete file */
            struct text text = {.length = 0};
            char where[60];
            add_rows(&text, session, -1, row);
            if (is_file)
                add_rows(&text, session, -1, ROWS);
            else
                add(&text, DAMAGED_COLUMNS, strlen(DAMAGED_COLUMNS));
            add_rows(&text, session, row, ROWS);
            snprintf(where, sizeof where, "A second session begins in line %d ", HEAD_LINES + row + 1);
            assert_true(damaged_read(session, text.bytes, text.length));
            assert_int_equal(session->rows.count, row);
            assert_int_equal(damaged_count_intact(session, (size_t)row, ROWS - 1), row);
            assert_true(damaged_noted(session, where));
            assert_false(session->rows.closed_cleanly);
            tries++;
        }
    }
    printf("fault: 51 | a second header row, or a file after a file | %zu | only the first session read; the "
           "line named\n",
           tries);
}

static void rows_doubled_or_out_of_order(void **state)
{
    struct damaged *session = *state;
    size_t tries = 0;
    for (int row = 3; row < ROWS - 1; row++) {
        for (int earlier = 0; earlier <= row; earlier++) { /* row `earlier` is repeated after `row` */
            struct text text = {.length = 0};
            char where[60];
            add_rows(&text, session, -1, row + 1);
            add_rows(&text, session, earlier, earlier + 1);
            add_rows(&text, session, row + 1, ROWS);
            snprintf(where, sizeof where, "the first is line %d: it %s", HEAD_LINES + row + 2,
                     earlier == row ? "has the time of the row before it" : "goes back in time");
            assert_true(damaged_read(session, text.bytes, text.length));
            if (session->rows.count != ROWS || session->rows.rejected_rows != 1 || !damaged_noted(session, where))
                fail_msg("row %d repeated after row %d: %zu rows", earlier, row, session->rows.count);
            assert_int_equal(damaged_count_intact(session, ROWS, ROWS), ROWS);
            tries++;
        }
    }
    struct text all_twice = {.length = 0};
    add_rows(&all_twice, session, -1, 0);
    for (int row = 0; row < ROWS; row++) {
        add_rows(&all_twice, session, row, row + 1);
        size_t length;
        const char *row_text = damaged_row(session, (size_t)row, &length);
        add(&all_twice, row_text, length);
    }
    assert_true(damaged_read(session, all_twice.bytes, all_twice.length));
    assert_int_equal(session->rows.count, ROWS);
    assert_int_equal(session->rows.rejected_rows, ROWS);
    assert_int_equal(damaged_count_intact(session, ROWS, ROWS), ROWS);
    printf("fault: 52 | time going backwards, rows repeated | %zu | each row once; the others counted, the "
           "line named\n",
           tries + 1);
}

int main(void)
{
#define WITH_SESSION(test) cmocka_unit_test_setup_teardown(test, damaged_set_up, damaged_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_SESSION(an_invalid_number_costs_its_row), WITH_SESSION(columns_in_any_order),
        WITH_SESSION(a_column_missing_or_doubled),     WITH_SESSION(a_second_session_or_header),
        WITH_SESSION(rows_doubled_or_out_of_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
