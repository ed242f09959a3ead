/* SPDX-License-Identifier: MIT */
/* Tables of reports: names, empty cells, quotes, and text that a spreadsheet would take for a formula. That the numbers
 * are those of the JSON is checked by tests/programs/test_tables.c. */
#include "support/cmocka_includes.h"

#include "report/report_table.h"
#include "sample_result.h"
#include "writing/markup.h"

#include <stdio.h>
#include <string.h>

static void assert_cell(const char *text, const char *expected)
{
    struct text_buffer cell = {0};
    markup_add_csv(&cell, text);
    assert_string_equal(cell.bytes ? cell.bytes : "", expected);
    text_free(&cell);
}

static void text_is_quoted_where_needed(void **state)
{
    (void)state;
    assert_cell("", "");
    assert_cell("Zoë Müller", "Zoë Müller");
    assert_cell("2026-03-01_left.csv", "2026-03-01_left.csv");
    assert_cell("a, b", "\"a, b\"");
    assert_cell("a; b", "\"a; b\"");
    assert_cell("the \"best\"", "\"the \"\"best\"\"\"");
    assert_cell("two\nlines", "two?lines"); /* a control character never gets so far */
}

static void formulas_become_text(void **state)
{
    (void)state;
    assert_cell("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"");
    assert_cell("+1", "'+1");
    assert_cell("-", "'-");
    assert_cell("@SUM(A1)", "'@SUM(A1)");
    assert_cell("  =1", "  '=1");
    assert_cell("\"=1\"", "\"\"\"'=1\"\"\"");
    assert_cell("x;=1", "\"x;'=1\""); /* a spreadsheet may split lines at semicolons */
    assert_cell("x, -1", "\"x, '-1\"");
    assert_cell("\xef\xbc\x9d"
                "1",
                "'\xef\xbc\x9d"
                "1"); /* full width */
    assert_cell("a=b+c@d-e", "a=b+c@d-e");
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (; (text = strstr(text, "\r\n")) != NULL; text += 2)
        lines++;
    return lines;
}

static void each_table_has_its_rows(void **state)
{
    (void)state;
    static const char *const names[] = {"sessions", "spots", "visits", "strokes", "profile"};
    struct result result, empty;
    sample_result_make(&result);
    sample_result_make_empty(&empty);
    result.stroke_count = 0; /* the sample has only their number */
    const size_t expected[] = {1, SAMPLE_SPOTS, 4, 0, result.profile.count};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct text_buffer rows = {0}, none = {0};
        enum report_table table;
        assert_true(report_table_from_name(names[i], &table));
        report_table_add_rows(&rows, table, &result);
        report_table_add_rows(&none, table, &empty);
        assert_false(rows.failed || none.failed);
        assert_int_equal(rows.bytes ? count_lines(rows.bytes) : 0, expected[i]);
        assert_int_equal(none.bytes ? count_lines(none.bytes) : 0, i == 0 ? 1 : 0);
        text_free(&rows);
        text_free(&none);
    }
    enum report_table table = REPORT_TABLE_NONE;
    assert_false(report_table_from_name("session", &table) || report_table_from_name("", &table));
    result_free(&result);
    result_free(&empty);
}

static void names_and_values_stand_in_the_same_order(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer table = {0};
    sample_result_make(&result);
    result.spot_count = 1;
    result.options.start = SESSION_START_KNEE;
    strcpy(result.header.subject, "=cmd|' /C calc'!A1");
    strcpy(result.header.condition, "slow");
    report_table_add_header(&table, REPORT_TABLE_SPOTS);
    report_table_add_rows(&table, REPORT_TABLE_SPOTS, &result);
    assert_string_equal(
        table.bytes,
        "file,started,subject,leg,condition,study_visit,recording_id,rank,center_mm,center_uncertainty_mm,start_mm,"
        "end_mm,thigh_percent,dwell_s,rock_width_mm,visits,mean_force_n,peak_force_n,impulse_ns,marks,excess_s,p_value,"
        "score,device,firmware,board,calibration,made_by_program,made_by_version,made_by_options_spot_width_mm,"
        "made_by_options_spot_dwell_s,made_by_options_spot_merge_mm,made_by_options_thigh_length_mm,"
        "made_by_options_rolling_radius_mm,made_by_options_roll_direction,made_by_options_start\r\n"
        "build/demo/session.csv,2026-03-01T18:30:00.000+01:00,'=cmd|' /C calc'!A1,right,slow,,,1,120.0,4.2,104.0,136.0,"
        "34.2857143,30.0,,2,247.333333,264.0,7420.0,2,26.4,0.001,26.4,5A3C21F0,1.0.0,uno,default,roller-"
        "analyzer," ROLLER_VERSION ",50.0,5.0,30.0,,,,knee\r\n");
    text_free(&table);
    result.spot_count = SAMPLE_SPOTS;
    result_free(&result);
}

static void warnings_are_one_text(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer rows = {0};
    sample_result_make(&result);
    report_table_add_rows(&rows, REPORT_TABLE_SESSIONS, &result);
    assert_non_null(
        strstr(rows.bytes, ",3,2,The strips are not calibrated: forces are rough. | 200 readings were lost.,"));
    text_free(&rows);
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_quoted_where_needed), cmocka_unit_test(formulas_become_text),
        cmocka_unit_test(each_table_has_its_rows),     cmocka_unit_test(names_and_values_stand_in_the_same_order),
        cmocka_unit_test(warnings_are_one_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
