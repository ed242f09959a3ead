/* SPDX-License-Identifier: MIT */
/* roller-logger calibrate when the user corrects mistakes: a load is undone or left out; a strip is skipped or measured
 * again; the roller was not loaded, or not rolled far enough. */
#include "calibrate_steps.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void loads_can_be_undone_or_left_out_and_a_strip_measured_again(void **state)
{
    (void)state;
    struct rig_dialog dialog;
    char path[512];
    rig_dialog_open(&dialog, "--seed 11");
    rig_dialog_start(&dialog, "calibrate strips --strip 1 -o c.csv");
    rig_dialog_command(&dialog, "load 1 30");
    rig_dialog_expect(&dialog, "press Enter (or type skip):");
    rig_dialog_type(&dialog, "");
    rig_dialog_expect(&dialog, "That is a high reading. Remove any load");
    rig_dialog_command(&dialog, "load 1 0");
    rig_dialog_type(&dialog, "");
    calibrate_expect_load(&dialog, 1);
    rig_dialog_type(&dialog, "undo");
    rig_dialog_expect(&dialog, "There is no load to remove.");
    calibrate_put_load(&dialog, 1, 1, 2, "2");
    calibrate_put_load(&dialog, 1, 2, 5, "7"); /* a typing error, which the user notices */
    calibrate_expect_load(&dialog, 3);
    rig_dialog_type(&dialog, "6");
    rig_dialog_expect(&dialog, "That is not more than the previous load, 7.00 kg");
    rig_dialog_type(&dialog, "undo");
    rig_dialog_expect(&dialog, "Removed.");
    calibrate_put_load(&dialog, 1, 2, 5, "5");
    for (size_t i = 2; i < CALIBRATE_LOADS; i++) {
        char typed[16];
        snprintf(typed, sizeof typed, "%.1f",
                 i == 3 ? 19.5 : CALIBRATE_LOADS_KG[i]); /* a typing error, which the user does not notice */
        calibrate_put_load(&dialog, 1, i + 1, CALIBRATE_LOADS_KG[i], typed);
    }
    calibrate_expect_load(&dialog, CALIBRATE_LOADS + 1);
    rig_dialog_type(&dialog, "");
    rig_dialog_expect(&dialog, "Load 4 (19.50 kg) is");
    rig_dialog_type(&dialog, "what?");
    rig_dialog_expect(&dialog, "That is not a number.");
    rig_dialog_type(&dialog, "");
    rig_dialog_expect(&dialog, "Store it for strip 1");
    rig_dialog_type(&dialog, "again");
    rig_dialog_expect(&dialog, "Strip 1: turn it to the top");
    rig_dialog_type(&dialog, "skip");
    struct program_result result = rig_dialog_wait(&dialog, 0);
    assert_null(strstr(result.err, "Stored"));
    assert_string_equal(result.out, "c.csv\n");
    program_result_free(&result);
    char *points = temp_file_read(temp_dir_join(&dialog.dir, "c.csv", path, sizeof path), NULL);
    assert_non_null(strstr(points, " points=1,3,4,6,7,8 stored=no\n"));
    free(points);
    double k_n, p;
    char source[16];
    calibrate_show(&dialog, 1, &k_n, &p, source);
    assert_string_equal(source, "default");
    rig_dialog_close(&dialog);
}

static void all_strips_can_be_skipped(void **state)
{
    (void)state;
    struct rig_dialog dialog;
    rig_dialog_open(&dialog, "--seed 12");
    rig_dialog_start(&dialog, "calibrate strips -o c.csv");
    for (int strip = 0; strip < 8; strip++) {
        char prompt[40];
        snprintf(prompt, sizeof prompt, "Strip %d: turn it to the top", strip);
        rig_dialog_expect(&dialog, prompt);
        rig_dialog_type(&dialog, "skip");
    }
    struct program_result result = rig_dialog_wait(&dialog, 0);
    assert_string_equal(result.out, ""); /* without points there is no file */
    program_result_free(&result);
    rig_dialog_close(&dialog);
}

/* Start calibrating the radius with the default length. */
static void begin_radius(struct rig_dialog *dialog, const char *options)
{
    rig_dialog_open(dialog, options);
    rig_dialog_start(dialog, "calibrate radius -o c.csv");
    rig_dialog_expect(dialog, "How far apart");
    rig_dialog_type(dialog, "");
    rig_dialog_expect(dialog, "Roller at the first line");
}

static void a_pass_without_load_or_not_from_the_line_is_repeated(void **state)
{
    (void)state;
    struct rig_dialog dialog;
    begin_radius(&dialog, "--seed 13");
    rig_dialog_type(&dialog, "");
    rig_dialog_expect(&dialog, "The radius is measured under load: put more weight on it.");
    rig_dialog_command(&dialog, "roll 0");
    rig_dialog_type(&dialog, "");
    calibrate_roll(&dialog, 1, 60); /* the button is pressed too early */
    rig_dialog_expect(&dialog, "which is impossible over 300 mm. Roll on to the line.");
    calibrate_roll(&dialog, 1, 240);
    for (int pass = 2; pass <= 6; pass++)
        calibrate_roll(&dialog, pass, pass % 2 ? 300 : -300);
    rig_dialog_expect(&dialog, "Store it in the roller?");
    rig_dialog_type(&dialog, "again");
    rig_dialog_expect(&dialog, "Roller at the first line");
    rig_dialog_type(&dialog, "");
    for (int pass = 1; pass <= 6; pass++)
        calibrate_roll(&dialog, pass, pass % 2 ? 300 : -300);
    rig_dialog_expect(&dialog, "Store it in the roller?");
    rig_dialog_type(&dialog, "no");
    struct program_result result = rig_dialog_wait(&dialog, 0);
    assert_null(strstr(result.err, "Stored"));
    assert_string_equal(result.out, "c.csv\n");
    program_result_free(&result);
    rig_dialog_close(&dialog);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loads_can_be_undone_or_left_out_and_a_strip_measured_again),
        cmocka_unit_test(all_strips_can_be_skipped),
        cmocka_unit_test(a_pass_without_load_or_not_from_the_line_is_repeated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
