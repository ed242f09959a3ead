/* SPDX-License-Identifier: MIT */
#include "angle_ring.h"

#include "lowpass.h"
#include "ring_between.h"
#include "ring_shape.h"

#include <math.h>
#include <stdlib.h>

#define SMOOTH_S 0.01 /* against noise of single rows; the fastest rolling turns 0.05 rad in this time, a small part of a ripple */
#define TURN 6.283185307179586

/* From the ring vector to the direction of up in x, unwrapped; without load as it was before. */
static void unwrap(double *x, const double *y, const unsigned char *loaded, size_t count)
{
    double up = 0;
    for (size_t i = 0; i < count; i++) {
        if (loaded[i])
            up += remainder(atan2(y[i], x[i]) - 2 * up, TURN) / 2;
        x[i] = up;
    }
}

bool angle_ring_estimate(const struct series *series, unsigned strips, const double *time_s, double *theta_rad)
{
    size_t count = series->count;
    double *x = malloc(2 * count * sizeof *x);
    if (x == NULL)
        return false;
    double *y = x + count;
    for (size_t i = 0; i < count; i++) {
        x[i] = (double)series->ring[2 * i];
        y[i] = (double)series->ring[2 * i + 1];
    }
    lowpass_pair_both_ways(x, y, time_s, count, SMOOTH_S);
    unwrap(x, y, series->loaded, count);
    struct ring_shape shape;
    bool good = ring_between_correct(x, strips, series->loaded, time_s, count) &&
                ring_shape_fit(&shape, strips, x, series->loaded, time_s, count);
    double theta = 0;
    good = good && ring_shape_correct_rows(&shape, x, count);
    for (size_t i = 0; good && i < count; i++) {
        if (i > 0 && series->loaded[i] && series->loaded[i - 1])
            theta -= x[i] - x[i - 1];
        theta_rad[i] = theta;
    }
    free(x);
    return good;
}
