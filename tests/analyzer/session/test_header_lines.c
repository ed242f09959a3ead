/* SPDX-License-Identifier: MIT */
/* The "#" lines as spreadsheets write them: dates in other orders, a cell for the key and one for the value, decimal
 * commas. */
#include "analyzer/support/read_session.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VERSION "# foam-roller-session: 1\n"
#define ROWS                                                                                                           \
    "time_s,host_s,seq,strip0,strip1,strip2,strip3,event\n0.00,0.1,1,1,2,3,4,\n0.01,0.1,2,1,2,3,4,\n"                  \
    "0.02,0.1,3,1,2,3,4,\n"

static struct session_table rows;
static struct notes notes;
static struct failure failure;

static int drop(void **state)
{
    (void)state;
    session_table_free(&rows);
    notes_free(&notes);
    return 0;
}

static bool read_text(const char *text)
{
    return read_session_text(text, strlen(text), &rows, &notes, &failure);
}

/* Read a session with these lines before its rows. */
static bool read_lines(const char *lines)
{
    char text[1000];
    int length = snprintf(text, sizeof text, VERSION "%s" ROWS, lines);
    assert_true(length > 0 && (size_t)length < sizeof text);
    return read_text(text);
}

static void read_date(const char *date)
{
    char line[100];
    snprintf(line, sizeof line, "# started: %s\n", date);
    assert_true(read_lines(line));
}

static void dates_of_spreadsheets_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *written, *started;
    } dates[] = {
        {"2026-03-01T18:30:00.000+01:00", "2026-03-01T18:30:00.000+01:00"},
        {"2026-03-01 18:30:00.000 +01:00", "2026-03-01T18:30:00.000+01:00"},
        {"2026-03-01 18:30:00,250+01", "2026-03-01T18:30:00.250+01"},
        {"30.11.2026 18:30", "2026-11-30T18:30"},
        {"3.4.2026, 8:05:09", "2026-04-03T08:05:09"},
        {"30.11.26 18:30", "2026-11-30T18:30"},
        {"11/30/26 18:30", "2026-11-30T18:30"},
        {"13/11/26 18:30", "2026-11-13T18:30"},
        {"26/03/26 18:30", "2026-03-26T18:30"},
        {"11/30/2026 18:30:00", "2026-11-30T18:30:00"},
        {"11/30/2026 6:30:00 PM", "2026-11-30T18:30:00"},
        {"11/30/2026 12:30 AM", "2026-11-30T00:30"},
        {"30/11/2026 12:30 pm", "2026-11-30T12:30"},
        {"30-11-2026 18:30", "2026-11-30T18:30"},
        {"5/5/2026 18:30", "2026-05-05T18:30"},
        {"2026/11/30 18:30", "2026-11-30T18:30"},
        {"2026-3-1T18:30:00+01:00", "2026-03-01T18:30:00+01:00"},
    };
    for (size_t k = 0; k < sizeof dates / sizeof dates[0]; k++) {
        read_date(dates[k].written);
        assert_string_equal(rows.header.started, dates[k].started);
        assert_int_equal(notes_contain(&notes, "has no time zone"), strchr(dates[k].started, '+') == NULL);
        assert_false(notes_contain(&notes, "is not a date") || notes_contain(&notes, "may be two days"));
    }
}

static void what_is_no_date_is_noted(void **state)
{
    (void)state;
    static const char *const none[] = {"31.11.2026 18:30",  "13/13/2026 18:30",       "11/30/2026",
                                       "30.11.2026 25:00",  "30.11/2026 18:30",       "11/30/2026 13:30 PM",
                                       "30.11.20266 18:30", "2026-03-01T18:30 or so", "46356.77",
                                       "30.11.2026 18.30"};
    for (size_t k = 0; k < sizeof none / sizeof none[0]; k++) {
        read_date(none[k]);
        assert_string_equal(rows.header.started, "");
        assert_true(notes_contain(&notes, "is not a date; it is unknown when"));
    }
    read_date("3/4/2026 18:30");
    assert_string_equal(rows.header.started, "");
    assert_true(notes_contain(&notes, "\"3/4/2026 18:30\" may be two days, as its year, month or day may come first"));
    static const char *const short_years[] = {"26/03/25 18:30", "25-03-26 18:30"};
    for (size_t k = 0; k < sizeof short_years / sizeof short_years[0]; k++) {
        read_date(short_years[k]);
        assert_string_equal(rows.header.started, "");
        assert_true(notes_contain(&notes, "may be two days"));
    }
}

static void a_wrong_clock_is_reported(void **state)
{
    (void)state;
    static const char *const wrong[] = {"1970-01-01T00:03:10+00:00", "2062-03-01T18:30:00+01:00", "1.1.1980 0:01"};
    for (size_t k = 0; k < sizeof wrong / sizeof wrong[0]; k++) {
        read_date(wrong[k]);
        assert_true(notes_contain(&notes, "The clock of the computer that recorded it was probably wrong"));
    }
    read_date("2026-03-01T18:30:00+01:00");
    assert_false(notes_contain(&notes, "clock"));
}

