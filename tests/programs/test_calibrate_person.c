/* SPDX-License-Identifier: MIT */
/* roller-logger calibrate when the user makes mistakes: invalid input, a load on the wrong strip, a mistyped load,
 * Ctrl-C, an unplugged roller. */
#include "calibrate_steps.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void invalid_input_is_asked_again_and_a_wrong_strip_detected(void **state)
{
    (void)state;
    static const char *const invalid[][2] = {
        {"12,5", "a point instead of a comma"}, {"abc", "That is not a number"}, {"-5", "between 0.2 and 200 kg"},
        {"", "At least six loads are needed"},  {"5 lb", "Use kg or N"},         {"0", "between 0.2 and 200 kg"}};
    struct rig_dialog dialog;
    rig_dialog_open(&dialog, "--seed 6");
    rig_dialog_start(&dialog, "calibrate strips --strip 2 -o c.csv");
    rig_dialog_command(&dialog, "load 3 0");
    rig_dialog_expect(&dialog, "press Enter (or type skip):");
    rig_dialog_type(&dialog, "");
    rig_dialog_expect(&dialog, "According to the motion sensor, strip 3 is on top, not strip 2");
    rig_dialog_command(&dialog, "load 2 0");
    rig_dialog_type(&dialog, "");
    calibrate_expect_load(&dialog, 1);
    for (size_t i = 0; i < sizeof invalid / sizeof invalid[0]; i++) {
        rig_dialog_type(&dialog, invalid[i][0]);
        rig_dialog_expect(&dialog, invalid[i][1]);
    }
    rig_dialog_command(&dialog, "load 7 50");
    rig_dialog_type(&dialog, "50 N");
    rig_dialog_expect(&dialog, "strip 7 is on top, not strip 2.\n    Not used.");
    rig_dialog_end_typing(&dialog);
    struct program_result result = rig_dialog_wait(&dialog, 3);
    assert_non_null(strstr(result.err, "so the questions cannot be answered. The roller is unchanged."));
    assert_string_equal(result.out, "");
    program_result_free(&result);
    char path[512];
    assert_null(temp_file_read(temp_dir_join(&dialog.dir, "c.csv", path, sizeof path),
                               NULL)); /* without points the file is removed */
    rig_dialog_close(&dialog);
}

/* Without a motion sensor, the strips show where the load is. */
static void a_load_on_another_strip_is_not_a_point(void **state)
{
    (void)state;
    struct rig_dialog dialog;
    rig_dialog_open(&dialog, "--seed 7 --no-imu");
    calibrate_begin_strip(&dialog, 1);
    calibrate_put_load(&dialog, 3, 1, 5, "5");
    rig_dialog_expect(&dialog, "carries more than strip 1: is the right one on top?\n    Not used.");
    /* The same load is accepted again, because the first one was not added. */
    calibrate_put_load(&dialog, 1, 1, 5, "5");
    calibrate_expect_load(&dialog, 2);
    rig_dialog_type(&dialog, "10");
    rig_dialog_expect(&dialog, "reads no more than with 49.0 N");
    assert_int_equal(kill(dialog.logger.pid, SIGINT), 0);
    struct program_result result = rig_dialog_wait(&dialog, 4);
    assert_non_null(strstr(result.err, "Stopped. The roller is unchanged. The measured points are in c.csv."));
    program_result_free(&result);
    double k_n, p;
    char source[16];
    calibrate_show(&dialog, 1, &k_n, &p, source);
    assert_string_equal(source, "default");
    rig_dialog_close(&dialog);
}

