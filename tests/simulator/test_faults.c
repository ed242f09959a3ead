/* SPDX-License-Identifier: MIT */
/* Faults of the motion sensor and of the line, and what the header does not know (--behaviour). */
#include "draw_scene.h"
#include "run_roller.h"
#include "support/cmocka_includes.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DURATION_S 130.0
#define PEAK_DPS 300.0
#define SEEDS 40

static struct imu_faults draw(enum behavior behavior, uint64_t seed)
{
    struct imu_faults faults;
    struct behaviors behaviors = {.bits = UINT64_C(1) << behavior};
    imu_faults_randomize(&faults, behaviors, seed, DURATION_S, PEAK_DPS);
    return faults;
}

/* Fill in readings that differ from one time to the next, with a rate of rate_dps about z. */
static void read_well(double time_s, double rate_dps, int16_t counts[BODY_IMU_AXES])
{
    int16_t change = (int16_t)(lround(time_s * 1e3) % 1000);
    const int16_t well[BODY_IMU_AXES] = {
        change, (int16_t)(change + 1), 8000, 10, -20, (int16_t)lround(rate_dps * BODY_GYRO_LSB_PER_DPS)};
    memcpy(counts, well, sizeof well);
}

static void a_sensor_that_is_well_is_not_changed(void **state)
{
    (void)state;
    struct imu_faults faults = draw(BEHAVIOR_SLIDE, 1);
    int16_t counts[BODY_IMU_AXES], well[BODY_IMU_AXES];
    for (double t = 0.0; t < DURATION_S; t += 0.01) {
        read_well(t, PEAK_DPS, counts);
        memcpy(well, counts, sizeof well);
        imu_faults_apply(&faults, t, counts);
        assert_memory_equal(counts, well, sizeof well);
        assert_false(imu_faults_is_lost(&faults, t));
    }
}

static void a_frozen_sensor_repeats_a_reading(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct imu_faults faults = draw(BEHAVIOR_FROZEN, seed);
        int16_t before[BODY_IMU_AXES] = {0};
        double frozen_s = 0.0, longest_s = 0.0, all_s = 0.0;
        for (double t = 0.0; t < DURATION_S; t += 0.01) {
            int16_t counts[BODY_IMU_AXES];
            read_well(t, 100.0, counts);
            imu_faults_apply(&faults, t, counts);
            frozen_s = memcmp(counts, before, sizeof counts) == 0 ? frozen_s + 0.01 : 0.0;
            longest_s = fmax(longest_s, frozen_s);
            all_s += frozen_s > 0.0 ? 0.01 : 0.0;
            memcpy(before, counts, sizeof counts);
        }
        assert_true(longest_s > 0.9 && longest_s < 5.1 && all_s < 15.1);
    }
}

static void an_intermittent_sensor_is_lost_again_and_again(void **state)
{
    (void)state;
    unsigned outages = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct imu_faults faults = draw(BEHAVIOR_INTERMITTENT, seed);
        double lost_s = 0.0;
        for (double t = 0.0; t < DURATION_S; t += 0.01) {
            bool is_lost = imu_faults_is_lost(&faults, t);
            if (!is_lost && lost_s > 0.0)
                outages++;
            assert_true(is_lost || lost_s == 0.0 || lost_s > 0.28);
            lost_s = is_lost ? lost_s + 0.01 : 0.0;
            assert_true(lost_s < 3.02);
        }
    }
    assert_true(outages > 3 * SEEDS);
}

static void the_rate_has_a_plateau(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct imu_faults faults = draw(BEHAVIOR_CLIPPED, seed);
        int16_t high[BODY_IMU_AXES], low[BODY_IMU_AXES], slow[BODY_IMU_AXES];
        read_well(1.0, PEAK_DPS, high);
        read_well(1.0, -PEAK_DPS, low);
        read_well(1.0, 0.5 * PEAK_DPS, slow);
        int16_t slow_well = slow[5];
        imu_faults_apply(&faults, 1.0, high);
        imu_faults_apply(&faults, 1.0, low);
        imu_faults_apply(&faults, 1.0, slow);
        double limit_dps = high[5] / BODY_GYRO_LSB_PER_DPS;
        assert_true(limit_dps > 0.59 * PEAK_DPS && limit_dps < 0.91 * PEAK_DPS);
        assert_int_equal(low[5], -high[5]);
        assert_int_equal(slow[5], slow_well);
    }
}

