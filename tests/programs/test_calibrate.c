/* SPDX-License-Identifier: MIT */
/* roller-logger calibrate on the real firmware with known loads and lengths: how right it is, and that
 * recordings use it. */
#include "calibrate_steps.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The whole of a strip, and stored. Standard error is returned; the caller frees it. */
static struct program_result calibrate_strip(struct rig_dialog *talk, unsigned strip)
{
    calibrate_begin_strip(talk, strip);
    for (size_t i = 0; i < CALIBRATE_LOADS; i++) {
        char typed[16];
        snprintf(typed, sizeof typed, "%.0f", CALIBRATE_LOADS_KG[i]);
        calibrate_lay(talk, strip, i + 1, CALIBRATE_LOADS_KG[i], typed);
    }
    calibrate_expect_load(talk, CALIBRATE_LOADS + 1);
    rig_dialog_type(talk, "");
    rig_dialog_expect(talk, "Store it");
    rig_dialog_type(talk, "yes");
    return rig_dialog_wait(talk, 0);
}

static void remove_points(const struct rig_dialog *talk)
{
    char path[512];
    assert_int_equal(remove(temp_dir_join(&talk->dir, "c.csv", path, sizeof path)), 0);
}

static void strips_are_measured_stored_and_recorded_with(void **state)
{
    (void)state;
    static const unsigned strips[] = {0, 5};
    struct rig_dialog talk;
    double k_n[2], p[2], fit_percent[2];
    char source[16], path[512];
    rig_dialog_open(&talk, "--seed 3");
    for (size_t i = 0; i < 2; i++) {
        struct program_result result = calibrate_strip(&talk, strips[i]);
        const char *told = strstr(result.err, "Fit error ");
        assert_non_null(told);
        fit_percent[i] = atof(told + strlen("Fit error "));
        assert_string_equal(result.out, "c.csv\n");
        program_result_free(&result);
        char *points = temp_file_read(temp_dir_join(&talk.dir, "c.csv", path, sizeof path), NULL);
        assert_non_null(strstr(points, "\npoint,strip,load_n,reading,noise\n# zero_"));
        char row[16];
        snprintf(row, sizeof row, "\n7,%u,294.20,", strips[i]);
        assert_non_null(strstr(points, row));
        assert_non_null(strstr(points, "points=1,2,3,4,5,6,7 stored=yes\n"));
        free(points);
        remove_points(&talk);
    }
    for (size_t i = 0; i < 2; i++) {
        calibrate_show(&talk, strips[i], &k_n[i], &p[i], source);
        assert_string_equal(source, "measured");
    }
    rig_dialog_start(&talk, "record --duration 0.5 -o s.csv");
    struct program_result result = rig_dialog_wait(&talk, 0);
    program_result_free(&result);
    char *session = temp_file_read(temp_dir_join(&talk.dir, "s.csv", path, sizeof path), NULL), wanted[96];
    snprintf(wanted, sizeof wanted, "# calibration_k_n: %g 100 100 100 100 %g 100 100\n", k_n[0], k_n[1]);
    if (!strstr(session, wanted))
        fail_msg("%s wanted of %.600s", wanted, session);
    free(session);
    rig_dialog_end_rig(&talk);
    json_t *truth = calibrate_truth(&talk);
    for (size_t i = 0; i < 2; i++) {
        double then = calibrate_worst_percent(truth, strips[i], k_n[i], p[i], 6.5),
               soon = calibrate_worst_percent(truth, strips[i], k_n[i], p[i], 1);
        double before = calibrate_worst_percent(truth, strips[i], 100, 1, 6.5);
        printf("figure: calibrate: strip %u: fit error told %.1f %%; forces of 15 to 400 N wrong by %.1f %% "
               "at most "
               "(%.1f %% for a load that has lain for 1 s; %.1f %% before it was calibrated)\n",
               strips[i], fit_percent[i], then, soon, before);
        assert_true(then < 2.5 && soon < 6.5);
        assert_true(fit_percent[i] < 3);
    }
    json_decref(truth);
    rig_dialog_close(&talk);
}

static void the_radius_is_measured_and_stored(const char *options, double right_within_mm)
{
    struct rig_dialog talk;
    char path[512];
    rig_dialog_open(&talk, options);
    rig_dialog_start(&talk, "calibrate radius -o c.csv");
    rig_dialog_command(&talk, "roll 0");
    rig_dialog_expect(&talk, "How far apart");
    rig_dialog_type(&talk, "10");
    rig_dialog_expect(&talk, "between 200 and 3000");
    rig_dialog_type(&talk, "300");
    rig_dialog_expect(&talk, "Roller at the first line");
    rig_dialog_type(&talk, "");
    for (int pass = 1; pass <= 6; pass++) /* a person's eye: within half a millimetre of the line */
        calibrate_roll(&talk, pass, (pass % 2 ? 300 : -300) + (pass - 3) * 0.2);
    rig_dialog_expect(&talk, "Store it");
    rig_dialog_type(&talk, "y");
    struct program_result result = rig_dialog_wait(&talk, 0);
    program_result_free(&result);
    rig_dialog_start(&talk, "calibrate show");
    result = rig_dialog_wait(&talk, 0);
    double radius_mm;
    assert_int_equal(
        sscanf(strstr(result.out, "rolling radius"), "rolling radius %lf mm, measured", &radius_mm), 1);
    program_result_free(&result);
    rig_dialog_start(&talk, "record --duration 0.5 -o s.csv");
    result = rig_dialog_wait(&talk, 0);
    program_result_free(&result);
    char *session = temp_file_read(temp_dir_join(&talk.dir, "s.csv", path, sizeof path), NULL);
    double recorded_mm = 0;
    assert_int_equal(
        sscanf(strstr(session, "# rolling_radius_mm:"), "# rolling_radius_mm: %lf", &recorded_mm), 1);
    assert_true(fabs(recorded_mm - radius_mm) < 1e-9);
    free(session);
    rig_dialog_end_rig(&talk);
    json_t *truth = calibrate_truth(&talk);
    double true_mm = calibrate_number(truth, "rolling_radius_mm");
    printf("figure: calibrate: radius %.1f mm, truly %.1f (%s)\n", radius_mm, true_mm, options);
    assert_true(fabs(radius_mm - true_mm) <= right_within_mm);
    json_decref(truth);
    rig_dialog_close(&talk);
}

static void the_radius_is_measured_by_gravity_and_by_the_ring(void **state)
{
    (void)state;
    the_radius_is_measured_and_stored("--seed 3", 0.35);
    the_radius_is_measured_and_stored("--seed 4 --hard", 0.6);
    the_radius_is_measured_and_stored("--seed 5 --no-imu", 1.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strips_are_measured_stored_and_recorded_with),
        cmocka_unit_test(the_radius_is_measured_by_gravity_and_by_the_ring),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
