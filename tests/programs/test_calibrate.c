/* SPDX-License-Identifier: MIT */
/* roller-logger calibrate with the real firmware and known loads and lengths: its accuracy and its use in recordings.
 */
#include "calibrate_steps.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Calibrate a strip and store it. The caller frees the result. */
static struct program_result calibrate_strip(struct rig_dialog *dialog, unsigned strip)
{
    calibrate_begin_strip(dialog, strip);
    for (size_t i = 0; i < CALIBRATE_LOADS; i++) {
        char typed[16];
        snprintf(typed, sizeof typed, "%.0f", CALIBRATE_LOADS_KG[i]);
        calibrate_put_load(dialog, strip, i + 1, CALIBRATE_LOADS_KG[i], typed);
    }
    calibrate_expect_load(dialog, CALIBRATE_LOADS + 1);
    rig_dialog_type(dialog, "");
    rig_dialog_expect(dialog, "Store it");
    rig_dialog_type(dialog, "yes");
    return rig_dialog_wait(dialog, 0);
}

static void remove_points(const struct rig_dialog *dialog)
{
    char path[512];
    assert_int_equal(remove(temp_dir_join(&dialog->dir, "c.csv", path, sizeof path)), 0);
}

static void strips_are_measured_stored_and_used_by_recordings(void **state)
{
    (void)state;
    static const unsigned strips[] = {0, 5};
    struct rig_dialog dialog;
    double k_n[2], p[2], fit_percent[2];
    char source[16], path[512];
    rig_dialog_open(&dialog, "--seed 3");
    for (size_t i = 0; i < 2; i++) {
        struct program_result result = calibrate_strip(&dialog, strips[i]);
        const char *fit_error = strstr(result.err, "Fit error ");
        assert_non_null(fit_error);
        fit_percent[i] = atof(fit_error + strlen("Fit error "));
        assert_string_equal(result.out, "c.csv\n");
        program_result_free(&result);
        char *points = temp_file_read(temp_dir_join(&dialog.dir, "c.csv", path, sizeof path), NULL);
        assert_non_null(strstr(points, "\npoint,strip,load_n,reading,noise\n# zero_"));
        char row[16];
        snprintf(row, sizeof row, "\n7,%u,294.20,", strips[i]);
        assert_non_null(strstr(points, row));
        assert_non_null(strstr(points, "points=1,2,3,4,5,6,7 stored=yes\n"));
        free(points);
        remove_points(&dialog);
    }
    for (size_t i = 0; i < 2; i++) {
        calibrate_show(&dialog, strips[i], &k_n[i], &p[i], source);
        assert_string_equal(source, "measured");
    }
    char *session = calibrate_record(&dialog), expected[96];
    snprintf(expected, sizeof expected, "# calibration_k_n: %g 100 100 100 100 %g 100 100\n", k_n[0], k_n[1]);
    if (!strstr(session, expected))
        fail_msg("\"%s\" is missing in: %.600s", expected, session);
    free(session);
    rig_dialog_end_rig(&dialog);
    json_t *truth = calibrate_truth(&dialog);
    for (size_t i = 0; i < 2; i++) {
        double settled_percent = calibrate_worst_percent(truth, strips[i], k_n[i], p[i], 6.5),
               fresh_percent = calibrate_worst_percent(truth, strips[i], k_n[i], p[i], 1);
        double uncalibrated_percent = calibrate_worst_percent(truth, strips[i], 100, 1, 6.5);
        printf("figure: calibrate: strip %u: fit error %.1f %%; largest error of forces from 15 to 400 N: "
               "%.1f %% "
               "(%.1f %% for a load put on 1 s ago; %.1f %% before the calibration)\n",
               strips[i], fit_percent[i], settled_percent, fresh_percent, uncalibrated_percent);
        assert_true(settled_percent < 2.5 && fresh_percent < 6.5);
        assert_true(fit_percent[i] < 3);
    }
    json_decref(truth);
    rig_dialog_close(&dialog);
}

/* Calibrate the radius of a rig with these options; expect a result within tolerance_mm of the truth. */
static void check_radius(const char *options, double tolerance_mm)
{
    struct rig_dialog dialog;
    rig_dialog_open(&dialog, options);
    rig_dialog_start(&dialog, "calibrate radius -o c.csv");
    rig_dialog_command(&dialog, "roll 0");
    rig_dialog_expect(&dialog, "How far apart");
    rig_dialog_type(&dialog, "10");
    rig_dialog_expect(&dialog, "between 200 and 3000");
    rig_dialog_type(&dialog, "300");
    rig_dialog_expect(&dialog, "Roller at the first line");
    rig_dialog_type(&dialog, "");
    for (int pass = 1; pass <= 6; pass++) /* each pass ends within a millimetre of the line */
        calibrate_roll(&dialog, pass, (pass % 2 ? 300 : -300) + (pass - 3) * 0.2);
    rig_dialog_expect(&dialog, "Store it");
    rig_dialog_type(&dialog, "y");
    struct program_result result = rig_dialog_wait(&dialog, 0);
    program_result_free(&result);
    rig_dialog_start(&dialog, "calibrate show");
    result = rig_dialog_wait(&dialog, 0);
    double radius_mm;
    assert_int_equal(sscanf(strstr(result.out, "rolling radius"), "rolling radius %lf mm, measured", &radius_mm), 1);
    program_result_free(&result);
    rig_dialog_start(&dialog, "calibrate show --json");
    result = rig_dialog_wait(&dialog, 0);
    json_t *settings = json_loads(result.out, 0, NULL);
    assert_true(fabs(calibrate_number(settings, "rolling_radius_mm") - radius_mm) <
                0.051); /* the text has one decimal */
    assert_int_equal(json_array_size(json_object_get(settings, "strips")), 8);
    assert_string_equal(json_string_value(json_object_get(settings, "settings")), "stored");
    json_decref(settings);
    program_result_free(&result);
    char *session = calibrate_record(&dialog);
    double recorded_mm = 0;
    assert_int_equal(sscanf(strstr(session, "# rolling_radius_mm:"), "# rolling_radius_mm: %lf", &recorded_mm), 1);
    assert_true(fabs(recorded_mm - radius_mm) < 1e-9);
    free(session);
    rig_dialog_end_rig(&dialog);
    json_t *truth = calibrate_truth(&dialog);
    double true_mm = calibrate_number(truth, "rolling_radius_mm");
    printf("figure: calibrate: radius %.1f mm, truly %.1f (%s)\n", radius_mm, true_mm, options);
    assert_true(fabs(radius_mm - true_mm) <= tolerance_mm);
    json_decref(truth);
    rig_dialog_close(&dialog);
}

static void the_radius_is_measured_by_gravity_and_by_the_ring(void **state)
{
    (void)state;
    check_radius("--seed 3", 0.35);
    check_radius("--seed 4 --hard", 0.6);
    check_radius("--seed 5 --no-imu", 1.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strips_are_measured_stored_and_used_by_recordings),
        cmocka_unit_test(the_radius_is_measured_by_gravity_and_by_the_ring),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
