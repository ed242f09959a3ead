/* SPDX-License-Identifier: MIT */
/* A roller that records for a long time while nobody uses it: that time counts as unloaded, and does not change the
 * results of the rolling. */
#include "analyzer/pipeline/whole_session.h"
#include "force/contact.h"
#include "support/cmocka_includes.h"

#include <math.h>

#define LONG_S 1200

/* Set the readings of an unattended roller, whose weight rests on two strips, with noise of a few counts. False, with
 * nothing set, if a thigh is on the roller. */
static bool set_unattended(size_t row, double count[MOTION_STRIPS], double weight_n)
{
    double sum = 0;
    for (int k = 0; k < MOTION_STRIPS; k++)
        sum += count[k];
    if (sum > 0)
        return false;
    for (int k = 0; k < MOTION_STRIPS; k++) {
        double force_n = k == 3 ? 0.7 * weight_n : k == 4 ? 0.3 * weight_n : 0;
        count[k] = fmax(motion_count(force_n) + motion_noise(row, k, 2), 0);
    }
    return true;
}

static void unattended_10_n(size_t row, double *count)
{
    set_unattended(row, count, 10);
}

static void unattended_20_n(size_t row, double *count)
{
    set_unattended(row, count, 20);
}

/* Like unattended_10_n, but with seven wrong readings every nine seconds. */
static void unattended_10_n_with_glitches(size_t row, double *count)
{
    if (set_unattended(row, count, 10) && row % 900 < 7)
        count[4] = 0.8 * MOTION_FULL;
}

/* Roll for 40 s, 12 s of them in a static visit at 90 mm. */
static void roll(struct motion *motion)
{
    motion_hold(motion, 0.5);
    for (int k = 0; k < 8; k++)
        motion_roll(motion, k % 2 == 0 ? 330 : 0, 130);
    motion_roll(motion, 90, 130);
    motion_hold(motion, 12);
    motion_roll(motion, 330, 130);
    motion_roll(motion, 0, 130);
}

static struct result analyze(const struct motion *motion, void (*spoil)(size_t, double *))
{
    struct session session;
    struct sensors sensors = SENSORS_PERFECT;
    sensors.spoil_strips = spoil;
    temp_dir_make(&session.dir);
    motion_write(motion, &sensors, temp_dir_join(&session.dir, "s.csv", session.path, sizeof session.path));
    struct result result = session_analyze(&session, (struct analysis_options){0});
    temp_dir_remove(&session.dir);
    return result;
}

/* Expect the rolling to be found between unattended periods. The thigh's force is divided by `force_divisor`. */
static void expect_rolling_found(double before_s, double after_s, double force_divisor, void (*spoil)(size_t, double *))
{
    struct motion motion;
    double loaded_s = 0, impulse_n_s = 0;
    motion_init(&motion);
    motion_lift(&motion, before_s, 0);
    roll(&motion);
    motion_lift(&motion, after_s, 0);
    for (size_t i = 0; i < motion.count; i++) {
        motion.force_n[i] /= force_divisor;
        loaded_s += motion.loaded[i] / MOTION_RATE_HZ;
        impulse_n_s += motion.force_n[i] / MOTION_RATE_HZ;
    }
    double force_n = impulse_n_s / loaded_s;
    struct result result = analyze(&motion, spoil);
    print_message("figure: unattended %.0f s before and %.0f s after %.1f s of rolling: loaded %.1f s, mean "
                  "force %.1f N "
                  "of %.1f, %zu spots, %zu warnings\n",
                  before_s, after_s, loaded_s, result.loaded_s, result.mean_force_n, force_n, result.spot_count,
                  result.warning_count);
    assert_true(fabs(result.loaded_s - loaded_s) < 0.3);
    assert_true(fabs(result.mean_force_n - force_n) <
                11); /* half of the weight, which motion.h leaves out under load */
    assert_int_equal(result.spot_count, 1);
    assert_true(fabs(result.spot[0].center_mm - 90) < 3 && fabs(result.spot[0].dwell_s - 12) < 0.5);
    assert_false(session_warned(&result, "Strip"));
    result_free(&result);
    motion_free(&motion);
}

static void an_unattended_roller_is_not_loaded(void **state)
{
    (void)state;
    expect_rolling_found(1, LONG_S, 1, unattended_10_n);
    expect_rolling_found(1, LONG_S, 1, unattended_20_n);
    expect_rolling_found(LONG_S, 1, 1, unattended_10_n);
    expect_rolling_found(LONG_S / 2, LONG_S, 1, unattended_10_n);
}

static void an_unattended_roller_is_found_after_a_light_thigh_and_with_bad_readings(void **state)
{
    (void)state;
    expect_rolling_found(1, LONG_S, 4, unattended_10_n);
    expect_rolling_found(1, LONG_S, 4, unattended_20_n);
    expect_rolling_found(1, LONG_S, 1, unattended_10_n_with_glitches);
}

