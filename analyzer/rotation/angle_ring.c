/* SPDX-License-Identifier: MIT */
#include "rotation/angle_ring.h"

#include "numeric/lowpass.h"
#include "rotation/ring_interpolation.h"
#include "rotation/ring_fit.h"
#include "numeric/row_array.h"
#include "numeric/angle.h"

#include <math.h>
#include <stdlib.h>

#define SMOOTH_S                                                                                             \
    0.01 /* against noise of single rows; the fastest rolling turns 0.05 rad in this time, a small part of a \
            ripple */
#define EVEN_DEG 2.0

/* From the ring vector to the direction of up in x, unwrapped; without load as it was before. */
static void unwrap(double *x, const double *y, const unsigned char *loaded, size_t count)
{
    for (size_t i = 0; i < count; i++)
        x[i] = atan2(y[i], x[i]);
    double before = 0, turns = 0;
    for (size_t i = 0; i < count; i++) {
        double here = loaded[i] ? x[i] : before, step = here - before;
        turns += step > TWO_PI / 2 ? -1 : step < -TWO_PI / 2 ? 1 : 0;
        before = here;
        x[i] = (here + TWO_PI * turns) / 2;
    }
}

/* Whether the strips sit at even steps, in whatever order: only then does symmetry tell angles between them.
 */
static bool is_even(const struct session_header *header)
{
    double step = 360.0 / header->strip_count;
    for (unsigned k = 1; k < header->strip_count; k++) {
        if (fabs(remainder(header->strip_angle_deg[k] - header->strip_angle_deg[0], step)) > EVEN_DEG)
            return false;
    }
    return true;
}

bool angle_ring_estimate(const struct force_series *series, const struct session_header *header,
                         const double *time_s, double *theta_rad)
{
    unsigned strips = header->strip_count;
    size_t count = series->count;
    double *x = row_array(2 * count, sizeof *x);
    if (x == NULL)
        return false;
    double *y = x + count;
    for (size_t i = 0; i < count; i++) {
        x[i] = (double)series->ring[2 * i];
        y[i] = (double)series->ring[2 * i + 1];
    }
    lowpass_zero_phase_pair(x, y, time_s, count, SMOOTH_S);
    unwrap(x, y, series->loaded, count);
    struct ring_error shape;
    bool good =
        (!is_even(header) || ring_interpolation_correct(x, strips, header->strip_angle_deg[0] * TWO_PI / 360,
                                                        series->loaded, time_s, count)) &&
        ring_fit_error(&shape, strips, x, series->loaded, time_s, count);
    double theta = 0;
    good = good && ring_error_correct_rows(&shape, x, count);
    for (size_t i = 0; good && i < count; i++) {
        if (i > 0 && series->loaded[i] && series->loaded[i - 1])
            theta -= x[i] - x[i - 1];
        theta_rad[i] = theta;
    }
    free(x);
    return good;
}
