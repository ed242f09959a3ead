/* SPDX-License-Identifier: MIT */
#include "angle_ring.h"

#include "lowpass.h"

#include <math.h>
#include <stdlib.h>

#define SMOOTH_S 0.03 /* against noise of single rows; the fastest rolling turns 0.15 rad in this time */
#define TURN 6.283185307179586

bool angle_ring_estimate(const struct series *series, const double *time_s, double *theta_rad)
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
    lowpass_both_ways(x, time_s, count, SMOOTH_S);
    lowpass_both_ways(y, time_s, count, SMOOTH_S);
    double theta = 0, last = 0;
    bool was_loaded = false;
    for (size_t i = 0; i < count; i++) {
        if (series->loaded[i]) {
            double twice_up = atan2(y[i], x[i]);
            if (was_loaded)
                theta -= remainder(twice_up - last, TURN) / 2;
            last = twice_up;
        }
        was_loaded = series->loaded[i];
        theta_rad[i] = theta;
    }
    free(x);
    return true;
}
