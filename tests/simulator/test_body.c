/* SPDX-License-Identifier: MIT */
/* The roller's body: statics, the strips' law and creep, the readings of the IMU. */
#include "body/roller_body.h"
#include "support/cmocka_includes.h"

#include <math.h>

/* Make a random roller with a radius of 70 mm. */
static struct roller_body random_roller(uint64_t seed, int direction, bool is_hard)
{
    struct random random;
    random_seed(&random, seed, 7);
    struct roller_body body;
    body_randomize(&body, 70.0, direction, is_hard, &random);
    return body;
}

/* Make a roller whose IMU has no errors. */
static struct roller_body roller_with_ideal_imu(uint64_t seed, int direction)
{
    struct roller_body body = random_roller(seed, direction, false);
    for (int axis = 0; axis < 3; axis++) {
        body.accel_bias_g[axis] = 0.0;
        body.gyro_bias_dps[axis] = 0.0;
    }
    body.accel_noise_g = body.gyro_noise_dps = 0.0;
    body.gyro_scale = 1.0;
    body.lever_mm = 0.0;
    return body;
}

static double sum_of(const double strip_force_n[BODY_STRIPS])
{
    double sum = 0.0;
    for (unsigned i = 0; i < BODY_STRIPS; i++) {
        assert_true(strip_force_n[i] >= 0.0);
        sum += strip_force_n[i];
    }
    return sum;
}

static void strips_carry_the_thigh_twice_and_the_weight(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        struct roller_body body = random_roller(seed, 1, seed % 2 == 0);
        for (double rolled_mm = -500.0; rolled_mm < 500.0; rolled_mm += 3.1) {
            struct motion motion = {.rolled_mm = rolled_mm, .load = 1.0};
            double strip_force_n[BODY_STRIPS];
            body_strip_forces(&body, &motion, 230.0, strip_force_n);
            assert_true(fabs(sum_of(strip_force_n) - (460.0 + body.weight_n)) < 1e-9);
        }
        assert_true(body.weight_n >= 6.0 && body.weight_n <= 12.0);
    }
}

static void the_load_is_at_the_top_and_at_the_bottom(void **state)
{
    (void)state;
    struct roller_body body = roller_with_ideal_imu(3, 1);
    for (double rolled_mm = 0.0; rolled_mm < 440.0; rolled_mm += 7.0) {
        struct motion motion = {.rolled_mm = rolled_mm, .load = 1.0};
        double strip_force_n[BODY_STRIPS];
        body_strip_forces(&body, &motion, 200.0, strip_force_n);
        double up = body_up_rad(&body, &motion);
        double top_n = 0.0;
        for (unsigned i = 0; i < BODY_STRIPS; i++) {
            double from_up_deg = fabs(remainder(i * M_PI / 4.0 - up, 2.0 * M_PI)) * 180.0 / M_PI;
            top_n += from_up_deg < 90.0 ? strip_force_n[i] : 0.0;
            if (from_up_deg > 62.0 && from_up_deg < 136.0)
                assert_true(strip_force_n[i] < 1.0);
        }
        assert_true(fabs(top_n - 200.0) < 1e-6);
    }
}

static void the_floor_presses_only_while_the_roller_lies_on_it(void **state)
{
    (void)state;
    struct roller_body body = roller_with_ideal_imu(3, 1);
    double strip_force_n[BODY_STRIPS];
    struct motion unloaded = {.rolled_mm = 0.0};
    body_strip_forces(&body, &unloaded, 0.0, strip_force_n);
    assert_true(fabs(sum_of(strip_force_n) - body.weight_n) < 1e-9);
    struct motion lifted = {.lifted = true};
    body_strip_forces(&body, &lifted, 0.0, strip_force_n);
    assert_true(sum_of(strip_force_n) == 0.0);
}

/* The rotation can be computed from the columns as docs/FORMATS.md describes, in either direction. */
static void a_sensor_at_rest_shows_the_up_direction_and_the_rotation(void **state)
{
    (void)state;
    struct random random;
    random_seed(&random, 1, 1);
    for (int direction = -1; direction <= 1; direction += 2) {
        struct roller_body body = roller_with_ideal_imu(5, direction);
        int16_t first[BODY_IMU_AXES];
        int16_t second[BODY_IMU_AXES];
        body_imu_counts(&body, &(struct motion){.rolled_mm = 0.0}, &random, first);
        body_imu_counts(&body, &(struct motion){.rolled_mm = 35.0}, &random, second);
        double first_up_rad = atan2(first[1], first[0]);
        double second_up_rad = atan2(second[1], second[0]);
        assert_true(fabs(hypot(first[0], first[1]) - 8192.0) < 2.0);
        assert_true(fabs(remainder(-(second_up_rad - first_up_rad), 2.0 * M_PI) - direction * 0.5) < 1e-3);
    }
}

static void the_gyro_adds_up_to_the_distance(void **state)
{
    (void)state;
    struct random random;
    random_seed(&random, 1, 1);
    struct movement movement = {
        .kind = MOVEMENT_ROLL, .duration_s = 2.0, .from_mm = 10.0, .to_mm = 320.0, .ramp = 0.3, .rolled_from_mm = 10.0};
    for (int direction = -1; direction <= 1; direction += 2) {
        struct roller_body body = roller_with_ideal_imu(5, direction);
        double rotation_deg = 0.0;
        for (int i = 0; i < 2000; i++) {
            struct motion motion = movement_at(&movement, (i + 0.5) / 1000.0);
            int16_t counts[BODY_IMU_AXES];
            body_imu_counts(&body, &motion, &random, counts);
            rotation_deg += counts[5] / 32.8 / 1000.0;
        }
        assert_true(fabs(direction * rotation_deg * M_PI / 180.0 * 70.0 - 310.0) < 0.5);
    }
}

