/* SPDX-License-Identifier: MIT */
/* virtual-roller --session: the session file and its truth. */
#include "run_roller.h"
#include "support/cmocka_includes.h"
#include "support/now.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *read_truth(const struct temp_dir *dir, const char *name)
{
    char path[512];
    json_error_t error;
    json_t *truth = json_load_file(temp_dir_join(dir, name, path, sizeof path), 0, &error);
    assert_non_null(truth);
    return truth;
}

static double number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    assert_true(json_is_number(value));
    return json_number_value(value);
}

static void a_session_has_the_shape_of_the_format(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    roller_run_well(&dir,
                    "--session s.csv --truth t.json --seed 12 --leg left --thigh-length 333 --rolling-radius 71.5 "
                    "--spots 100,230 --button-at 3");
    char *text = roller_read(&dir, "s.csv");
    static const char *const KEYS[] = {"# foam-roller-session: 1\n",
                                       "\n# started: 2026-03-",
                                       "\n# subject: ",
                                       "\n# leg: left\n",
                                       "\n# note: ",
                                       "\n# thigh_length_mm: 333\n",
                                       "\n# rate_hz: 100.16\n",
                                       "\n# rolling_radius_mm: 71.5\n",
                                       "\n# roll_direction: auto\n",
                                       "\n# strip_angle_deg: 0 45 90 135 180 225 270 315\n",
                                       "\n# adc_full_scale: 6138\n",
                                       "\n# calibration_k_n: ",
                                       "\n# calibration_p: ",
                                       "\n# calibration_source: measured",
                                       "\n# accel_lsb_per_g: 8192\n",
                                       "\n# gyro_lsb_per_dps: 32.8\n",
                                       "\n# device: id=",
                                       "\n# logger: ",
                                       ("\ntime_s,host_s,seq,strip0,strip1,strip2,strip3,strip4,strip5,strip6,strip7,"
                                        "accel_x,accel_y,accel_z,gyro_x,gyro_y,gyro_z,event\n0.000000,")};
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++)
        if (strstr(text, KEYS[i]) == NULL)
            fail_msg("not there: %s", KEYS[i]);
    unsigned long rows = 0;
    unsigned long marks = 0;
    double last_host_s = -1.0;
    for (const char *line = strstr(text, "\n0.000000,") + 1; *line != '#'; line = strchr(line, '\n') + 1) {
        double time_s;
        double host_s;
        unsigned long seq;
        assert_int_equal(sscanf(line, "%lf,%lf,%lu,", &time_s, &host_s, &seq), 3);
        assert_true(fabs(time_s - (double)rows * 0.009984) < 1e-9);
        assert_true(host_s > last_host_s && host_s > time_s);
        assert_int_equal(seq, rows % 65536);
        unsigned commas = 0;
        const char *end = strchr(line, '\n');
        for (const char *c = line; c < end; c++)
            commas += *c == ',';
        assert_int_equal(commas, 17);
        marks += strncmp(end - 5, ",mark", 5) == 0;
        last_host_s = host_s;
        rows++;
    }
    char end_line[64];
    (void)snprintf(end_line, sizeof end_line, "\n# end: rows=%lu lost=0\n", rows);
    assert_non_null(strstr(text, end_line));
    assert_true(marks >= 1);
    json_t *truth = read_truth(&dir, "t.json");
    assert_true(number(truth, "sent") == (double)rows && number(truth, "lost") == 0.0);
    assert_true(number(truth, "thigh_length_mm") == 333.0);
    assert_int_equal(json_array_size(json_object_get(truth, "marks_s")), marks);
    json_decref(truth);
    free(text);
    temp_dir_remove(&dir);
}

