/* SPDX-License-Identifier: MIT */
/* roller-logger calibrate where people change their minds: a load left on, taken back, left out; a strip
 * skipped or measured anew; a roller not loaded or not rolled far enough. */
#include "calibrate_steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void loads_are_taken_back_and_left_out_and_a_strip_measured_anew(void **state)
{
    (void)state;
    struct bench_talk talk;
    char path[512];
    bench_talk_open(&talk, "--seed 11");
    bench_talk_start(&talk, "calibrate strips --strip 1 -o c.csv");
    rig_dialog_command(&talk, "load 1 30");
    bench_talk_expect(&talk, "press Enter (or type skip):");
    bench_talk_type(&talk, "");
    bench_talk_expect(&talk, "That is much. Take off what lies on it");
    rig_dialog_command(&talk, "load 1 0");
    bench_talk_type(&talk, "");
    calibrate_expect_load(&talk, 1);
    bench_talk_type(&talk, "undo");
    bench_talk_expect(&talk, "There is no load now.");
    calibrate_lay(&talk, 1, 1, 2, "2");
    calibrate_lay(&talk, 1, 2, 5, "7"); /* typed wrong, and seen */
    calibrate_expect_load(&talk, 3);
    bench_talk_type(&talk, "6");
    bench_talk_expect(&talk, "That is no more than the load before, 7.00 kg");
    bench_talk_type(&talk, "undo");
    bench_talk_expect(&talk, "Taken back.");
    calibrate_lay(&talk, 1, 2, 5, "5");
    for (size_t i = 2; i < CALIBRATE_LOADS; i++) {
        char typed[16];
        snprintf(typed, sizeof typed, "%.1f",
                 i == 3 ? 19.5 : CALIBRATE_LOADS_KG[i]); /* typed wrong, and not seen */
        calibrate_lay(&talk, 1, i + 1, CALIBRATE_LOADS_KG[i], typed);
    }
    calibrate_expect_load(&talk, CALIBRATE_LOADS + 1);
    bench_talk_type(&talk, "");
    bench_talk_expect(&talk, "Load 4 (19.50 kg) is");
    bench_talk_type(&talk, "what?");
    bench_talk_expect(&talk, "That is no number.");
    bench_talk_type(&talk, "");
    bench_talk_expect(&talk, "Store it for strip 1");
    bench_talk_type(&talk, "again");
    bench_talk_expect(&talk, "Strip 1: turn it to the top");
    bench_talk_type(&talk, "skip");
    struct program_result result = bench_talk_wait(&talk, 0);
    assert_null(strstr(result.err, "Stored"));
    assert_string_equal(result.out, "c.csv\n");
    program_result_free(&result);
    char *points = temp_file_read(temp_dir_join(&talk.dir, "c.csv", path, sizeof path), NULL);
    assert_non_null(strstr(points, " points=1,3,4,6,7,8 stored=no\n"));
    free(points);
    double k_n, p;
    char source[16];
    calibrate_show(&talk, 1, &k_n, &p, source);
    assert_string_equal(source, "default");
    bench_talk_close(&talk);
}

static void all_strips_may_be_skipped(void **state)
{
    (void)state;
    struct bench_talk talk;
    bench_talk_open(&talk, "--seed 12");
    bench_talk_start(&talk, "calibrate strips -o c.csv");
    for (int strip = 0; strip < 8; strip++) {
        char prompt[40];
        snprintf(prompt, sizeof prompt, "Strip %d: turn it to the top", strip);
        bench_talk_expect(&talk, prompt);
        bench_talk_type(&talk, "skip");
    }
    struct program_result result = bench_talk_wait(&talk, 0);
    assert_string_equal(result.out, ""); /* no point, no file */
    program_result_free(&result);
    bench_talk_close(&talk);
}

static void begin_radius(struct bench_talk *talk, const char *options)
{
    bench_talk_open(talk, options);
    bench_talk_start(talk, "calibrate radius -o c.csv");
    bench_talk_expect(talk, "How far apart");
    bench_talk_type(talk, "");
    bench_talk_expect(talk, "Roller at the first line");
}

static void a_roller_that_is_not_loaded_or_not_at_the_line_is_asked_again(void **state)
{
    (void)state;
    struct bench_talk talk;
    begin_radius(&talk, "--seed 13");
    bench_talk_type(&talk, "");
    bench_talk_expect(&talk, "The radius under load is wanted: more weight on it.");
    rig_dialog_command(&talk, "roll 0");
    bench_talk_type(&talk, "");
    calibrate_roll(&talk, 1, 60); /* somebody presses too early */
    bench_talk_expect(&talk, "no roller does that over 300 mm. Roll on to the line.");
    calibrate_roll(&talk, 1, 240);
    for (int pass = 2; pass <= 6; pass++)
        calibrate_roll(&talk, pass, pass % 2 ? 300 : -300);
    bench_talk_expect(&talk, "Store it in the roller?");
    bench_talk_type(&talk, "again");
    bench_talk_expect(&talk, "Roller at the first line");
    bench_talk_type(&talk, "");
    for (int pass = 1; pass <= 6; pass++)
        calibrate_roll(&talk, pass, pass % 2 ? 300 : -300);
    bench_talk_expect(&talk, "Store it in the roller?");
    bench_talk_type(&talk, "no");
    struct program_result result = bench_talk_wait(&talk, 0);
    assert_null(strstr(result.err, "Stored"));
    assert_string_equal(result.out, "c.csv\n");
    program_result_free(&result);
    bench_talk_close(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loads_are_taken_back_and_left_out_and_a_strip_measured_anew),
        cmocka_unit_test(all_strips_may_be_skipped),
        cmocka_unit_test(a_roller_that_is_not_loaded_or_not_at_the_line_is_asked_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
