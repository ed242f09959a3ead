/* SPDX-License-Identifier: MIT */
#include "rotation/rotation.h"

#include "numeric/angle.h"
#include "numeric/lowpass.h"
#include "numeric/row_array.h"
#include "rotation/ring_error.h"

#include <math.h>
#include <stdlib.h>

#define SMOOTH_S 0.01 /* against noise of single rows; a small fraction of a ripple's length */
#define EVEN_DEG 2.0

/* From ring vectors (x, y) to up, unwrapped, in x; without load it stays. */
static void unwrap(double *x, const double *y, const unsigned char *loaded, size_t count)
{
    double before = 0, revolutions = 0; /* of the vector, which turns twice as fast */
    for (size_t i = 0; i < count; i++) {
        double here = loaded[i] ? atan2(y[i], x[i]) : before, step = here - before;
        revolutions += step > TWO_PI / 2 ? -1 : step < -TWO_PI / 2 ? 1 : 0;
        before = here;
        x[i] = (here + TWO_PI * revolutions) / 2;
    }
}

/* Whether the strips are evenly spaced, in any order: symmetry gives exact angles only then. */
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
    const struct ring_rows rows = {series->loaded, time_s, series->count, header->strip_count};
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
    struct ring_error error;
    double first_rad = header->strip_angle_deg[0] * TWO_PI / 360;
    bool good = (!is_even(header) || ring_interpolation_correct(x, first_rad, &rows)) &&
                ring_fit_error(&error, x, &rows) && ring_error_correct_rows(&error, x, count);
    double theta = 0;
    for (size_t i = 0; good && i < count; i++) {
        if (i > 0 && series->loaded[i] && series->loaded[i - 1])
            theta -= x[i] - x[i - 1];
        theta_rad[i] = theta;
    }
    free(x);
    return good;
}