/* The first positions of this session are slightly negative and round to 0, which must not become -0.0. */
static void nothing_is_minus_zero(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    roller_run_well(&dir,
                    "--session s.csv --truth t.json --seed 9 --leg right --spots 130 --strokes 16 --thigh-length 350");
    char *truth = roller_read(&dir, "t.json");
    assert_non_null(strstr(truth, ", 0.0]"));
    assert_null(strstr(truth, "-0.0]"));
    free(truth);
    temp_dir_remove(&dir);
}

/* Check that the positions of a visit span at most 50 mm. Returns its duration, and sets `*middle_mm` to their mean. */
static double visit_duration_s(const json_t *position, double start_s, double end_s, double *middle_mm)
{
    double low = 1e9;
    double high = -1e9;
    double sum = 0.0;
    size_t index;
    size_t count = 0;
    const json_t *entry;
    json_array_foreach(position, index, entry)
    {
        double t = json_number_value(json_array_get(entry, 0));
        double mm = json_number_value(json_array_get(entry, 1));
        if (t >= start_s && t <= end_s) {
            low = fmin(low, mm);
            high = fmax(high, mm);
            sum += mm;
            count++;
        }
    }
    assert_true(count >= 50 && high - low <= 50.0);
    *middle_mm = sum / (double)count;
    return end_s - start_s;
}

static void the_truth_lists_the_visits_of_the_definition(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    for (unsigned seed = 1; seed <= 20; seed++) {
        char line[128];
        (void)snprintf(line, sizeof line, "--session s.csv --truth t.json --seed %u --random-spots %u%s", seed,
                       1 + seed % 4, seed % 2 == 0 ? " --hard" : "");
        roller_run_well(&dir, line);
        json_t *truth = read_truth(&dir, "t.json");
        const json_t *spots = json_object_get(truth, "spots");
        assert_int_equal(json_array_size(spots), 1 + seed % 4);
        size_t i;
        const json_t *spot;
        json_array_foreach(spots, i, spot)
        {
            const json_t *times = json_object_get(spot, "visit_times_s");
            assert_true(number(spot, "visits") == (double)json_array_size(times));
            double dwell_s = 0.0;
            double weighted_mm = 0.0;
            size_t j;
            const json_t *visit;
            json_array_foreach(times, j, visit)
            {
                double middle_mm;
                double length_s =
                    visit_duration_s(json_object_get(truth, "position"), json_number_value(json_array_get(visit, 0)),
                                     json_number_value(json_array_get(visit, 1)), &middle_mm);
                assert_true(length_s >= 5.0);
                dwell_s += length_s;
                weighted_mm += length_s * middle_mm;
            }
            assert_true(fabs(number(spot, "dwell_s") - dwell_s) < 0.01);
            assert_true(fabs(number(spot, "center_mm") - weighted_mm / dwell_s) < 1.0);
        }
        json_decref(truth);
    }
    temp_dir_remove(&dir);
}

static void the_same_seed_gives_the_same_bytes(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    roller_run_well(&dir, "--session a.csv --truth a.json --seed 77 --random-spots 2");
    roller_run_well(&dir, "--session b.csv --truth b.json --seed 77 --random-spots 2");
    roller_run_well(&dir, "--session c.csv --truth c.json --seed 78 --random-spots 2");
    roller_run_well(&dir, "--session d.csv --truth d.json --seed 77 --random-spots 2 --hard");
    struct program_result out = roller_run(&dir, "--session - --seed 77 --random-spots 2");
    char *a = roller_read(&dir, "a.csv");
    char *b = roller_read(&dir, "b.csv");
    char *c = roller_read(&dir, "c.csv");
    char *d = roller_read(&dir, "d.csv");
    assert_string_equal(a, b);
    assert_string_equal(a, out.out);
    assert_string_not_equal(a, c);
    assert_string_not_equal(a, d);
    assert_non_null(strstr(d, "\n# calibration_source: default\n"));
    char *truth_a = roller_read(&dir, "a.json");
    char *truth_b = roller_read(&dir, "b.json");
    assert_string_equal(truth_a, truth_b);
    program_result_free(&out);
    free(a);
    free(b);
    free(c);
    free(d);
    free(truth_a);
    free(truth_b);
    temp_dir_remove(&dir);
}