/* All 24 rotations occur, and no reflection: the triple product of the three axes stays. */
static void a_sensor_is_mounted_in_24_ways(void **state)
{
    (void)state;
    bool is_seen[6][8] = {{false}};
    for (uint64_t seed = 1; seed <= 600; seed++) {
        struct imu_faults faults = draw(BEHAVIOR_MOUNTED, seed);
        int image[3][3]; /* of the unit vectors along the body's axes */
        for (int i = 0; i < 3; i++) {
            int16_t counts[BODY_IMU_AXES] = {0};
            counts[i] = 1;
            counts[3 + i] = 1;
            imu_faults_apply(&faults, 0.0, counts);
            for (int j = 0; j < 3; j++) {
                image[i][j] = counts[j];
                assert_int_equal(counts[3 + j], counts[j]);
            }
        }
        int triple = 0;
        for (int i = 0; i < 3; i++)
            triple += image[0][i] *
                      (image[1][(i + 1) % 3] * image[2][(i + 2) % 3] - image[1][(i + 2) % 3] * image[2][(i + 1) % 3]);
        assert_int_equal(triple, 1);
        int order = faults.axis[0] * 2 + (faults.axis[1] > faults.axis[2]);
        int signs = (faults.sign[0] > 0) + 2 * (faults.sign[1] > 0) + 4 * (faults.sign[2] > 0);
        is_seen[order][signs] = true;
    }
    int ways = 0;
    for (int i = 0; i < 48; i++)
        ways += is_seen[i / 8][i % 8];
    assert_int_equal(ways, 24);
}

static void the_bias_drifts(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct imu_faults faults = draw(BEHAVIOR_DRIFT, seed);
        double rate_dps[3];
        for (int i = 0; i < 3; i++) {
            int16_t counts[BODY_IMU_AXES];
            read_well(1.0, 0.0, counts);
            imu_faults_apply(&faults, 60.0 * i, counts);
            rate_dps[i] = counts[5] / BODY_GYRO_LSB_PER_DPS;
        }
        assert_true(rate_dps[0] == 0.0);
        assert_true(fabs(rate_dps[2]) > 7.9 && fabs(rate_dps[2]) < 20.1);
        assert_true(rate_dps[1] * rate_dps[2] > 0.0 && fabs(rate_dps[1]) < fabs(rate_dps[2]));
    }
}

static void saturated_strips_read_less(void **state)
{
    (void)state;
    struct scene scene = scene_draw(3, "saturation", 0);
    assert_true(scene.person.weight_kg >= 95.0 && scene.person.weight_kg <= 140.0);
    struct roller_body well = scene.body;
    well.saturation_n = 0.0;
    double ratio[2][2]; /* of the conductance, saturated to well, under 10 N and 300 N */
    for (int i = 0; i < 2; i++) {
        double force_n[BODY_STRIPS] = {i == 0 ? 10.0 : 300.0};
        body_apply_strip_forces(&scene.body, force_n, 0.01, &scene.noise);
        body_apply_strip_forces(&well, force_n, 0.01, &scene.noise);
        ratio[i][0] = scene.body.strip[0].ratio;
        ratio[i][1] = well.strip[0].ratio;
    }
    assert_true(ratio[0][0] > 0.98 * ratio[0][1]);
    assert_true(ratio[1][0] < 0.6 * ratio[1][1] && ratio[1][0] > ratio[0][0]);
    scene_free(&scene);
}

/* ---- Sessions ---- */

static json_t *read_truth(const struct temp_dir *dir)
{
    char path[512];
    json_t *truth = json_load_file(temp_dir_join(dir, "t.json", path, sizeof path), 0, NULL);
    assert_non_null(truth);
    return truth;
}

/* Return the first number after `key` in a session. */
static double header_number(const char *text, const char *key)
{
    const char *found = strstr(text, key);
    assert_non_null(found);
    return strtod(found + strlen(key), NULL);
}

