/* SPDX-License-Identifier: MIT */
#include "analyzer/support/read_session.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "# foam-roller-session: 1\n# leg: left\n# rolling_radius_mm: 70.5\n# adc_full_scale: 1023\n"
#define COLUMNS "time_s,host_s,seq,strip0,strip1,strip2,strip3,event\n"

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

static bool read_bytes(const char *text, size_t length)
{
    return read_session_text(text, length, &rows, &notes, &failure);
}

static bool read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

static void a_complete_session_is_read(void **state)
{
    (void)state;
    assert_true(read_text(HEAD "# subject: somebody\n# thigh_length_mm: 350\n# roll_direction: -1\n"
                               "# condition: vibration\n# study_visit: week 2\n# pain_before: 6.5\n# pain_after: 0\n"
                               "# calibration_k_n: 1 2 3 4\n# calibration_p: 1 1.1 1.2 1.3\n"
                               "# calibration_source: measured 2026-01-01\n# strip_angle_deg: 0 90 180 270\n" COLUMNS
                               "0.00,0.1,65535,1,2,3,4,zero\n0.01,0.1,0,5,6,7,8,mark+resume\n"
                               "0.04,0.1,3,9,10,11,12,\n# end: rows=3 lost=2\n"));
    assert_int_equal(rows.count, 3);
    assert_int_equal(rows.header.strip_count, 4);
    assert_int_equal(rows.header.leg, SESSION_LEG_LEFT);
    assert_string_equal(rows.header.subject, "somebody");
    assert_string_equal(rows.header.condition, "vibration");
    assert_string_equal(rows.header.study_visit, "week 2");
    assert_true(rows.header.pain_before == 6.5 && rows.header.pain_after == 0);
    assert_int_equal(rows.header.roll_direction, -1);
    assert_true(rows.header.rolling_radius_mm == 70.5 && rows.header.thigh_length_mm == 350);
    assert_true(rows.header.calibration_k_n[3] == 4 && rows.header.calibration_p[1] == 1.1);
    assert_true(rows.time_s[2] == 0.04 && rows.strip[2 * 4 + 1] == 10);
    assert_false(rows.header.has_imu);
    assert_int_equal(rows.event_count, 2);
    assert_int_equal(rows.event[1].row, 1);
    assert_int_equal(rows.event[1].event_bits, SESSION_EVENT_MARK | SESSION_EVENT_RESUME);
    assert_true(rows.closed_cleanly);
    assert_int_equal(rows.lost_frames, 2);
    assert_int_equal(rows.rejected_rows, 0);
    assert_int_equal(notes.count, 0);
}

static void columns_come_in_any_order_among_others(void **state)
{
    (void)state;
    assert_true(read_text(HEAD "# some_new_key: x\nstrip3,colour,strip1,time_s,gyro_z,gyro_y,gyro_x,accel_z,accel_y,"
                               "accel_x,strip0,strip2\n40,red,20,1.5,6,5,4,3,2,1,10,30\n41,,21,1.6,,,,,,,11,31\n"));
    assert_int_equal(rows.count, 2);
    assert_true(rows.strip[0] == 10 && rows.strip[1] == 20 && rows.strip[2] == 30 && rows.strip[3] == 40);
    assert_true(rows.header.has_imu);
    assert_true(rows.imu[0] == 1 && rows.imu[1] == 2 && rows.imu[5] == 6);
    assert_true(isnan(rows.imu[SESSION_IMU_AXES + 5]));
    assert_false(rows.closed_cleanly);
    assert_true(notes_contain(&notes, "cut off"));
}