/* The user types 14.5 for 10 kg; the logger finds this outlier and asks for the load again. */
static void a_mistyped_load_is_asked_again(void **state)
{
    (void)state;
    struct rig_dialog dialog;
    rig_dialog_open(&dialog, "--seed 8 --bias-resistors");
    calibrate_begin_strip(&dialog, 4);
    for (size_t i = 0; i < 6; i++) {
        char typed[16];
        snprintf(typed, sizeof typed, "%.1f kg", i == 2 ? 14.5 : CALIBRATE_LOADS_KG[i]);
        calibrate_put_load(&dialog, 4, i + 1, CALIBRATE_LOADS_KG[i], typed);
    }
    calibrate_expect_load(&dialog, 7);
    rig_dialog_type(&dialog, "");
    rig_dialog_expect(&dialog, "Load 3 (14.50 kg) is");
    rig_dialog_command(&dialog, "load 4 0\nwait 5\nload 4 %.3f", 10 * CALIBRATE_N_PER_KG);
    rig_dialog_type(&dialog, "10");
    rig_dialog_expect(&dialog, "Store it");
    rig_dialog_type(&dialog, "what?");
    rig_dialog_expect(&dialog, "Answer yes, no or again.");
    rig_dialog_type(&dialog, "yes");
    struct program_result result = rig_dialog_wait(&dialog, 0);
    assert_non_null(strstr(result.err, "Stored: the roller has saved it"));
    program_result_free(&result);
    double k_n, p;
    char source[16];
    calibrate_show(&dialog, 4, &k_n, &p, source);
    rig_dialog_end_rig(&dialog);
    json_t *truth = calibrate_truth(&dialog);
    double largest_percent = calibrate_worst_percent(truth, 4, k_n, p, 6.5);
    printf("figure: calibrate: with a bias resistor, one load mistyped and corrected: largest error of forces "
           "%.1f %%\n",
           largest_percent);
    assert_true(largest_percent < 7);
    json_decref(truth);
    rig_dialog_close(&dialog);
}

static void passes_that_disagree_are_not_stored(void **state)
{
    (void)state;
    struct rig_dialog dialog;
    rig_dialog_open(&dialog, "--seed 10");
    rig_dialog_start(&dialog, "calibrate radius --length 300 -o c.csv");
    rig_dialog_command(&dialog, "roll 0");
    rig_dialog_expect(&dialog, "Roller at the first line");
    rig_dialog_type(&dialog, "");
    for (int pass = 1; pass <= 12; pass++) /* in turn 300 mm, a tenth too far, a tenth too short */
        calibrate_roll(&dialog, pass, (pass % 2 ? 1 : -1) * (270 + pass % 3 * 30));
    struct program_result result = rig_dialog_wait(&dialog, 3);
    assert_non_null(strstr(result.err,
                           "The passes do not agree: did each one go from line to line, without slipping? The "
                           "roller is unchanged. The measured points are in c.csv."));
    assert_string_equal(result.out, "");
    program_result_free(&result);
    rig_dialog_close(&dialog);
}

static void an_unplug_is_reported_and_the_points_are_kept(void **state)
{
    (void)state;
    struct rig_dialog dialog;
    char path[512];
    rig_dialog_open(&dialog, "--seed 9");
    calibrate_begin_strip(&dialog, 6);
    calibrate_put_load(&dialog, 6, 1, 2, "2");
    calibrate_expect_load(&dialog, 2);
    rig_dialog_end_rig(&dialog);
    struct program_result result = rig_dialog_wait(&dialog, 4);
    assert_non_null(
        strstr(result.err, "The roller was unplugged. The roller is unchanged. The measured points are in c.csv."));
    program_result_free(&result);
    char *points = temp_file_read(temp_dir_join(&dialog.dir, "c.csv", path, sizeof path), NULL);
    assert_non_null(strstr(points, "\n1,6,19.61,"));
    free(points);
    rig_dialog_close(&dialog);
}

static void an_existing_file_is_kept_and_a_missing_strip_rejected(void **state)
{
    (void)state;
    struct rig_dialog dialog;
    char path[512];
    rig_dialog_open(&dialog, "--seed 9");
    temp_file_write(temp_dir_join(&dialog.dir, "c.csv", path, sizeof path), "mine", 4);
    rig_dialog_start(&dialog, "calibrate strips -o c.csv");
    struct program_result result = rig_dialog_wait(&dialog, 5);
    assert_non_null(strstr(result.err, "nothing is overwritten"));
    program_result_free(&result);
    rig_dialog_start(&dialog, "calibrate strips --strip 8 -o d.csv");
    result = rig_dialog_wait(&dialog, 2);
    assert_non_null(strstr(result.err, "strips 0 to 7, but no strip 8"));
    program_result_free(&result);
    char *kept = temp_file_read(path, NULL);
    assert_string_equal(kept, "mine");
    free(kept);
    rig_dialog_close(&dialog);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invalid_input_is_asked_again_and_a_wrong_strip_detected),
        cmocka_unit_test(a_load_on_another_strip_is_not_a_point),
        cmocka_unit_test(a_mistyped_load_is_asked_again),
        cmocka_unit_test(passes_that_disagree_are_not_stored),
        cmocka_unit_test(an_unplug_is_reported_and_the_points_are_kept),
        cmocka_unit_test(an_existing_file_is_kept_and_a_missing_strip_rejected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
