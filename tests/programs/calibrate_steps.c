/* SPDX-License-Identifier: MIT */
#include "calibrate_steps.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define RECORD_ATTEMPTS 10

const double CALIBRATE_LOADS_KG[CALIBRATE_LOADS] = {2, 5, 10, 15, 20, 25, 30};

json_t *calibrate_truth(const struct rig_dialog *dialog)
{
    char path[512];
    json_t *truth = json_load_file(temp_dir_join(&dialog->dir, "t.json", path, sizeof path), 0, NULL);
    assert_non_null(truth);
    return truth;
}

double calibrate_number(const json_t *object, const char *key)
{
    assert_true(json_is_number(json_object_get(object, key)));
    return json_number_value(json_object_get(object, key));
}

void calibrate_expect_load(struct rig_dialog *dialog, size_t load)
{
    char prompt[32];
    snprintf(prompt, sizeof prompt, "Load %zu:", load);
    rig_dialog_expect(dialog, prompt);
}

void calibrate_put_load(struct rig_dialog *dialog, unsigned strip, size_t load, double kg, const char *typed)
{
    calibrate_expect_load(dialog, load);
    rig_dialog_command(dialog, "load %u %.4f", strip, kg * CALIBRATE_N_PER_KG);
    rig_dialog_type(dialog, typed);
}

void calibrate_roll(struct rig_dialog *dialog, int pass, double mm)
{
    char prompt[32];
    snprintf(prompt, sizeof prompt, "Pass %d: roll", pass);
    rig_dialog_expect(dialog, prompt);
    rig_dialog_command(dialog, "roll %.1f 5\nwait 6\npress", mm);
}

void calibrate_begin_strip(struct rig_dialog *dialog, unsigned strip)
{
    char line[64];
    snprintf(line, sizeof line, "calibrate strips --strip %u -o c.csv", strip);
    rig_dialog_start(dialog, line);
    rig_dialog_command(dialog, "load %u 0", strip);
    rig_dialog_expect(dialog, "press Enter (or type skip):");
    rig_dialog_type(dialog, "");
}

void calibrate_show(struct rig_dialog *dialog, unsigned strip, double *k_n, double *p, char source[16])
{
    char name[16];
    rig_dialog_start(dialog, "calibrate show");
    struct program_result result = rig_dialog_wait(dialog, 0);
    snprintf(name, sizeof name, "\nstrip %u ", strip);
    const char *line = strstr(result.out, name);
    assert_non_null(line);
    assert_int_equal(sscanf(line, " strip %*u %*f degrees k_n %lf N p %lf %15s", k_n, p, source), 3);
    program_result_free(&result);
}

char *calibrate_record(struct rig_dialog *dialog)
{
    char path[512];
    temp_dir_join(&dialog->dir, "s.csv", path, sizeof path);
    for (int attempt = 0; attempt < RECORD_ATTEMPTS; attempt++) {
        rig_dialog_start(dialog, "record --duration 4 -o s.csv");
        struct program_result result = rig_dialog_wait(dialog, 0);
        bool has_identity =
            !strstr(result.err, "did not identify itself") && !strstr(result.err, "did not send the calibration");
        program_result_free(&result);
        if (has_identity)
            return temp_file_read(path, NULL);
        assert_int_equal(remove(path), 0);
    }
    fail_msg("the rig did not identify itself in %d recordings", RECORD_ATTEMPTS);
    return NULL;
}

double calibrate_worst_percent(const json_t *truth, unsigned strip, double k_n, double p, double load_age_s)
{
    const json_t *true_strip = json_array_get(json_object_get(truth, "strips"), strip);
    double largest = 0;
    for (double load_n = 15; load_n <= 400; load_n *= 1.1) {
        double measured_n = load_n * (1 - calibrate_number(truth, "hysteresis")) * (1 + 0.05 * log10(load_age_s));
        double ratio = pow(measured_n / calibrate_number(true_strip, "k_n"), 1 / calibrate_number(true_strip, "p"));
        largest = fmax(largest, fabs(100 * (k_n * pow(ratio, p) / load_n - 1)));
    }
    return largest;
}