static void spreadsheets_and_other_line_ends_change_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {
        HEAD COLUMNS "0.5,0,7,1,2,3,4,mark\n",
        "\xEF\xBB\xBF" HEAD COLUMNS "0.5,0,7,1,2,3,4,mark\n# end: rows=1 lost=0",
        "# foam-roller-session: 1\r\n# leg: left\r\n# rolling_radius_mm: 70.5\r\n# adc_full_scale: 1023\r\n"
        "time_s,host_s,seq,strip0,strip1,strip2,strip3,event\r\n0.5,0,7,1,2,3,4,mark\r\n",
        "# foam-roller-session: 1\r# leg: left\r# rolling_radius_mm: 70.5\r# adc_full_scale: 1023\r"
        "time_s,host_s,seq,strip0,strip1,strip2,strip3,event\r0.5,0,7,1,2,3,4,mark\r",
        "\"# foam-roller-session: 1\",,,,,,,\n# leg: left,,,,,,,\n\"# rolling_radius_mm: 70.5\"\n"
        "# adc_full_scale: "
        "1023,,,,,,,\n\"time_s\",\"host_s\",\"seq\",\"strip0\",\"strip1\",\"strip2\",\"strip3\","
        "\"event\"\n\"0.5\",\"0\",\"7\",\"1\",\"2\",\"3\",\"4\",\"mark\"\n",
    };
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
        assert_true(read_text(texts[k]));
        assert_int_equal(rows.count, 1);
        assert_int_equal(rows.rejected_rows, 0);
        assert_int_equal(rows.header.leg, SESSION_LEG_LEFT);
        assert_true(rows.header.rolling_radius_mm == 70.5);
        assert_true(rows.time_s[0] == 0.5 && rows.strip[3] == 4);
        assert_int_equal(rows.event_count, 1);
    }
}

static void only_the_invalid_row_is_lost_and_it_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *row, *expected;
    } bad[] = {
        {"0.2,0,1,nan,2,3,4,\n", "line 7: column 4 (strip0) is not a number"},
        {"0.2,0,1,0x10,2,3,4,\n", "column 4 (strip0) is not a number"},
        {"0.2,0,1,1e400,2,3,4,\n", "column 4 (strip0)"},
        {"0.2,0,1,1024,2,3,4,\n", "column 4 (strip0) is out of range"},
        {"0.2,0,1,-1,2,3,4,\n", "column 4 (strip0) is out of range"},
        {"inf,0,1,1,2,3,4,\n", "column 1 (time_s) is not a number"},
        {"\"0.2,0,1,1,2,3,4,\n", "quotes"},
        {"0.2,0,\"1\"x,1,2,3,4,\n", "quotes"},
        {"0.2,0,1,1,2,3\n", "is missing"},
        {"0.2,0,1,1,2,,4,\n", "column 6 (strip2) is empty"},
        {"0.2,0,1,1,2,3,4,,9\n", "has no name in the header row"},
        {"0.2,0,1,1;2;3,4,\n", "is not a number"},
        {"0.1,0,0,1,2,3,4,\n", "has the time of the row before it"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        char text[1000];
        snprintf(text, sizeof text, "%s%s0.1,0,0,1,2,3,4,\n%s0.3,0,2,1,2,3,4,\n# end: rows=3 lost=0\n", HEAD, COLUMNS,
                 bad[k].row);
        assert_true(read_text(text));
        assert_int_equal(rows.count, 2);
        assert_int_equal(rows.rejected_rows, 1);
        assert_true(rows.time_s[1] == 0.3);
        if (!notes_contain(&notes, bad[k].expected))
            fail_msg("row %zu: no note contains \"%s\"", k, bad[k].expected);
    }
}

static void nul_and_overlong_lines_are_invalid_rows(void **state)
{
    (void)state;
    static const char nul[] = HEAD COLUMNS "0.1,0,0,1,2,3,4,\n\0\0\0\0\0\n0.2,0,1,1\0,2,3,4,\n0.3,0,2,1,2,3,4,\n";
    assert_true(read_bytes(nul, sizeof nul - 1));
    assert_int_equal(rows.count, 2);
    assert_int_equal(rows.rejected_rows, 2);
    size_t size = 1 << 20;
    char *text = malloc(size + 1);
    memset(text, 'x', size);
    memcpy(text, HEAD COLUMNS "0.1,0,0,1,2,3,4,\n", strlen(HEAD COLUMNS "0.1,0,0,1,2,3,4,\n"));
    memcpy(text + size - 20, "\n0.3,0,2,1,2,3,4,\n##", 20);
    assert_true(read_bytes(text, size));
    free(text);
    assert_int_equal(rows.count, 2);
    assert_int_equal(rows.rejected_rows, 1);
    assert_true(notes_contain(&notes, "longer than any row"));
}