/* Add a vector of length `g` in direction `rad` to `sum`. */
static void add_g(double sum[2], double g, double rad)
{
    sum[0] += g * cos(rad);
    sum[1] += g * sin(rad);
}

/* With rate w and angular acceleration a, the axle accelerates by R a towards up + 90 degrees; relative to it, a sensor
 * at radius r accelerates by -w^2 r outwards and a r across. */
static void the_accelerometer_measures_rolling_and_its_offset_from_the_axle(void **state)
{
    (void)state;
    struct random random;
    random_seed(&random, 1, 1);
    struct roller_body body = roller_with_ideal_imu(9, -1);
    /* w = -4 rad/s, a = -20 rad/s^2 */
    struct motion motion = {.rolled_mm_s = 280.0, .rolled_mm_s2 = 1400.0};
    for (double up = -3.0; up < 3.0; up += 0.7) {
        body.mounting_rad = up;
        for (double lever_rad = -3.0; lever_rad < 3.0; lever_rad += 1.3) {
            for (double lever_mm = 0.0; lever_mm <= 30.0; lever_mm += 30.0) {
                body.lever_mm = lever_mm;
                body.lever_rad = lever_rad;
                double expected_g[2] = {0.0, 0.0};
                add_g(expected_g, 1.0, up);
                add_g(expected_g, -20.0 * 70.0 / 9806.65, up + M_PI / 2.0);
                add_g(expected_g, -16.0 * lever_mm / 9806.65, lever_rad);
                add_g(expected_g, -20.0 * lever_mm / 9806.65, lever_rad + M_PI / 2.0);
                int16_t counts[BODY_IMU_AXES];
                body_imu_counts(&body, &motion, &random, counts);
                assert_true(fabs(counts[0] / 8192.0 - expected_g[0]) < 1e-3);
                assert_true(fabs(counts[1] / 8192.0 - expected_g[1]) < 1e-3);
            }
        }
    }
}

static double force_read_n(const struct roller_body *body, unsigned i)
{
    double share = body_strip_fraction(body, i);
    return body->strip[i].k_n * pow(share / (1.0 - share), body->strip[i].p);
}

static void a_strip_reads_its_force_and_creeps(void **state)
{
    (void)state;
    struct random random;
    random_seed(&random, 1, 1);
    struct roller_body body = random_roller(11, 1, false);
    struct motion motion = {.load = 1.0};
    double strip_force_n[BODY_STRIPS];
    body_strip_forces(&body, &motion, 200.0, strip_force_n);
    unsigned loaded = 0;
    for (unsigned i = 1; i < BODY_STRIPS; i++)
        loaded = strip_force_n[i] > strip_force_n[loaded] ? i : loaded;
    double at_1_s = 0.0;
    for (int ms = 1; ms <= 10000; ms++) {
        body_advance(&body, &motion, 200.0, 0.001, &random);
        at_1_s = ms == 1000 ? force_read_n(&body, loaded) : at_1_s;
    }
    assert_true(fabs(at_1_s / strip_force_n[loaded] - 1.0) < 0.02);
    double decade = force_read_n(&body, loaded) / at_1_s;
    assert_true(decade > 1.035 && decade < 1.065);
    body_advance(&body, &motion, 0.0, 0.001, &random);
    double after_n[BODY_STRIPS];
    body_strip_forces(&body, &motion, 0.0, after_n);
    assert_true(force_read_n(&body, loaded) <= 1.1 * after_n[loaded] + 1e-9);
}

static void a_faulty_roller_has_a_loose_strip(void **state)
{
    (void)state;
    struct random random;
    random_seed(&random, 1, 1);
    for (uint64_t seed = 1; seed <= 10; seed++) {
        struct roller_body ok = random_roller(seed, 1, false);
        struct roller_body poor = random_roller(seed, 1, true);
        assert_int_equal(ok.loose_strip, -1);
        assert_in_range(poor.loose_strip, 0, BODY_STRIPS - 1);
        struct motion motion = {.load = 1.0};
        motion.rolled_mm = 0.0;
        int changes = 0;
        bool was = false;
        for (int ms = 0; ms < 300000; ms += 10) {
            body_advance(&poor, &motion, 200.0, 0.01, &random);
            changes += poor.is_loose != was;
            was = poor.is_loose;
        }
        assert_true(changes >= 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strips_carry_the_thigh_twice_and_the_weight),
        cmocka_unit_test(the_load_is_at_the_top_and_at_the_bottom),
        cmocka_unit_test(the_floor_presses_only_while_the_roller_lies_on_it),
        cmocka_unit_test(a_sensor_at_rest_shows_the_up_direction_and_the_rotation),
        cmocka_unit_test(the_gyro_adds_up_to_the_distance),
        cmocka_unit_test(the_accelerometer_measures_rolling_and_its_offset_from_the_axle),
        cmocka_unit_test(a_strip_reads_its_force_and_creeps),
        cmocka_unit_test(a_faulty_roller_has_a_loose_strip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