static void keys_and_values_may_have_cells_of_their_own(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "# leg:,left\n# rolling_radius_mm:,70.5\n# calibration_k_n:,1.5,2.5,3.5,4.5\n# subject:,Zo\xC3\xAB\n",
        "# leg:;left\n# rolling_radius_mm:;70,5\n# calibration_k_n:;1,5;2,5;3,5;4,5\n# subject:;Zo\xC3\xAB;;;\n",
        "# leg:\tleft\n# rolling_radius_mm:\t70,5\n# calibration_k_n:\t1,5\t2,5\t3,5\t4,5\n# subject:\tZo\xC3\xAB\n",
        "#,leg:,left,,\n#,rolling_radius_mm:,70.5\n#,calibration_k_n:,1.5,2.5,3.5,4.5\n#,subject:,Zo\xC3\xAB\n",
        "# leg,left\n# rolling_radius_mm,70.5\n# calibration_k_n,1.5,2.5,3.5,4.5\n# subject,Zo\xC3\xAB\n",
        ("\"# leg:\",\"left\"\n\"# rolling_radius_mm:\",\"70.5\"\n\"# calibration_k_n:\",1.5,2.5,3.5,4.5\n"
         "\"# subject:\",\"Zo\xC3\xAB\",\n"),
        "# leg: left\n# rolling_radius_mm: 70,5\n# calibration_k_n: 1,5 2,5 3,5 4,5\n# subject: Zoe\xCC\x88\n",
    };
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
        if (!read_lines(lines[k]))
            fail_msg("%s: %s", lines[k], failure.message);
        assert_int_equal(rows.header.leg, SESSION_LEG_LEFT);
        assert_true(rows.header.rolling_radius_mm == 70.5);
        assert_true(rows.header.calibration_k_n[0] == 1.5 && rows.header.calibration_k_n[3] == 4.5);
        assert_string_equal(rows.header.subject, "Zo\xC3\xAB");
        assert_int_equal(rows.count, 3);
    }
}

static void what_may_be_two_numbers_is_refused(void **state)
{
    (void)state;
    assert_false(read_lines("# adc_full_scale: 1,023\n"));
    assert_non_null(strstr(failure.message, "line 2: adc_full_scale is \"1,023\", but must be the reading"));
    assert_true(read_lines("# adc_full_scale: 1023,0\n"));
    assert_true(rows.header.adc_full_scale == 1023);
    assert_false(read_lines("# calibration_k_n: 1,5,2,5,3,5,4,5\n"));
    assert_non_null(strstr(failure.message, "8 values, but there are 4 strip columns: if columns were deleted"));
}

/* People type what they know from other files. */
static void an_equals_sign_may_follow_the_key(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "# leg = left\n# rolling_radius_mm=70.5\n#SUBJECT =Zo\xC3\xAB\n",
        "# leg =,left,,\n# rolling_radius_mm,=,70.5\n\"# subject = Zo\xC3\xAB\",,\n",
        "# leg: left\n# rolling_radius_mm = 70,5\n# subject: Zo\xC3\xAB\n# all of this = a remark\n",
        "## leg: left\n###  rolling_radius_mm: 70.5\n## subject = Zo\xC3\xAB\n## a remark\n",
    };
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
        if (!read_lines(lines[k]))
            fail_msg("%s: %s", lines[k], failure.message);
        assert_int_equal(rows.header.leg, SESSION_LEG_LEFT);
        assert_true(rows.header.rolling_radius_mm == 70.5);
        assert_string_equal(rows.header.subject, "Zo\xC3\xAB");
        drop(NULL);
    }
    assert_true(read_lines("# note: a = b\n# device: id=5A3C21F0 fw=1.0.0\n"));
    assert_string_equal(rows.header.note, "a = b");
    assert_string_equal(rows.header.device, "id=5A3C21F0 fw=1.0.0");
}

/* The logger writes a key without a value where it knows none, and people add a line with one. */
static void the_first_line_with_a_value_counts(void **state)
{
    (void)state;
    assert_true(read_lines("# leg:\n# note: one\n# leg: left\n# leg: right\n# leg: neither\n# note:\n"));
    assert_int_equal(rows.header.leg, SESSION_LEG_LEFT);
    assert_string_equal(rows.header.note, "one");
    assert_true(notes_contain(&notes, "Line 5 is not used: line 4 already says leg."));
    assert_false(notes_contain(&notes, "line 3 already") || notes_contain(&notes, "Line 6"));
    drop(NULL);
    assert_true(read_lines("# leg: left\n" VERSION "# leg: right\n# thigh_length_mm: 350\n"));
    assert_int_equal(rows.header.leg, SESSION_LEG_LEFT);
    assert_true(rows.header.thigh_length_mm == 0);
    assert_true(notes_contain(&notes, "begin a second time in line 3; only those before it count"));
    assert_false(notes_contain(&notes, "is not used"));
}