/* Sessions of two and a half minutes of rolling with a static visit: both with full force; the visit with less force;
 * two sessions with little force; and one with little force but a short visit with high force. */
static void a_thigh_held_still_is_not_an_unattended_roller(void **state)
{
    (void)state;
    static const struct {
        double rolled_n, held_n, held_s;
    } thigh[] = {{150, 150, 60}, {150, 45, 60}, {60, 22, 60}, {14, 14, 60}, {15, 200, 7}};
    for (size_t t = 0; t < sizeof thigh / sizeof thigh[0]; t++) {
        struct motion motion;
        motion_init(&motion);
        motion_lift(&motion, 1, 0);
        for (int k = 0; k < 60; k++)
            motion_roll(&motion, k % 2 == 0 ? 330 : 0, 130);
        motion_roll(&motion, 200, 130);
        size_t held = motion.count;
        motion_hold(&motion, thigh[t].held_s);
        size_t end = motion.count;
        motion_roll(&motion, 330, 130);
        motion_roll(&motion, 0, 130);
        double loaded_s = (double)motion.count / MOTION_RATE_HZ - 1;
        motion_lift(&motion, 1, 0);
        for (size_t i = 0; i < motion.count; i++)
            motion.force_n[i] = !motion.loaded[i] ? 0 : i >= held && i < end ? thigh[t].held_n : thigh[t].rolled_n;
        struct result result = analyze(&motion, unattended_10_n);
        assert_true(fabs(result.loaded_s - loaded_s) <
                    2.5); /* with the lightest thigh, the roller's weight counts as load */
        assert_int_equal(result.spot_count, 1);
        assert_true(fabs(result.spot[0].center_mm - 200) < 3);
        assert_true(fabs(result.spot[0].dwell_s - thigh[t].held_s) < 1);
        result_free(&result);
        motion_free(&motion);
    }
}

static void contact_has_hysteresis_and_no_flicker(void **state)
{
    (void)state;
    static const double force[] = {0, 12, 16, 12, 11, 9, 12, 16, 20, 9, 20, 20, 20, 0, 0, 0, 0};
    static const unsigned char expected[] = {0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0};
    static const unsigned char bridged[] = {0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0};
    double time_s[sizeof expected];
    unsigned char loaded[sizeof expected];
    for (size_t i = 0; i < sizeof expected; i++)
        time_s[i] = (double)i;
    contact_detect(force, time_s, sizeof expected, &(struct contact_limits){15, 10, 0.5}, loaded);
    assert_memory_equal(loaded, expected, sizeof expected);
    contact_detect(force, time_s, sizeof expected, &(struct contact_limits){15, 10, 1.5}, loaded);
    assert_memory_equal(loaded, bridged, sizeof expected);
}

/* A roller as heavy as that of the build guide, on the floor for a second, then under a thigh: what it weighs is not
 * the thigh's force. */
static void a_heavy_roller_is_weighed_before_a_light_thigh(void **state)
{
    (void)state;
    static const double thigh_n[] = {45, 70, 100, 200}, weight_n[] = {6, 18, 24};
    static double time_s[2000], sum_n[2000], force_n[2000];
    static float vector_n[2 * 2000];
    static unsigned char contact[2000];
    for (size_t t = 0; t < sizeof thigh_n / sizeof thigh_n[0]; t++) {
        for (size_t w = 0; w < sizeof weight_n / sizeof weight_n[0]; w++) {
            for (size_t i = 0; i < 2000; i++) {
                bool is_loaded = i >= 100;
                time_s[i] = (double)i * 0.01;
                sum_n[i] = weight_n[w] + (is_loaded ? 2 * thigh_n[t] * (1 + 0.1 * sin((double)i / 20)) : 0);
            }
            const struct contact_rows rows = {
                .time_s = time_s, .ring_vector_n = vector_n, .count = 2000, .period_s = 0.01};
            struct contact_forces forces;
            assert_true(contact_find(&forces, &rows, sum_n, force_n, contact));
            assert_true(fabs(forces.weight_n - weight_n[w]) < 0.5);
            assert_true(contact[50] == CONTACT_UNLOADED && contact[1000] == CONTACT_LOADED);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contact_has_hysteresis_and_no_flicker),
        cmocka_unit_test(an_unattended_roller_is_not_loaded),
        cmocka_unit_test(an_unattended_roller_is_found_after_a_light_thigh_and_with_bad_readings),
        cmocka_unit_test(a_thigh_held_still_is_not_an_unattended_roller),
        cmocka_unit_test(a_heavy_roller_is_weighed_before_a_light_thigh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
