/* SPDX-License-Identifier: MIT */
/* roller-analyzer as a user runs it: its outputs, files and exit status. */
#include "support/cmocka_includes.h"

#include "shared/failure.h"
#include "program_fixture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void a_wrong_command_line_is_explained(void **state)
{
    struct program_fixture *fixture = *state;
    program_assert_message(program_run_in(fixture, NULL, NULL, NULL, NULL, NULL), 2, "--help");
    program_assert_message(program_run_in(fixture, NULL, "rport", "a.csv", NULL, NULL), 2, "no command \"rport\"");
    program_assert_message(program_run_in(fixture, NULL, "report", NULL, NULL, NULL), 2, "No session. Give a file");
    program_assert_message(program_run_in(fixture, NULL, "report", "--spots", "a.csv", NULL), 2, "no option --spots");
    program_assert_message(program_run_in(fixture, NULL, "report", "-x", "a.csv", NULL), 2, "no option -x");
    program_assert_message(program_run_in(fixture, NULL, "report", "a.csv", "-o", NULL), 2, "-o needs a value");
    program_assert_message(program_run_in(fixture, NULL, "report", "a.csv", "--spot-width", "nan"), 2,
                           "--spot-width takes a number");
    program_assert_message(program_run_in(fixture, NULL, "report", "a.csv", "--thigh-length", "-350"), 2,
                           "--thigh-length takes a number");
    program_assert_message(program_run_in(fixture, NULL, "report", "a.csv", "--roll-direction", "2"), 2, "1 or -1");
    program_assert_message(program_run_in(fixture, NULL, "report", "a.csv", "--start", "hip"), 2, "upper or knee");
    program_assert_message(program_run_in(fixture, NULL, "report", "a.csv", "b.csv", "-ox.html"), 2,
                           "several sessions");
    program_assert_message(program_run_in(fixture, NULL, "report", "a.csv", "--json", "-ox.html"), 2,
                           "omit one of them");
    program_assert_message(program_run_in(fixture, NULL, "report", "a.csv", "--csv", "session"), 2,
                           "sessions, spots, visits, strokes or profile, not \"session\"");
    program_assert_message(program_run_in(fixture, NULL, "report", "a.csv", "--csv=spots", "--json"), 2,
                           "omit one of them");
    program_assert_message(program_run_in(fixture, NULL, "report", "a.csv", "--csv=spots", "-ox.html"), 2,
                           "--csv writes none");
    program_assert_message(program_run_in(fixture, NULL, "trend", "a.csv", "--csv=spots", NULL), 2,
                           "--csv belongs to report");
    program_assert_message(program_run_in(fixture, NULL, "export", "a.csv", "--json", NULL), 2, "belong to report");
    program_assert_message(program_run_in(fixture, NULL, "export", "a.csv", "a.csv", NULL), 2, "one session at a time");
    program_assert_message(program_run_in(fixture, NULL, "report", "a.csv", "-o", ""), 2,
                           "-o needs the name of a file");
    program_assert_message(program_run_in(fixture, NULL, "report", "a.csv", "--charts", ""), 2,
                           "--charts needs the name of a folder");
    assert_false(program_file_exists(fixture, "a.html"));
}

static void assert_prints(struct program_result run, const char *part)
{
    program_assert_status(&run, 0);
    assert_non_null(strstr(run.out, part));
    assert_string_equal(run.err, "");
    program_result_free(&run);
}

static void help_and_version_go_to_standard_output(void **state)
{
    struct program_fixture *fixture = *state;
    assert_prints(program_run_in(fixture, NULL, "--help", NULL, NULL, NULL), "roller-analyzer report SESSION");
    assert_prints(program_run_in(fixture, NULL, "report", "--help", NULL, NULL), "--spot-width MM");
    assert_prints(program_run_in(fixture, NULL, "export", "-h", NULL, NULL), "usage: roller-analyzer export");
    assert_prints(program_run_in(fixture, NULL, "--version", NULL, NULL, NULL), "roller-analyzer 0");
}

static void a_report_comes_with_its_page(void **state)
{
    struct program_fixture *fixture = *state;
    struct program_result run = program_run_in(fixture, NULL, "report", "a.csv", NULL, NULL);
    program_assert_status(&run, 0);
    assert_non_null(strstr(run.out, "You stayed at 1 place on your left thigh."));
    assert_non_null(strstr(run.out, "\nReport with charts: a.html\n"));
    char *page = program_read_file(fixture, "a.html");
    assert_non_null(page);
    assert_non_null(strstr(page, "<svg"));
    assert_non_null(strstr(page, "You stayed at 1 place on your left thigh."));
    free(page);
    program_result_free(&run);
    run = program_run_in(fixture, NULL, "report", "a.csv", "-o", "other.html");
    program_assert_status(&run, 0);
    assert_true(program_file_exists(fixture, "other.html"));
    program_result_free(&run);
    run = program_run_in(fixture, NULL, "report", "a.csv", NULL, NULL);
    program_assert_status(&run, 0);
    program_result_free(&run);
}