static void a_damaged_row_is_no_header_line(void **state)
{
    (void)state;
    assert_true(read_lines("# a comment, with commas, and no colon\n#\n#,,,\n"));
    assert_int_equal(rows.count, 3);
    assert_true(read_text(VERSION "event,seq,strip0,strip1,strip2,strip3,time_s\n##,3,1,2,3,4,0.00\n"
                                  "###,4,1,2,3,4,0.01\n"));
    assert_int_equal(rows.count, 2);
    drop(NULL);
    assert_true(read_text(VERSION ROWS "#N/A,0.1,4,1,2,3,4,\n0.04,0.1,5,1,2,3,4,\n#NV,0.1,6,1,2,3,4,\n"));
    assert_int_equal(rows.count, 4);
    assert_int_equal(rows.rejected_rows, 2);
}

#define STRIPS "time_s,strip0,strip1,strip2,strip3"
#define SCALES "# accel_lsb_per_g: 16384\n# gyro_lsb_per_dps: 131\n"

/* Rows are valid without what other programs drop or rename, so only a note can say so. */
static void what_was_dropped_or_renamed_is_noted(void **state)
{
    (void)state;
    static const char sensor[] = STRIPS ",accel_x,accel_y,accel_z,gyro_x,gyro_y,gyro_z,event\n0,1,2,3,4,1,2,3,4,5,6,\n",
                      renamed[] = STRIPS ",ax,ay,az,gx,gy,gz,event\n0,1,2,3,4,1,2,3,4,5,6,\n",
                      no_event[] = STRIPS "\n0,1,2,3,4\n";
    static const struct {
        const char *head, *table, *note;
    } cases[] = {
        {"", sensor, "The scale of the motion sensor is not in the file; 8192 counts per g and 32.8 per degree"},
        {"# accel_lsb_per_g: 16384\n", sensor, "not in the file; 16384 counts per g and 32.8 per degree"},
        {"# gyro_lsb_per_dps: 131\n", sensor, "not in the file; 8192 counts per g and 131 per degree"},
        {SCALES, renamed, "no columns accel_x to gyro_z, but 6 with names that are not known"},
        {SCALES, no_event, "no column event: presses of the button are not known"},
        {SCALES, no_event, "The scale of a motion sensor is in the file, but its columns accel_x to gyro_z are not"},
    };
    char text[1000];
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        snprintf(text, sizeof text, VERSION "%s%s", cases[k].head, cases[k].table);
        assert_true(read_text(text));
        if (!notes_contain(&notes, cases[k].note))
            fail_msg("\"%s\" is not noted", cases[k].note);
    }
    snprintf(text, sizeof text, VERSION SCALES "%s", sensor);
    assert_true(read_text(text));
    assert_false(notes_contain(&notes, "motion sensor") || notes_contain(&notes, "column"));
    assert_true(read_lines(""));
    assert_false(notes_contain(&notes, "motion sensor") || notes_contain(&notes, "column"));
}

/* What a person sees at the start of the file is quoted. */
static void a_file_that_begins_otherwise_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } files[] = {
        {"Table 1\n" VERSION ROWS, "is not a session file: line 1 is \"Table 1\""},
        {"foam-roller-session: 1\n" ROWS, "line 1 is \"foam-roller-session: 1\""},
        {"\n> " VERSION ROWS, "line 2 is \"> # foam-roller-session: 1\""},
        {"0.00,0.1,1,1,2,3,4,\n", "line 1 is \"0.00,0.1,1,1,2,3,4,\""},
        {"<html><body>no line end", "line 1 is \"<html><body>no line end\""},
        {"# leg: left\n" ROWS, "it lacks the line with the version"},
        {"# a remark", "it ends before its header row"},
        {ROWS VERSION, "do not come before its table"},
        {"", "it is empty"},
    };
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
        assert_false(read_text(files[k].text));
        if (!strstr(failure.message, files[k].message))
            fail_msg("\"%s\" is not in \"%s\"", files[k].message, failure.message);
    }
}

static void times_of_day_are_named(void **state)
{
    (void)state;
    assert_false(read_text(VERSION STRIPS ",event\n00:00.1,1,2,3,4,\n00:00.2,1,2,3,4,\n"));
    assert_non_null(strstr(failure.message, "\"00:00.1\" (a number of seconds is expected, not hours and minutes)"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(dates_of_spreadsheets_are_read, drop),
        cmocka_unit_test_teardown(what_is_no_date_is_noted, drop),
        cmocka_unit_test_teardown(a_wrong_clock_is_reported, drop),
        cmocka_unit_test_teardown(keys_and_values_may_have_cells_of_their_own, drop),
        cmocka_unit_test_teardown(an_equals_sign_may_follow_the_key, drop),
        cmocka_unit_test_teardown(the_first_line_with_a_value_counts, drop),
        cmocka_unit_test_teardown(what_may_be_two_numbers_is_refused, drop),
        cmocka_unit_test_teardown(what_was_dropped_or_renamed_is_noted, drop),
        cmocka_unit_test_teardown(a_damaged_row_is_no_header_line, drop),
        cmocka_unit_test_teardown(a_file_that_begins_otherwise_is_named, drop),
        cmocka_unit_test_teardown(times_of_day_are_named, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
