/* SPDX-License-Identifier: MIT */
/* The lean of the thigh: found where it slopes, and not where the ring only lags the motion sensor or errs at one
 * place. */
#include "rotation/thigh_lean.h"
#include "numeric/angle.h"
#include "support/cmocka_includes.h"

#include <math.h>

#define ROWS 6000
#define STEP_S 0.01
#define RANGE_RAD 5.0
#define STROKE_S 0.9 /* a fast one: over 300 mm in it */
#define HOLD_AT_S 13.0
#define RIPPLE_WAVES 16

/* Return the rotation in strokes that start and end gently. */
static double rotation_rad(double time_s)
{
    double strokes = time_s / STROKE_S, done = strokes - floor(strokes);
    double fraction = done * done * done * (10 + done * (6 * done - 15));
    return RANGE_RAD * (fmod(floor(strokes), 2) == 0 ? fraction : 1 - fraction);
}

struct scene {
    double slope_deg;  /* of the thigh, from one end to the other */
    double lag_s;      /* of the ring */
    double ripple_deg; /* error of the ring, with RIPPLE_WAVES waves in a revolution */
    double hold_s;     /* the person stays for so long at HOLD_AT_S */
};

/* Return the time since the start, without that of staying. */
static double rolling_s(const struct scene *scene, double time_s)
{
    return time_s - fmin(fmax(time_s - HOLD_AT_S, 0), scene->hold_s);
}

static struct thigh_lean lean_found(const struct scene *scene)
{
    static double imu_rad[ROWS], ring_rad[ROWS], time_s[ROWS], force_n[ROWS];
    static unsigned char contact[ROWS];
    struct thigh_lean lean;
    struct force_series series = {.count = ROWS, .force_n = force_n, .contact = contact, .force_p95_n = 300};
    for (size_t i = 0; i < ROWS; i++) {
        time_s[i] = STEP_S * (double)i;
        double along_thigh_rad = rotation_rad(rolling_s(scene, time_s[i]));
        double lagging_rad = rotation_rad(fmax(rolling_s(scene, time_s[i]) - scene->lag_s, 0));
        double slope = scene->slope_deg * RAD_PER_DEGREE / RANGE_RAD;
        imu_rad[i] = along_thigh_rad / (1 + slope);
        ring_rad[i] =
            lagging_rad / (1 + slope) * (1 + slope / 2) +
            scene->ripple_deg * RAD_PER_DEGREE * cos(RIPPLE_WAVES * (along_thigh_rad - rotation_rad(HOLD_AT_S)));
        force_n[i] = 300;
        contact[i] = CONTACT_LOADED;
    }
    assert_true(thigh_lean_apply(&lean, imu_rad, ring_rad, &series, time_s));
    return lean;
}

static void a_ring_that_lags_shows_no_slope(void **state)
{
    (void)state;
    for (int lag = -2; lag <= 2; lag++) {
        struct thigh_lean lean = lean_found(&(struct scene){.lag_s = lag * STEP_S});
        assert_true(lean.slope_deg == 0 && lean.change_deg == 0);
    }
}

static void a_slope_is_found_whatever_the_lag(void **state)
{
    (void)state;
    for (int lag = -1; lag <= 1; lag++)
        for (int slope_deg = -12; slope_deg <= 12; slope_deg += 24)
            assert_true(fabs(lean_found(&(struct scene){slope_deg, lag * STEP_S, 0, 0}).slope_deg - slope_deg) < 2);
}

/* Where the roller stands, the ring's ripple at that place lasts, as a lean would. It is not one. */
static void an_error_at_one_place_is_no_change_of_posture(void **state)
{
    (void)state;
    for (double hold_s = 0; hold_s <= 20; hold_s += 10)
        for (int ripple_deg = -5; ripple_deg <= 5; ripple_deg += 10) {
            struct thigh_lean lean = lean_found(&(struct scene){.ripple_deg = ripple_deg, .hold_s = hold_s});
            assert_true(lean.change_deg == 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ring_that_lags_shows_no_slope),
        cmocka_unit_test(a_slope_is_found_whatever_the_lag),
        cmocka_unit_test(an_error_at_one_place_is_no_change_of_posture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