static void a_time_far_ahead_costs_one_row(void **state)
{
    (void)state;
    assert_true(read_text(HEAD COLUMNS "0.00,0,0,1,2,3,4,\n0.01,0,1,1,2,3,4,\n900,0,2,1,2,3,4,mark\n"
                                       "0.03,0,3,1,2,3,4,\n0.04,0,4,1,2,3,4,\n"));
    assert_int_equal(rows.count, 4);
    assert_int_equal(rows.rejected_rows, 1);
    assert_true(rows.time_s[3] == 0.04);
    assert_int_equal(rows.event_count, 0);
}

static void reading_stops_at_a_second_session(void **state)
{
    (void)state;
    assert_true(read_text(HEAD COLUMNS "0.1,0,0,1,2,3,4,\n# end: rows=1 lost=0\n" HEAD "# leg: right\n" COLUMNS
                                       "0.1,0,0,5,6,7,8,\n0.2,0,1,5,6,7,8,\n"));
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.header.leg, SESSION_LEG_LEFT);
    assert_true(notes_contain(&notes, "A second session begins in line 8"));
    assert_true(read_text(HEAD COLUMNS "0.1,0,0,1,2,3,4,\n" COLUMNS "0.2,0,1,5,6,7,8,\n"));
    assert_int_equal(rows.count, 1);
}

static void other_files_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } bad[] = {
        {"", "is empty"},
        {"hello\n", "not a session"},
        {COLUMNS "0.1,0,0,1,2,3,4,\n", "the lines that begin with \"#\" do not come before its table"},
        {HEAD, "ends before its header row"},
        {HEAD COLUMNS, "no row"},
        {HEAD COLUMNS "x\n",
         "1 of its 1 rows cannot be used. The first is line 6: column 1 (time_s) is not a number: \"x\""},
        {"# foam-roller-session: 2\n" COLUMNS, "newer"},
        {"# foam-roller-session: 1\n# rolling_radius_mm: -5\n" COLUMNS, "line 2: rolling_radius_mm"},
        {"# foam-roller-session: 1\n# rolling_radius_mm: 7O\n" COLUMNS, "\"7O\""},
        {HEAD "# calibration_k_n: 1 2 3\n" COLUMNS, "3 values"},
        {HEAD "# calibration_p: 1 2 x 4\n" COLUMNS, "calibration_p"},
        {HEAD "# strip_angle_deg: 0 90 180 270 360\n" COLUMNS, "5 values"},
        {HEAD "# strip_angle_deg: 0 9O 180 270\n" COLUMNS, "must be the angle of each strip"},
        {HEAD "# calibration_k_n: 1 2 0 4\n" COLUMNS, "must be a force in newtons above 0"},
        {HEAD "# bias_conductance: 2\n" COLUMNS, "must be a conductance between 0 and 1"},
        {HEAD "host_s,strip0,strip1,strip2,strip3\n", "time_s"},
        {HEAD "time_s,strip0,strip1,strip2,strip3,strip16\n", "more than 16 strip columns"},
        {HEAD "time_s,strip0,strip1,strip2\n", "3 strip columns"},
        {HEAD "time_s,strip-0,strip1,strip2,strip3\n", "strip1 but no strip0"},
        {HEAD "time_s,strip0,strip1,strip2,strip4\n", "strip4"},
        {HEAD "time_s,strip0,strip1,strip2,strip3,strip0\n", "strip0 appears 2 times"},
        {HEAD "time_s,strip0,strip1,strip2,\"strip3\n", "quotes"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        assert_false(read_text(bad[k].text));
        assert_int_equal(failure.status, EXIT_STATUS_INPUT);
        if (strstr(failure.message, bad[k].expected) == NULL)
            fail_msg("text %zu: \"%s\" does not contain \"%s\"", k, failure.message, bad[k].expected);
        assert_null(rows.time_s);
    }
    char wide[4000] = HEAD "time_s,strip0,strip1,strip2,strip3";
    for (int column = 5; column < 257; column++)
        strcat(wide, ",x");
    strcat(wide, "\n");
    assert_false(read_text(wide));
    assert_non_null(strstr(failure.message, "names 257 columns; at most 256 are read"));
    assert_false(session_reader_read("/nowhere/at/all.csv", &rows, &notes, &failure));
    assert_int_equal(failure.status, EXIT_STATUS_INPUT);
    assert_false(session_reader_read("/tmp", &rows, &notes, &failure));
    assert_int_equal(failure.status, EXIT_STATUS_INPUT);
}

