/* SPDX-License-Identifier: MIT */
/* roller-logger calibrate and what people do: nonsense, the wrong strip, a wrong number, Ctrl-C, a pulled
 * plug. */
#include "calibrate_steps.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void nonsense_is_asked_again_and_the_wrong_strip_told(void **state)
{
    (void)state;
    static const char *const nonsense[][2] = {
        {"12,5", "with a point and no comma"}, {"abc", "That is no number"}, {"-5", "between 0.2 and 200 kg"},
        {"", "Six loads are needed"},          {"5 lb", "Say kg or N"},      {"0", "between 0.2 and 200 kg"}};
    struct rig_dialog talk;
    rig_dialog_open(&talk, "--seed 6");
    rig_dialog_start(&talk, "calibrate strips --strip 2 -o c.csv");
    rig_dialog_command(&talk, "load 3 0");
    rig_dialog_expect(&talk, "press Enter (or type skip):");
    rig_dialog_type(&talk, "");
    rig_dialog_expect(&talk, "By the motion sensor strip 3 is on top, not strip 2");
    rig_dialog_command(&talk, "load 2 0");
    rig_dialog_type(&talk, "");
    calibrate_expect_load(&talk, 1);
    for (size_t i = 0; i < sizeof nonsense / sizeof nonsense[0]; i++) {
        rig_dialog_type(&talk, nonsense[i][0]);
        rig_dialog_expect(&talk, nonsense[i][1]);
    }
    rig_dialog_command(&talk, "load 7 50");
    rig_dialog_type(&talk, "50 N");
    rig_dialog_expect(&talk, "strip 7 is on top, not strip 2.\n    Not taken.");
    rig_dialog_end_typing(&talk);
    struct program_result result = rig_dialog_wait(&talk, 3);
    assert_non_null(strstr(result.err, "nobody answers. The roller is unchanged."));
    assert_string_equal(result.out, "");
    program_result_free(&result);
    char path[512];
    assert_null(
        temp_file_read(temp_dir_join(&talk.dir, "c.csv", path, sizeof path), NULL)); /* no point, no file */
    rig_dialog_close(&talk);
}

/* Without a motion sensor the strips themselves tell. */
static void a_load_on_another_strip_is_no_point(void **state)
{
    (void)state;
    struct rig_dialog talk;
    rig_dialog_open(&talk, "--seed 7 --no-imu");
    calibrate_begin_strip(&talk, 1);
    calibrate_lay(&talk, 3, 1, 5, "5");
    rig_dialog_expect(&talk, "carries more than strip 1: is the right one on top?\n    Not taken.");
    /* The same load twice: nothing new lies there. */
    calibrate_lay(&talk, 1, 1, 5, "5");
    calibrate_expect_load(&talk, 2);
    rig_dialog_type(&talk, "10");
    rig_dialog_expect(&talk, "reads no more than with 49.0 N");
    assert_int_equal(kill(talk.logger.pid, SIGINT), 0);
    struct program_result result = rig_dialog_wait(&talk, 4);
    assert_non_null(strstr(result.err, "Stopped. The roller is unchanged. What was measured is in c.csv."));
    program_result_free(&result);
    double k_n, p;
    char source[16];
    calibrate_show(&talk, 1, &k_n, &p, source);
    assert_string_equal(source, "default");
    rig_dialog_close(&talk);
}

