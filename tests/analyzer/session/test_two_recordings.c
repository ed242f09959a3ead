/* SPDX-License-Identifier: MIT */
/* Tables in which two recordings were pasted together, and times and events that cannot be right. Nothing of the second
 * recording is taken for a part of the first, and a message says so. */
#include "analyzer/support/read_session.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROWS 300
#define COLUMNS "time_s,host_s,seq,strip0,strip1,strip2,strip3,event\n"
#define OTHER_COLUMNS "time_s,host_s,seq,strip3,strip2,strip1,strip0,event\n"
#define TEXT_SIZE 200000

struct fixture {
    char text[TEXT_SIZE];
    size_t length;
    struct session_table rows;
    struct notes notes;
    struct failure failure;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    *state = fixture;
    return 0;
}

static void drop(struct fixture *fixture)
{
    session_table_free(&fixture->rows);
    notes_free(&fixture->notes);
    fixture->length = 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    drop(fixture);
    free(fixture);
    return 0;
}

static void add(struct fixture *fixture, const char *text)
{
    size_t length = strlen(text);
    assert_true(fixture->length + length < TEXT_SIZE);
    memcpy(fixture->text + fixture->length, text, length + 1);
    fixture->length += length;
}

/* Start a session whose header says 100 rows a second. */
static void begin(struct fixture *fixture)
{
    drop(fixture);
    add(fixture, "# foam-roller-session: 1\n# leg: left\n# rate_hz: 100\n# adc_full_scale: 1023\n" COLUMNS);
}

/* Add `count` rows from `start_s` on, `step_s` apart, with sequence numbers from `seq` on (-1 = none) in steps of
 * `seq_step`, and with readings that depend on `seed`. */
static void add_rows(struct fixture *fixture, size_t count, double start_s, double step_s, long seq, long seq_step,
                     unsigned seed)
{
    for (size_t i = 0; i < count; i++) {
        char row[120], number[24] = "";
        if (seq >= 0)
            snprintf(number, sizeof number, "%ld", seq + (long)i * seq_step);
        snprintf(row, sizeof row, "%.4f,%.4f,%s,%u,2,3,4,\n", start_s + (double)i * step_s,
                 start_s + (double)i * step_s, number, (unsigned)(i * 7 + seed) % 500);
        add(fixture, row);
    }
}

static bool read_session(struct fixture *fixture)
{
    return read_session_text(fixture->text, fixture->length, &fixture->rows, &fixture->notes, &fixture->failure);
}

static void assert_only_first(struct fixture *fixture, const char *note)
{
    if (!read_session(fixture))
        fail_msg("%s", fixture->failure.message);
    if (!notes_contain(&fixture->notes, note))
        fail_msg("%zu rows, without the note: %s", fixture->rows.count, note);
    assert_int_equal(fixture->rows.count, FIRST_ROWS);
    assert_int_equal(fixture->rows.rejected_rows, 0);
    assert_int_equal(fixture->rows.lost_frames, 0);
    for (size_t i = 0; i < FIRST_ROWS; i++)
        assert_true(fixture->rows.strip[4 * i] == (float)(i * 7 % 500));
}

/* The columns of the second recording are in another order, quoted, or between semicolons. */
static void another_header_row_begins_a_second_recording(void **state)
{
    struct fixture *fixture = *state;
    static const char *const headers[] = {COLUMNS, OTHER_COLUMNS,
                                          ("\"time_s\",\"host_s\",\"seq\",\"strip0\",\"strip1\",\"strip2\",\"strip3\","
                                           "\"event\"\n"),
                                          "time_s;host_s;seq;strip0;strip1;strip2;strip3;event\n",
                                          "Seq,Time_s,strip0,strip1,strip2,strip3\n"};
    for (size_t k = 0; k < sizeof headers / sizeof headers[0]; k++) {
        begin(fixture);
        add_rows(fixture, FIRST_ROWS, 0, 0.01, 0, 1, 0);
        add(fixture, headers[k]);
        add_rows(fixture, 2 * FIRST_ROWS, 0, 0.01, 0, 1, 3);
        assert_only_first(fixture, "A second session begins in line 306 ");
    }
}

static void a_header_row_twice_at_the_top_is_one(void **state)
{
    struct fixture *fixture = *state;
    begin(fixture);
    add(fixture, COLUMNS);
    add_rows(fixture, FIRST_ROWS, 0, 0.01, 0, 1, 0);
    assert_true(read_session(fixture));
    assert_int_equal(fixture->rows.count, FIRST_ROWS);
    assert_false(notes_contain(&fixture->notes, "second session"));
}

/* Without a header row between them; the second recording is shorter, as long, or longer. */
static void times_that_go_back_begin_a_second_recording(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        size_t count;
        double start_s;
        long seq;
    } seconds[] = {{150, 0, 0},    {FIRST_ROWS, 0, 0}, {2 * FIRST_ROWS, 0, 0},    {4 * FIRST_ROWS, 0, 0},
                   {150, 0, 1700}, {700, 0.003, 0},    {2 * FIRST_ROWS, 1.5, -1}, {2 * FIRST_ROWS, 0, 30000}};
    for (size_t k = 0; k < sizeof seconds / sizeof seconds[0]; k++) {
        begin(fixture);
        add_rows(fixture, FIRST_ROWS, 0, 0.01, 0, 1, 0);
        add_rows(fixture, seconds[k].count, seconds[k].start_s, 0.01, seconds[k].seq, 1, 3);
        assert_only_first(fixture, "A second recording begins in line 306 of the file");
    }
}