static void invalid_optional_values_are_noted(void **state)
{
    (void)state;
    assert_true(read_text("# foam-roller-session: 1\n# leg: middle\n# thigh_length_mm: long\n# roll_direction: 2\n"
                          "# pain_before: 11\n" COLUMNS "0.1,0,0,1,2,3,4,\n"));
    assert_int_equal(rows.header.leg, SESSION_LEG_UNKNOWN);
    assert_true(rows.header.thigh_length_mm == 0);
    assert_int_equal(rows.header.roll_direction, 0);
    assert_true(notes_contain(&notes, "leg \"middle\"") && notes_contain(&notes, "thigh_length_mm \"long\"") &&
                notes_contain(&notes, "roll_direction \"2\""));
    assert_true(!rows.has_radius && notes_contain(&notes, "not calibrated"));
    assert_true(isnan(rows.header.pain_before) && notes_contain(&notes, "pain_before \"11\""));
}

static void lost_frames_are_counted_from_seq_without_an_end_line(void **state)
{
    (void)state;
    assert_true(read_text(HEAD COLUMNS "0.00,0,65534,1,2,3,4,\n0.01,0,65535,1,2,3,4,\n0.04,0,2,1,2,3,4,\n"
                                       "9,0,900,1,2,3,4,resume\n9.02,0,902,1,2,3,4,\n"));
    assert_int_equal(rows.lost_frames, 3);
}

static void an_invalid_row_is_not_also_a_lost_frame(void **state)
{
    (void)state;
    assert_true(read_text(HEAD COLUMNS "0.00,0,1,1,2,3,4,\n0.01,0,2,1,nan,3,4,\n0.02,0,3,1,2,3,4,\n"
                                       "0.04,0,5,1,2,3,\n0.05,0,6,1,2,3,4,\n0.07,0,8,1,2,3,4,\n"
                                       "0.01,0,8,1,2,3,4,\n0.09,0,10,1,2,3,4,\n"));
    assert_int_equal(rows.rejected_rows, 3); /* rows 2 and 5, and the row whose time goes back */
    assert_int_equal(rows.lost_frames, 3);   /* the sequence numbers 4, 7 and 9 are missing */
    assert_true(read_text(HEAD COLUMNS "0.00,0,1,1,2,3,4,\n0.01,0,2,1,2,3,4,\n0.02,0,3,1,2,3,4,\n"
                                       "90,0,4,1,2,3,4,\n0.04,0,5,1,2,3,4,\n"));
    assert_int_equal(rows.rejected_rows, 1); /* the row whose time is far ahead */
    assert_int_equal(rows.lost_frames, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_complete_session_is_read, drop),
        cmocka_unit_test_teardown(columns_come_in_any_order_among_others, drop),
        cmocka_unit_test_teardown(spreadsheets_and_other_line_ends_change_nothing, drop),
        cmocka_unit_test_teardown(only_the_invalid_row_is_lost_and_it_is_named, drop),
        cmocka_unit_test_teardown(nul_and_overlong_lines_are_invalid_rows, drop),
        cmocka_unit_test_teardown(a_time_far_ahead_costs_one_row, drop),
        cmocka_unit_test_teardown(reading_stops_at_a_second_session, drop),
        cmocka_unit_test_teardown(other_files_are_refused, drop),
        cmocka_unit_test_teardown(invalid_optional_values_are_noted, drop),
        cmocka_unit_test_teardown(lost_frames_are_counted_from_seq_without_an_end_line, drop),
        cmocka_unit_test_teardown(an_invalid_row_is_not_also_a_lost_frame, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