static void gaps_leave_out_rows(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    roller_run_well(&dir, "--session s.csv --truth t.json --seed 5 --behaviour gaps,intermittent");
    char *text = roller_read(&dir, "s.csv");
    json_t *truth = read_truth(&dir);
    double rows = header_number(text, "\n# end: rows=");
    double lost = header_number(text, " lost=");
    assert_true(lost > 20.0 && lost == json_number_value(json_object_get(truth, "lost")));
    assert_true(rows + lost == json_number_value(json_object_get(truth, "sent")));
    unsigned found = 0, without_imu = 0;
    long previous = -1;
    for (const char *line = strstr(text, "\n0.000000,"); line != NULL && line[1] != '#';
         line = strchr(line + 1, '\n')) {
        long seq;
        assert_int_equal(sscanf(line + 1, "%*f,%*f,%ld", &seq), 1);
        assert_true(seq > previous);
        previous = seq;
        found++;
        without_imu += strstr(line, ",,,,,,") != NULL && strstr(line, ",,,,,,") < strchr(line + 1, '\n');
    }
    assert_true(found == rows && without_imu > 20);
    assert_non_null(strstr(text, ",imu_lost\n"));
    assert_non_null(strstr(text, ",imu_back\n"));
    json_decref(truth);
    free(text);
    temp_dir_remove(&dir);
}

static void the_header_says_what_the_person_measured(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    roller_run_well(&dir,
                    "--session s.csv --truth t.json --rolling-radius 70 --thigh-length 350 --behaviour bare-radius");
    char *text = roller_read(&dir, "s.csv");
    double radius_mm = header_number(text, "\n# rolling_radius_mm: ");
    assert_true(radius_mm > 1.04 * 70.0 && radius_mm < 1.16 * 70.0);
    free(text);
    roller_run_well(&dir,
                    "--session s.csv --truth t.json --rolling-radius 70 --thigh-length 350 --seed 2 --behaviour tape");
    text = roller_read(&dir, "s.csv");
    radius_mm = header_number(text, "\n# rolling_radius_mm: ");
    double length_mm = header_number(text, "\n# thigh_length_mm: ");
    assert_true(radius_mm != 70.0 && fabs(radius_mm - 70.0) < 1.5);
    assert_true(length_mm != 350.0 && fabs(length_mm - 350.0) < 15.0);
    json_t *truth = read_truth(&dir);
    assert_true(json_number_value(json_object_get(truth, "rolling_radius_mm")) == 70.0);
    assert_true(json_number_value(json_object_get(truth, "thigh_length_mm")) == 350.0);
    json_decref(truth);
    free(text);
    temp_dir_remove(&dir);
}

static void the_truth_tells_what_happened(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    roller_run_well(&dir,
                    "--session s.csv --truth t.json --seed 2 --behaviour rests,put-back,frozen --behaviour slope");
    json_t *truth = read_truth(&dir);
    json_t *names = json_object_get(truth, "behaviours");
    static const char *const EXPECTED[] = {"rests", "put-back", "slope", "frozen"};
    assert_int_equal(json_array_size(names), 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(json_string_value(json_array_get(names, i)), EXPECTED[i]);
    assert_int_equal(json_array_size(json_object_get(truth, "rests_s")), 2);
    assert_true(json_array_size(json_object_get(truth, "put_backs")) >= 1);
    assert_true(json_array_size(json_object_get(truth, "imu_outages_s")) >= 1);
    size_t positions = json_array_size(json_object_get(truth, "position"));
    assert_int_equal(json_array_size(json_object_get(truth, "offset")), positions);
    assert_int_equal(json_array_size(json_object_get(truth, "slope")), positions);
    json_decref(truth);
    roller_run_well(&dir, "--session s.csv --truth t.json --seed 2");
    truth = read_truth(&dir);
    assert_null(json_object_get(truth, "behaviours"));
    assert_null(json_object_get(truth, "offset"));
    json_decref(truth);
    temp_dir_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sensor_that_is_well_is_not_changed),
        cmocka_unit_test(a_frozen_sensor_repeats_a_reading),
        cmocka_unit_test(an_intermittent_sensor_is_lost_again_and_again),
        cmocka_unit_test(the_rate_has_a_plateau),
        cmocka_unit_test(a_sensor_is_mounted_in_24_ways),
        cmocka_unit_test(the_bias_drifts),
        cmocka_unit_test(saturated_strips_read_less),
        cmocka_unit_test(gaps_leave_out_rows),
        cmocka_unit_test(the_header_says_what_the_person_measured),
        cmocka_unit_test(the_truth_tells_what_happened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
