/* SPDX-License-Identifier: MIT */
#include "rotation/rotation_from_sensors.h"

#include "numeric/angle.h"
#include "numeric/lowpass.h"
#include "numeric/row_array.h"
#include "rotation/ring_error.h"

#include <math.h>
#include <stdlib.h>

#define SMOOTH_S 0.01 /* time constant that smooths noise of single rows; short compared with a ripple */
#define SPACING_TOLERANCE_DEG 2.0

/* Replace x of the ring vectors (x, y) with up, rad, unwrapped; it stays constant while unloaded. */
static void unwrap_up(double *x, const double *y, const unsigned char *contact, size_t count)
{
    double previous = 0, revolutions = 0; /* of the ring vector, which rotates twice as fast as the up direction */
    for (size_t i = 0; i < count; i++) {
        double current = contact[i] ? atan2(y[i], x[i]) : previous, step = current - previous;
        if (fabs(step) > TWO_PI / 2)
            revolutions += step > 0 ? -1 : 1;
        previous = current;
        x[i] = (current + TWO_PI * revolutions) / 2;
    }
}

/* Whether the strips are equally spaced, in any order. Only then does symmetry make some angles exact. */
static bool is_equally_spaced(const struct session_header *header)
{
    double step = 360.0 / header->strip_count;
    for (unsigned k = 1; k < header->strip_count; k++)
        if (fabs(remainder(header->strip_angle_deg[k] - header->strip_angle_deg[0], step)) > SPACING_TOLERANCE_DEG)
            return false;
    return true;
}

bool rotation_from_ring_estimate(const struct force_series *series, const struct session_header *header,
                                 const double *time_s, double *rotation_rad)
{
    const struct ring_rows rows = {series->contact, time_s, series->count, header->strip_count};
    size_t count = series->count;
    double *x = row_array_alloc(2 * count, sizeof *x);
    if (x == NULL)
        return false;
    double *y = x + count;
    for (size_t i = 0; i < count; i++) {
        x[i] = (double)series->ring_vector_n[2 * i];
        y[i] = (double)series->ring_vector_n[2 * i + 1];
    }
    lowpass_zero_phase_pair(x, y, time_s, count, SMOOTH_S);
    unwrap_up(x, y, series->contact, count);
    double *up_rad = x;
    struct ring_error error;
    double first_rad = header->strip_angle_deg[0] * TWO_PI / 360;
    bool ok = (!is_equally_spaced(header) || ring_interpolation_correct(up_rad, first_rad, &rows)) &&
              ring_error_fit(&error, up_rad, &rows) && ring_error_correct_rows(&error, up_rad, count);
    for (size_t i = 0; ok && i < count; i++)
        rotation_rad[i] = up_rad[0] - up_rad[i];
    free(x);
    return ok;
}
