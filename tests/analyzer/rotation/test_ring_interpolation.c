/* SPDX-License-Identifier: MIT */
/* The correction of the ring's angle between strips, tested with angles whose true values are known. */
#include "rotation/ring_error.h"
#include "numeric/angle.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <string.h>

#define ROWS 12000
#define STRIPS 8

struct angles {
    double time_s[ROWS], up_rad[ROWS], measured_rad[ROWS];
    unsigned char loaded[ROWS];
};

/* Make sinusoidal strokes of 4.5 rad with a period of 4 s at 100 Hz, measured by a ring with a strip at `first_rad`,
 * whose angles are biased towards the strips. */
static void make_angles(struct angles *angles, double first_rad)
{
    memset(angles->loaded, 1, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        angles->time_s[i] = (double)i / 100;
        double up = angles->up_rad[i] = -2.25 * (1 - cos(TWO_PI * angles->time_s[i] / 4));
        angles->measured_rad[i] = up - 0.7 / STRIPS * sin(STRIPS * (up - first_rad));
    }
}

static double rms_error(const struct angles *angles)
{
    double sum = 0;
    for (size_t i = 0; i < ROWS; i++) {
        double error = angles->measured_rad[i] - angles->up_rad[i];
        sum += error * error / ROWS;
    }
    return sqrt(sum);
}

static void angles_between_strips_are_corrected(void **state)
{
    (void)state;
    static struct angles angles;
    const struct ring_rows rows = {angles.loaded, angles.time_s, ROWS, STRIPS};
    for (int k = 0; k < 2; k++) {
        double first_rad = k * 0.3;
        make_angles(&angles, first_rad);
        double rms_before = rms_error(&angles);
        assert_true(ring_interpolation_correct(angles.measured_rad, first_rad, &rows));
        double rms_after = rms_error(&angles);
        print_message("figure: ring biased towards its strips, one at %.1f rad: rms error %.4f rad, corrected "
                      "%.4f\n",
                      first_rad, rms_before, rms_after);
        assert_true(rms_before > 0.05 && rms_after < 0.1 * rms_before);
    }
}

static void too_few_crossings_change_nothing(void **state)
{
    (void)state;
    static struct angles angles;
    static double measured_rad[ROWS];
    const struct ring_rows rows = {angles.loaded, angles.time_s, ROWS, STRIPS};
    make_angles(&angles, 0);
    memcpy(measured_rad, angles.measured_rad, sizeof measured_rad);
    memset(angles.loaded + 300, 0, ROWS - 300);
    assert_true(ring_interpolation_correct(angles.measured_rad, 0, &rows));
    assert_memory_equal(angles.measured_rad, measured_rad, sizeof measured_rad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(angles_between_strips_are_corrected),
        cmocka_unit_test(too_few_crossings_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