/* Return whether both files have the same text from `key` to the end of its line. */
static bool same_line(const char *a, const char *b, const char *key)
{
    const char *in_a = strstr(a, key);
    const char *in_b = strstr(b, key);
    assert_true(in_a != NULL && in_b != NULL);
    size_t length = strcspn(in_a + 1, "\n") + 1;
    return strncmp(in_a, in_b, length + 1) == 0;
}

static void a_person_can_have_a_second_session(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    roller_run_well(&dir, "--session a.csv --truth a.json --seed 1 --person 9 --spots 240,120 --spot-dwell 8,31.5 "
                          "--started 2026-05-01T18:30:00.000+02:00 --subject Anna");
    roller_run_well(&dir, "--session b.csv --seed 2 --person 9 --spots 120");
    char *a = roller_read(&dir, "a.csv");
    char *b = roller_read(&dir, "b.csv");
    assert_non_null(strstr(a, "\n# started: 2026-05-01T18:30:00.000+02:00\n# subject: Anna\n"));
    static const char *const KEYS_OF_PERSON_AND_ROLLER[] = {
        "\n# leg:",           "\n# thigh_length_mm:", "\n# rolling_radius_mm:", "\n# calibration_k_n:",
        "\n# calibration_p:", "\n# device:"};
    for (size_t i = 0; i < sizeof KEYS_OF_PERSON_AND_ROLLER / sizeof KEYS_OF_PERSON_AND_ROLLER[0]; i++)
        assert_true(same_line(a, b, KEYS_OF_PERSON_AND_ROLLER[i]));
    assert_false(same_line(a, b, "\n0.009984,"));
    json_t *truth = read_truth(&dir, "a.json");
    const json_t *spots = json_object_get(truth, "spots");
    assert_int_equal(json_array_size(spots), 2);
    assert_true(fabs(number(json_array_get(spots, 0), "center_mm") - 120.0) < 4.0);
    assert_true(fabs(number(json_array_get(spots, 0), "dwell_s") - 31.5) < 0.01);
    assert_true(fabs(number(json_array_get(spots, 1), "dwell_s") - 8.0) < 0.01);
    json_decref(truth);
    free(a);
    free(b);
    temp_dir_remove(&dir);
}

static void without_an_imu_its_columns_are_absent(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    roller_run_well(&dir, "--session s.csv --seed 3 --no-imu --strokes 4");
    char *text = roller_read(&dir, "s.csv");
    assert_null(strstr(text, "accel"));
    assert_null(strstr(text, "gyro"));
    assert_non_null(strstr(text, ",strip7,event\n"));
    free(text);
    temp_dir_remove(&dir);
}

static void three_minutes_are_simulated_quickly(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    double start_s = now_s();
    roller_run_well(&dir, "--session s.csv --truth t.json --seed 5 --random-spots 3");
    double took_s = now_s() - start_s;
    json_t *truth = read_truth(&dir, "t.json");
    printf("figure: a session of %.0f s is written in %.2f s\n", number(truth, "duration_s"), took_s);
    assert_true(number(truth, "duration_s") > 150.0);
    assert_true(took_s < 5 * busy_factor()); /* generous, for sanitizers */
    json_decref(truth);
    temp_dir_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_has_the_shape_of_the_format),
        cmocka_unit_test(nothing_is_minus_zero),
        cmocka_unit_test(the_truth_lists_the_visits_of_the_definition),
        cmocka_unit_test(the_same_seed_gives_the_same_bytes),
        cmocka_unit_test(a_person_can_have_a_second_session),
        cmocka_unit_test(without_an_imu_its_columns_are_absent),
        cmocka_unit_test(three_minutes_are_simulated_quickly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
