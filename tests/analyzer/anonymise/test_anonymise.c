/* SPDX-License-Identifier: MIT */
/* `anonymise`: what may stay stays, and no other word of the original does. */
#include "support/cmocka_includes.h"

#include "analyzer/anonymise/personal_session.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLE SOURCE_DIR "/samples/pair-left.csv"

static const char EXPECTED_ROWS[] = "time_s,host_s,seq,strip0,strip1,strip2,strip3,event\n"
                                    "0.00,0.001,0,100,0,0,100,mark\n"
                                    "0.01,0.011,1,101,0,0,101,strip_open=3+zero\n"
                                    "0.02,,2,102,0,0,102,\n"
                                    "0.04,0.041,4,104,0,0,104,knee\n"
                                    "# end: rows=4 lost=1\n";

/* Words that may stay: names of the format, the words of the study, and what a value can only be. */
static const char ALLOWED[] =
    " foam roller session started subject leg left note thigh length rate rolling radius start knee roll direction "
    "strip angle "
    "deg adc full scale calibration source measured bias conductance pain before after condition warmcondition study "
    "visit "
    "visitthree recording device logger time host seq event mark open zero rows lost end gyro accel lsb per dps ";

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void no_other_word_is_left(void **state)
{
    const struct program_fixture *fixture = *state;
    personal_session_write(fixture, "annabell-file.csv", PERSONAL_SESSION);
    /* With another key the new dates and ids might contain one of the numbers by chance. */
    personal_session_write(fixture, "key", "foam-roller-key: 000102030405060708090a0b0c0d0e0f\n");
    ASSERT_ANONYMISES(fixture, "annabell-file.csv", "-o", "out.csv", "--subject", "P07", "--key", "key");
    char *text = program_read_file(fixture, "out.csv");
    assert_non_null(text);
    size_t words = 0;
    for (const char *c = PERSONAL_SESSION; *c; c++) {
        char word[64] = " ", word_and_end[72];
        size_t length = 0;
        for (; is_letter(c[length]) && length < 40; length++)
            word[1 + length] = c[length];
        word[1 + length] = '\0';
        snprintf(word_and_end, sizeof word_and_end, "%s ", word);
        if (length >= 3 && !strstr(ALLOWED, word_and_end)) {
            words++;
            if (strstr(text, word + 1))
                fail_msg("\"%s\" is left", word + 1);
        }
        c += length > 0 ? length - 1 : 0;
    }
    assert_true(words > 25);
    static const char *const numbers[] = {"2026", "05:45", "+05", "9.8.7", "7.7", "DEADBEEF", "02-20"};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (strstr(text, numbers[i]))
            fail_msg("\"%s\" is left", numbers[i]);
    static const char *const kept[] = {"# leg: left\n",
                                       "# thigh_length_mm: 351\n",
                                       "# rolling_radius_mm: 71.5\n",
                                       "# roll_direction: -1\n",
                                       "# start: knee\n",
                                       "# adc_full_scale: 6138\n",
                                       "# calibration_k_n: 111 112 113 114\n",
                                       "# calibration_p: 1.1 1.2 1.3 1.4\n",
                                       "# bias_conductance: 0.01\n",
                                       "# pain_before: 7\n",
                                       "# pain_after: 2.5\n",
                                       "# condition: warmcondition\n",
                                       "# study_visit: visitthree\n",
                                       "# subject: P07\n",
                                       "T18:30:00.125+00:00\n",
                                       "# calibration_source: measured 20"};
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (!strstr(text, kept[i]))
            fail_msg("\"%s\" is missing in %s", kept[i], text);
    assert_string_equal(strstr(text, "time_s,"), EXPECTED_ROWS);
    free(text);
}

/* Compare a member of two reports. */
static void assert_same(const json_t *a, const json_t *b, const char *name)
{
    if (!json_equal(json_object_get(a, name), json_object_get(b, name)))
        fail_msg("%s differs", name);
    assert_non_null(json_object_get(a, name));
}

static json_t *report(const struct program_fixture *fixture, const char *path)
{
    struct program_result result = program_run_in(fixture, NULL, "report", "--json", path, NULL);
    program_assert_status(&result, 0);
    json_t *json = json_loads(result.out, 0, NULL);
    program_result_free(&result);
    assert_non_null(json);
    return json;
}

static void the_report_is_the_same(void **state)
{
    const struct program_fixture *fixture = *state;
    ASSERT_ANONYMISES(fixture, SAMPLE, "-o", "out.csv", "--subject", "P07");
    json_t *before = report(fixture, SAMPLE), *after = report(fixture, "out.csv");
    static const char *const members[] = {"position", "rolling",  "tender_spots",
                                          "profile",  "warnings", "motion_sensor"};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        assert_same(before, after, members[i]);
    static const char *const session[] = {"leg",         "rows",          "duration_s", "rate_hz",
                                          "lost_frames", "rejected_rows", "gaps"};
    for (size_t i = 0; i < sizeof session / sizeof session[0]; i++)
        assert_same(json_object_get(before, "session"), json_object_get(after, "session"), session[i]);
    json_decref(before);
    json_decref(after);
}

static void files_of_other_programs_are_read(void **state)
{
    const struct program_fixture *fixture = *state;
    personal_session_write(fixture, "excel.csv",
                           "# foam-roller-session: 1;;;;;;;;\n\"# note: a; Secretword\";;;;;;;;\n"
                           "seq;time_s;host_s;strip0;strip1;strip2;strip3;event;mine\n"
                           "0;0,00;0,001;1;2;3;4;;\n1;0,01;0,011;1;2;3;4;MARK;x\n");
    ASSERT_ANONYMISES(fixture, "excel.csv", "-o", "out.csv", "--subject", "P07");
    char *text = program_read_file(fixture, "out.csv");
    assert_non_null(text);
    assert_null(strstr(text, "Secretword"));
    assert_string_equal(strstr(text, "time_s,"), "time_s,host_s,seq,strip0,strip1,strip2,strip3,event\n"
                                                 "0.00,0.001,0,1,2,3,4,\n0.01,0.011,1,1,2,3,4,mark\n");
    free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, program_set_up, program_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_other_word_is_left),
        TEST(the_report_is_the_same),
        TEST(files_of_other_programs_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