static void json_is_one_line_per_session_without_a_page(void **state)
{
    struct program_fixture *fixture = *state;
    struct program_result run = program_run_in(fixture, NULL, "report", "a.csv", "--json", "a.csv");
    program_assert_status(&run, 0);
    char *second = strchr(run.out, '\n');
    assert_non_null(second);
    assert_int_equal(strncmp(run.out, second + 1, (size_t)(second - run.out) + 1), 0);
    assert_int_equal(strncmp(run.out, "{\"report\":1,\"session\":{\"file\":\"a.csv\"", 37), 0);
    assert_false(program_file_exists(fixture, "a.html"));
    program_result_free(&run);
}

static void a_table_has_all_sessions_that_can_be_read(void **state)
{
    struct program_fixture *fixture = *state;
    struct program_result alone = program_run_in(fixture, NULL, "report", "--csv=spots", "a.csv", NULL);
    program_assert_status(&alone, 0);
    const char *row = strstr(alone.out, "\r\na.csv,");
    assert_non_null(row);
    struct program_result run = program_run_in(fixture, NULL, "report", "--csv=spots", "absent.csv", "a.csv");
    program_assert_status(&run, EXIT_STATUS_INPUT);
    assert_string_equal(run.out, alone.out);
    assert_non_null(strstr(run.err, "absent.csv"));
    program_result_free(&run);
    const struct program_options input = {.input = "a.csv\nabsent.csv\na.csv\n", .input_length = 23};
    run = program_run_in(fixture, &input, "report", "--csv=spots", "--jobs=2", "--files-from=-");
    program_assert_status(&run, EXIT_STATUS_INPUT);
    assert_int_equal(strncmp(run.out, alone.out, alone.out_length), 0);
    assert_string_equal(run.out + alone.out_length, row + 2);
    assert_false(program_file_exists(fixture, "a.html"));
    program_result_free(&run);
    program_result_free(&alone);
}

static void options_reach_the_analysis(void **state)
{
    struct program_fixture *fixture = *state;
    struct program_result run = program_run_in(fixture, NULL, "report", "--json", "--spot-dwell=20", "a.csv");
    program_assert_status(&run, 0);
    assert_non_null(strstr(run.out, "\"tender_spots\":[]"));
    program_result_free(&run);
    run = program_run_in(fixture, NULL, "report", "--json", "--thigh-length=400", "a.csv");
    program_assert_status(&run, 0);
    assert_non_null(strstr(run.out, "\"thigh_length_mm\":400.0"));
    program_result_free(&run);
}

/* Return the highest position in the report of a.csv, made with one extra option. */
static double max_mm(struct program_fixture *fixture, const char *option)
{
    double max;
    struct program_result run = program_run_in(fixture, NULL, "report", "--json", option, "a.csv");
    program_assert_status(&run, 0);
    assert_int_equal(sscanf(strstr(run.out, "\"max_mm\":"), "\"max_mm\":%lf", &max), 1);
    program_result_free(&run);
    return max;
}

static void options_override_the_roller_of_the_session(void **state)
{
    struct program_fixture *fixture = *state;
    double typical = max_mm(fixture, "--roll-direction=1"), twice = max_mm(fixture, "--rolling-radius=145");
    assert_true(fabs(typical - 220) < 15); /* measured from 120 mm, where the roller was first loaded */
    assert_true(fabs(twice / typical - 2) < 0.05);
    assert_true(fabs(max_mm(fixture, "--roll-direction=-1") - 110) < 15);
    assert_true(fabs(max_mm(fixture, "--spot-merge=100") - typical) < 1e-6);
}

static void unreadable_rows_are_counted(void **state)
{
    struct program_fixture *fixture = *state;
    char path[400], *text = program_read_file(fixture, "a.csv"), *row = strstr(text, "\n30.000000,");
    assert_non_null(row);
    memcpy(row, "\n#N/A00000,", 11); /* a spreadsheet would write this */
    temp_file_write(temp_dir_join(&fixture->dir, "a.csv", path, sizeof path), text, strlen(text));
    free(text);
    struct program_result run = program_run_in(fixture, NULL, "report", "a.csv", NULL, NULL);
    program_assert_status(&run, 0);
    assert_non_null(strstr(run.out, "2499 readings, 0 lost, 1 line unreadable\n"));
    program_result_free(&run);
    char *page = program_read_file(fixture, "a.html");
    assert_non_null(strstr(page, "<li>Unreadable and left out: 1 line of the file.</li>"));
    free(page);
}

