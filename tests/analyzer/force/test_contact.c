/* SPDX-License-Identifier: MIT */
/* A roller that recorded for long while nobody used it: what it lay there for is no load, and what was rolled
 * is found as if it had not lain. */
#include "analyzer/result/whole_session.h"
#include "force/contact.h"
#include "support/cmocka_includes.h"

#include <math.h>

#define LONG_S 1200

/* The floor presses a roller that lies by itself at two strips; each reading is some counts off. False under
 * a thigh. */
static bool lie(size_t row, double count[MOTION_STRIPS], double weight_n)
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

static void weigh_10_n(size_t row, double *count)
{
    lie(row, count, 10);
}

static void weigh_20_n(size_t row, double *count)
{
    lie(row, count, 20);
}

/* And some readings every nine seconds are spoilt. */
static void weigh_10_n_with_glitches(size_t row, double *count)
{
    if (lie(row, count, 10) && row % 900 < 7)
        count[4] = 0.8 * MOTION_FULL;
}

/* 40 s rolled, 12 s of them held at 90 mm. */
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
    struct result result = session_analyze(&session, (struct pipeline_options){0});
    temp_dir_remove(&session.dir);
    return result;
}

/* `lighter` = how many times lighter than usual the thigh is. */
static void expect_what_was_rolled(double before_s, double after_s, double lighter,
                                   void (*spoil)(size_t, double *))
{
    struct motion motion;
    double loaded_s = 0, force_n = 0;
    motion_init(&motion);
    motion_lift(&motion, before_s, 0);
    roll(&motion);
    motion_lift(&motion, after_s, 0);
    for (size_t i = 0; i < motion.count; i++) {
        motion.force_n[i] /= lighter;
        loaded_s += motion.loaded[i] / MOTION_RATE_HZ;
        force_n += motion.force_n[i] / MOTION_RATE_HZ;
    }
    force_n /= loaded_s;
    struct result result = analyze(&motion, spoil);
    print_message(
        "figure: %.0f s before and %.0f s behind %.1f s of rolling: loaded for %.1f s, mean force %.1f N of "
        "%.1f, %zu spots, %zu warnings\n",
        before_s, after_s, loaded_s, result.loaded_s, result.mean_force_n, force_n, result.spot_count,
        result.warning_count);
    assert_true(fabs(result.loaded_s - loaded_s) < 0.3);
    assert_true(fabs(result.mean_force_n - force_n) <
                11); /* half the weight, which motion.h leaves out under a thigh */
    assert_int_equal(result.spot_count, 1);
    assert_true(fabs(result.spot[0].center_mm - 90) < 3 && fabs(result.spot[0].dwell_s - 12) < 0.5);
    assert_false(session_warned(&result, "Strip"));
    result_free(&result);
    motion_free(&motion);
}

static void a_roller_that_nobody_stopped_is_not_loaded(void **state)
{
    (void)state;
    expect_what_was_rolled(1, LONG_S, 1, weigh_10_n);
    expect_what_was_rolled(1, LONG_S, 1, weigh_20_n);
    expect_what_was_rolled(LONG_S, 1, 1, weigh_10_n);
    expect_what_was_rolled(LONG_S / 2, LONG_S, 1, weigh_10_n);
}

static void nor_is_it_beside_a_light_thigh_or_bad_readings(void **state)
{
    (void)state;
    expect_what_was_rolled(1, LONG_S, 4, weigh_10_n);
    expect_what_was_rolled(1, LONG_S, 4, weigh_20_n);
    expect_what_was_rolled(1, LONG_S, 1, weigh_10_n_with_glitches);
}

/* Two minutes and a half of rolling, and a place held still: in earnest, eased off, in a session that is
 * light throughout; and a light one in which one presses for a moment. */
static void a_thigh_is_no_roller_that_lies(void **state)
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
            motion.force_n[i] = !motion.loaded[i]      ? 0
                                : i >= held && i < end ? thigh[t].held_n
                                                       : thigh[t].rolled_n;
        struct result result = analyze(&motion, weigh_10_n);
        assert_true(fabs(result.loaded_s - loaded_s) <
                    2.5); /* beside the lightest thigh, the roller's weight is a load */
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
    static const unsigned char wanted[] = {0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0};
    static const unsigned char bridged[] = {0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0};
    double time_s[sizeof wanted];
    unsigned char loaded[sizeof wanted];
    for (size_t i = 0; i < sizeof wanted; i++)
        time_s[i] = (double)i;
    contact_detect(force, time_s, sizeof wanted, &(struct contact_limits){15, 10, 0.5}, loaded);
    assert_memory_equal(loaded, wanted, sizeof wanted);
    contact_detect(force, time_s, sizeof wanted, &(struct contact_limits){15, 10, 1.5}, loaded);
    assert_memory_equal(loaded, bridged, sizeof wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contact_has_hysteresis_and_no_flicker),
        cmocka_unit_test(a_roller_that_nobody_stopped_is_not_loaded),
        cmocka_unit_test(nor_is_it_beside_a_light_thigh_or_bad_readings),
        cmocka_unit_test(a_thigh_is_no_roller_that_lies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