/* 10 kg typed as 16: found, asked again, and right in the end. */
static void a_load_typed_wrong_is_asked_again(void **state)
{
    (void)state;
    struct rig_dialog talk;
    rig_dialog_open(&talk, "--seed 8 --bias-resistors");
    calibrate_begin_strip(&talk, 4);
    for (size_t i = 0; i < 6; i++) {
        char typed[16];
        snprintf(typed, sizeof typed, "%.1f kg", i == 2 ? 14.5 : CALIBRATE_LOADS_KG[i]);
        calibrate_lay(&talk, 4, i + 1, CALIBRATE_LOADS_KG[i], typed);
    }
    calibrate_expect_load(&talk, 7);
    rig_dialog_type(&talk, "");
    rig_dialog_expect(&talk, "Load 3 (14.50 kg) is");
    rig_dialog_command(&talk, "load 4 0\nwait 5\nload 4 %.3f", 10 * CALIBRATE_KG_N);
    rig_dialog_type(&talk, "10");
    rig_dialog_expect(&talk, "Store it");
    rig_dialog_type(&talk, "what?");
    rig_dialog_expect(&talk, "Answer yes, no or again.");
    rig_dialog_type(&talk, "yes");
    struct program_result result = rig_dialog_wait(&talk, 0);
    assert_non_null(strstr(result.err, "Stored: the roller has saved it"));
    program_result_free(&result);
    double k_n, p;
    char source[16];
    calibrate_show(&talk, 4, &k_n, &p, source);
    rig_dialog_end_rig(&talk);
    json_t *truth = calibrate_truth(&talk);
    double then = calibrate_worst_percent(truth, 4, k_n, p, 6.5);
    printf("figure: calibrate: with a bias resistor, one load typed wrong and asked again: forces wrong by "
           "%.1f %% "
           "at most\n",
           then);
    assert_true(then < 7);
    json_decref(truth);
    rig_dialog_close(&talk);
}

static void passes_that_do_not_agree_are_no_calibration(void **state)
{
    (void)state;
    struct rig_dialog talk;
    rig_dialog_open(&talk, "--seed 10");
    rig_dialog_start(&talk, "calibrate radius --length 300 -o c.csv");
    rig_dialog_command(&talk, "roll 0");
    rig_dialog_expect(&talk, "Roller at the first line");
    rig_dialog_type(&talk, "");
    for (int pass = 1; pass <= 12; pass++) /* by turns a tenth too far, right, a tenth too short */
        calibrate_roll(&talk, pass, (pass % 2 ? 1 : -1) * (270 + pass % 3 * 30));
    struct program_result result = rig_dialog_wait(&talk, 3);
    assert_non_null(strstr(result.err,
                           "The passes do not agree: was each one from line to line, without slipping? The "
                           "roller is unchanged. What was measured is in c.csv."));
    assert_string_equal(result.out, "");
    program_result_free(&result);
    rig_dialog_close(&talk);
}

static void an_unplug_is_told_and_the_points_are_kept(void **state)
{
    (void)state;
    struct rig_dialog talk;
    char path[512];
    rig_dialog_open(&talk, "--seed 9");
    calibrate_begin_strip(&talk, 6);
    calibrate_lay(&talk, 6, 1, 2, "2");
    calibrate_expect_load(&talk, 2);
    rig_dialog_end_rig(&talk);
    struct program_result result = rig_dialog_wait(&talk, 4);
    assert_non_null(strstr(
        result.err, "The roller was unplugged. The roller is unchanged. What was measured is in c.csv."));
    program_result_free(&result);
    char *points = temp_file_read(temp_dir_join(&talk.dir, "c.csv", path, sizeof path), NULL);
    assert_non_null(strstr(points, "\n1,6,19.61,"));
    free(points);
    rig_dialog_close(&talk);
}

static void an_existing_file_is_kept_and_a_strip_that_is_not_there_refused(void **state)
{
    (void)state;
    struct rig_dialog talk;
    char path[512];
    rig_dialog_open(&talk, "--seed 9");
    temp_file_write(temp_dir_join(&talk.dir, "c.csv", path, sizeof path), "mine", 4);
    rig_dialog_start(&talk, "calibrate strips -o c.csv");
    struct program_result result = rig_dialog_wait(&talk, 5);
    assert_non_null(strstr(result.err, "nothing is overwritten"));
    program_result_free(&result);
    rig_dialog_start(&talk, "calibrate strips --strip 8 -o d.csv");
    result = rig_dialog_wait(&talk, 2);
    assert_non_null(strstr(result.err, "strips 0 to 7, and no strip 8"));
    program_result_free(&result);
    char *kept = temp_file_read(path, NULL);
    assert_string_equal(kept, "mine");
    free(kept);
    rig_dialog_close(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nonsense_is_asked_again_and_the_wrong_strip_told),
        cmocka_unit_test(a_load_on_another_strip_is_no_point),
        cmocka_unit_test(a_load_typed_wrong_is_asked_again),
        cmocka_unit_test(passes_that_do_not_agree_are_no_calibration),
        cmocka_unit_test(an_unplug_is_told_and_the_points_are_kept),
        cmocka_unit_test(an_existing_file_is_kept_and_a_strip_that_is_not_there_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