/* Check a loaded row in the middle of the visit at 120 mm: its angles agree, and its force is half the sum of
 * the strips. */
static void assert_columns_agree(const char *row)
{
    double time_s, position_mm, speed_mm_s, force_n, angle_deg, imu_deg, ring_deg, strip_n[8], sum = 0;
    int stroke, spot, loaded, visit;
    int read =
        sscanf(row, "%lf,%lf,%lf,%lf,%d,%d,%d,%d,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf", &time_s, &position_mm,
               &speed_mm_s, &force_n, &stroke, &spot, &loaded, &visit, &angle_deg, &imu_deg, &ring_deg, &strip_n[0],
               &strip_n[1], &strip_n[2], &strip_n[3], &strip_n[4], &strip_n[5], &strip_n[6], &strip_n[7]);
    assert_int_equal(read, 19);
    for (int k = 0; k < 8; k++)
        sum += strip_n[k];
    assert_true(loaded == 1 && spot == 1 && visit == 1);
    assert_true(fabs(angle_deg - imu_deg) < 0.002 && fabs(angle_deg - ring_deg) < 5);
    assert_true(fabs(sum / 2 - force_n) < 20);
}

static void export_has_every_row_of_the_session(void **state)
{
    struct program_fixture *fixture = *state;
    struct program_result run = program_run_in(fixture, NULL, "export", "a.csv", NULL, NULL);
    program_assert_status(&run, 0);
    const char *rows = strstr(run.out, "\ntime_s,position_mm,speed_mm_s,force_n,stroke,spot,"
                                       "loaded,visit,angle_deg,angle_imu_deg,angle_ring_deg,"
                                       "strip0_n,strip1_n,strip2_n,strip3_n,strip4_n,strip5_n,strip6_n,strip7_n\n"
                                       "0.000000,");
    assert_non_null(rows);
    assert_columns_agree(strstr(rows + 1, "\n25.00") + 1);
    size_t count = 0;
    for (const char *line_end = rows + 1; (line_end = strchr(line_end, '\n')) != NULL; line_end++)
        count++;
    assert_int_equal(count, 2500 + 1);
    program_result_free(&run);
}

static void one_bad_session_does_not_stop_the_others(void **state)
{
    struct program_fixture *fixture = *state;
    struct program_result run = program_run_in(fixture, NULL, "report", "absent.csv", "a.csv", NULL);
    program_assert_status(&run, EXIT_STATUS_INPUT);
    assert_non_null(strstr(run.err, "absent.csv"));
    assert_non_null(strstr(run.out, "Report with charts: a.html"));
    assert_false(program_file_exists(fixture, "absent.html"));
    program_result_free(&run);

    /* The first of several failures sets the exit status. */
    char path[400];
    temp_file_write(temp_dir_join(&fixture->dir, "a.html", path, sizeof path), "mine", 4);
    run = program_run_in(fixture, NULL, "report", "absent.csv", "a.csv", NULL);
    program_assert_status(&run, EXIT_STATUS_INPUT);
    program_result_free(&run);
    run = program_run_in(fixture, NULL, "report", "a.csv", "absent.csv", NULL);
    program_assert_status(&run, EXIT_STATUS_OUTPUT);
    program_result_free(&run);
}

static void standard_input_is_a_session_too(void **state)
{
    struct program_fixture *fixture = *state;
    char *bytes = program_read_file(fixture, "a.csv");
    const struct program_options options = {.input = bytes, .input_length = strlen(bytes)};
    struct program_result run = program_run_in(fixture, &options, "report", "-", NULL, NULL);
    program_assert_status(&run, 0);
    assert_non_null(strstr(run.out, "You stayed at 1 place"));
    assert_null(strstr(run.out, "Report with charts"));
    program_result_free(&run);
    run = program_run_in(fixture, &options, "report", "-", "-o", "in.html");
    program_assert_status(&run, 0);
    assert_true(program_file_exists(fixture, "in.html"));
    program_result_free(&run);
    free(bytes);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, program_set_up, program_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(a_wrong_command_line_is_explained),
        WITH_FIXTURE(help_and_version_go_to_standard_output),
        WITH_FIXTURE(a_report_comes_with_its_page),
        WITH_FIXTURE(json_is_one_line_per_session_without_a_page),
        WITH_FIXTURE(a_table_has_all_sessions_that_can_be_read),
        WITH_FIXTURE(options_reach_the_analysis),
        WITH_FIXTURE(options_override_the_roller_of_the_session),
        WITH_FIXTURE(unreadable_rows_are_counted),
        WITH_FIXTURE(export_has_every_row_of_the_session),
        WITH_FIXTURE(one_bad_session_does_not_stop_the_others),
        WITH_FIXTURE(standard_input_is_a_session_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