/* Rows of one recording that were pasted twice, and a clock that was set back, are no second recording. */
static void repeated_rows_are_left_out(void **state)
{
    struct fixture *fixture = *state;
    begin(fixture);
    add_rows(fixture, FIRST_ROWS, 0, 0.01, 0, 1, 0);
    add_rows(fixture, FIRST_ROWS - 200, 2, 0.01, 200, 1, 200 * 7);
    add_rows(fixture, FIRST_ROWS, 3, 0.01, FIRST_ROWS, 1, 100);
    assert_true(read_session(fixture));
    assert_int_equal(fixture->rows.count, 2 * FIRST_ROWS);
    assert_int_equal(fixture->rows.rejected_rows, 100);
    assert_false(notes_contain(&fixture->notes, "second"));
    begin(fixture);
    add_rows(fixture, FIRST_ROWS, 0, 0.01, 0, 1, 0);
    add_rows(fixture, FIRST_ROWS, 2.003, 0.01, FIRST_ROWS, 1, 3);
    assert_true(read_session(fixture));
    assert_int_equal(fixture->rows.count, FIRST_ROWS + 201);
    assert_false(notes_contain(&fixture->notes, "second"));
}

/* Two recordings whose rows a spreadsheet sorted by time. */
static void mixed_recordings_are_refused(void **state)
{
    struct fixture *fixture = *state;
    begin(fixture);
    for (size_t i = 0; i < FIRST_ROWS; i++) {
        add_rows(fixture, 1, (double)i * 0.01, 0, (long)i, 1, (unsigned)i * 7);
        add_rows(fixture, 1, (double)i * 0.01 + 0.007, 0, 4000 + (long)i, 1, 3);
    }
    assert_false(read_session(fixture));
    assert_non_null(strstr(fixture->failure.message, "rate_hz says 100 rows a second, the rows say "));
}

static void times_off_by_a_power_of_ten_are_refused(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        double step_s;
        const char *message;
    } steps[] = {{0.1, "looks like tenths of a second"}, {1, "looks like hundredths of a second"},
                 {10, "looks like milliseconds"},        {0.03, "do not belong together"},
                 {0.001, "do not belong together"},      {0.0001, "rate_hz says 100 rows a second"}};
    for (size_t k = 0; k < sizeof steps / sizeof steps[0]; k++) {
        begin(fixture);
        add_rows(fixture, FIRST_ROWS, 0, steps[k].step_s, 0, 1, 0);
        assert_false(read_session(fixture));
        if (strstr(fixture->failure.message, steps[k].message) == NULL)
            fail_msg("%g s: %s", steps[k].step_s, fixture->failure.message);
    }
    /* each tenth row of a table; without sequence numbers only a note can be given */
    begin(fixture);
    add_rows(fixture, FIRST_ROWS, 0, 0.1, 0, 10, 0);
    assert_true(read_session(fixture));
    assert_true(notes_contain(&fixture->notes, "The rows come 10 a second, but rate_hz says 100"));
    begin(fixture);
    add_rows(fixture, FIRST_ROWS, 0, 0.1, -1, 1, 0);
    assert_true(read_session(fixture));
    assert_true(notes_contain(&fixture->notes, "The rows come 10 a second, but rate_hz says 100"));
}

static void unknown_events_are_reported(void **state)
{
    struct fixture *fixture = *state;
    begin(fixture);
    add_rows(fixture, FIRST_ROWS, 0, 0.01, 0, 1, 0);
    add(fixture, "3.00,3.00,300,1,2,3,4,Mark + zero\n3.01,3.01,301,1,2,3,4,Schmerz\n3.02,3.02,302,1,2,3,4,NA\n"
                 "3.03,3.03,303,1,2,3,4,marks+knee\n");
    assert_true(read_session(fixture));
    assert_int_equal(fixture->rows.event_count, 2);
    assert_int_equal(fixture->rows.event[0].event_bits, SESSION_EVENT_MARK | SESSION_EVENT_ZERO);
    assert_int_equal(fixture->rows.event[1].event_bits, SESSION_EVENT_KNEE);
    assert_true(notes_contain(&fixture->notes,
                              "2 rows have an event that is not known and was not used; the first is line 307: "
                              "\"Schmerz\"."));
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(another_header_row_begins_a_second_recording),
        WITH_FIXTURE(a_header_row_twice_at_the_top_is_one),
        WITH_FIXTURE(times_that_go_back_begin_a_second_recording),
        WITH_FIXTURE(repeated_rows_are_left_out),
        WITH_FIXTURE(mixed_recordings_are_refused),
        WITH_FIXTURE(times_off_by_a_power_of_ten_are_refused),
        WITH_FIXTURE(unknown_events_are_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
