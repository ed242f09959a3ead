/* SPDX-License-Identifier: MIT */
#include "rotation/rotation.h"

#include "numeric/angle.h"
#include "numeric/lowpass.h"
#include "numeric/row_array.h"
#include "rotation/ring_error.h"

#include <math.h>
#include <stdlib.h>

#define SMOOTH_S 0.01 /* against noise of single rows; a small fraction of a ripple's duration */
#define SPACING_TOLERANCE_DEG 2.0

/* Convert ring vectors (x, y) to up, unwrapped, in x; without load up stays constant. */
static void unwrap(double *x, const double *y, const unsigned char *contact, size_t count)
{
    double previous = 0, revolutions = 0; /* of the ring vector, which rotates twice as fast as up */
    for (size_t i = 0; i < count; i++) {
        double current = contact[i] ? atan2(y[i], x[i]) : previous, step = current - previous;
        revolutions += step > TWO_PI / 2 ? -1 : step < -TWO_PI / 2 ? 1 : 0;
        previous = current;
        x[i] = (current + TWO_PI * revolutions) / 2;
    }
}

/* Whether the strips are equally spaced, in any order: only then does symmetry make some angles exact. */
static bool is_equally_spaced(const struct session_header *header)
{
    double step = 360.0 / header->strip_count;
    for (unsigned k = 1; k < header->strip_count; k++) {
        if (fabs(remainder(header->strip_angle_deg[k] - header->strip_angle_deg[0], step)) > SPACING_TOLERANCE_DEG)
            return false;
    }
    return true;
}

bool angle_ring_estimate(const struct force_series *series, const struct session_header *header, const double *time_s,
                         double *theta_rad)
{
    const struct ring_rows rows = {series->contact, time_s, series->count, header->strip_count};
    size_t count = series->count;
    double *x = row_array_alloc(2 * count, sizeof *x);
    if (x == NULL)
        return false;
    double *y = x + count;
    for (size_t i = 0; i < count; i++) {
        x[i] = (double)series->ring_vector[2 * i];
        y[i] = (double)series->ring_vector[2 * i + 1];
    }
    lowpass_zero_phase_pair(x, y, time_s, count, SMOOTH_S);
    unwrap(x, y, series->contact, count);
    struct ring_error error;
    double first_rad = header->strip_angle_deg[0] * TWO_PI / 360;
    bool ok = (!is_equally_spaced(header) || ring_interpolation_correct(x, first_rad, &rows)) &&
              ring_fit_error(&error, x, &rows) && ring_error_correct_rows(&error, x, count);
    double theta = 0;
    for (size_t i = 0; ok && i < count; i++) {
        if (i > 0 && series->contact[i] && series->contact[i - 1])
            theta -= x[i] - x[i - 1];
        theta_rad[i] = theta;
    }
    free(x);
    return ok;
}
