/* SPDX-License-Identifier: MIT */
/* The lean of the thigh: found where it slopes, and not where the ring only lags the motion sensor. */
#include "rotation/thigh_lean.h"
#include "numeric/angle.h"
#include "support/cmocka_includes.h"

#include <math.h>

#define ROWS 6000
#define STEP_S 0.01
#define RANGE_RAD 5.0
#define STROKE_S 0.9 /* a fast one: over 300 mm in it */

/* Return the rotation in strokes that start and end gently. */
static double rotation_rad(double time_s)
{
    double strokes = time_s / STROKE_S, done = strokes - floor(strokes);
    double fraction = done * done * done * (10 + done * (6 * done - 15));
    return RANGE_RAD * (fmod(floor(strokes), 2) == 0 ? fraction : 1 - fraction);
}

/* Return the lean that is found if the thigh slopes by `slope_deg` from one end to the other and the ring lags by
 * `lag_s`. */
static struct thigh_lean lean_found(double slope_deg, double lag_s)
{
    static double imu_rad[ROWS], ring_rad[ROWS], time_s[ROWS], force_n[ROWS];
    static unsigned char contact[ROWS];
    struct thigh_lean lean;
    struct force_series series = {.count = ROWS, .force_n = force_n, .contact = contact, .force_p95_n = 300};
    for (size_t i = 0; i < ROWS; i++) {
        time_s[i] = STEP_S * (double)i;
        double along_thigh_rad = rotation_rad(time_s[i]), lagging_rad = rotation_rad(fmax(time_s[i] - lag_s, 0));
        double slope = slope_deg * RAD_PER_DEGREE / RANGE_RAD;
        imu_rad[i] = along_thigh_rad / (1 + slope);
        ring_rad[i] = lagging_rad / (1 + slope) * (1 + slope / 2);
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
        struct thigh_lean lean = lean_found(0, lag * STEP_S);
        assert_true(lean.slope_deg == 0 && lean.change_deg == 0);
    }
}

static void a_slope_is_found_whatever_the_lag(void **state)
{
    (void)state;
    for (int lag = -1; lag <= 1; lag++)
        for (int slope_deg = -12; slope_deg <= 12; slope_deg += 24)
            assert_true(fabs(lean_found(slope_deg, lag * STEP_S).slope_deg - slope_deg) < 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ring_that_lags_shows_no_slope),
        cmocka_unit_test(a_slope_is_found_whatever_the_lag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
