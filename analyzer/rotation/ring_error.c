/* SPDX-License-Identifier: MIT */
#include "rotation/ring_error.h"

#include "numeric/angle.h"

#include <math.h>
#include <stdlib.h>

#define CORRECTION_ROUNDS_MAX 100 /* limit in case the rounds do not converge */
#define CORRECTION_TOLERANCE_RAD 1e-8
#define ANGLES 2048               /* table entries per period, for errors below 2e-5 rad */
#define DIRECT_ROWS (ANGLES / 16) /* for this many rows or fewer, correcting each row is faster than making a table */

/* Compute exp(i w u) of each harmonic w as a power of exp(i u): w = 2, 4, 6, N, 2 N. */
static void find_harmonics(struct angle_vector wave[RING_ERROR_HARMONICS], unsigned strip_count, double up_rad)
{
    const struct angle_vector once = angle_vector_of(up_rad);
    struct angle_vector square = once;
    wave[3] = (struct angle_vector){1, 0};
    for (unsigned exponent = strip_count; exponent > 0; exponent >>= 1) {
        if (exponent & 1)
            wave[3] = angle_vector_rotate(wave[3], square);
        square = angle_vector_rotate(square, square);
    }
    wave[0] = angle_vector_rotate(once, once);
    wave[1] = angle_vector_rotate(wave[0], wave[0]);
    wave[2] = angle_vector_rotate(wave[0], wave[1]);
    wave[4] = angle_vector_rotate(wave[3], wave[3]);
}

double ring_error_at(const struct ring_error *error, double up_rad)
{
    struct angle_vector wave[RING_ERROR_HARMONICS];
    double sum = 0;
    find_harmonics(wave, error->strip_count, up_rad);
    for (int j = 0; j < RING_ERROR_HARMONICS; j++)
        sum += error->sine[j] * wave[j].sine + error->cosine[j] * wave[j].cosine;
    return sum;
}

double ring_error_correct(const struct ring_error *error, double measured_rad)
{
    double up_rad = measured_rad, change_rad = INFINITY;
    for (int round = 0; round < CORRECTION_ROUNDS_MAX && fabs(change_rad) > CORRECTION_TOLERANCE_RAD; round++) {
        /* only half a step of the fixed-point iteration, so that it also converges on steep ripples */
        change_rad = 0.5 * (measured_rad - ring_error_at(error, up_rad) - up_rad);
        up_rad += change_rad;
    }
    return up_rad;
}

/* Return the number of common periods of the harmonics per revolution: all are even with an even number of strips. */
static unsigned periods_per_revolution(unsigned strip_count)
{
    return strip_count % 2 == 0 ? 2 : 1;
}

double ring_error_period_rad(unsigned strip_count)
{
    return TWO_PI / periods_per_revolution(strip_count);
}

unsigned ring_error_harmonic(unsigned strip_count, int j)
{
    unsigned waves_per_revolution = j < 3 ? 2u * ((unsigned)j + 1) : strip_count * ((unsigned)j - 2);
    return waves_per_revolution / periods_per_revolution(strip_count);
}

/* Set error_rad[angles] to d(u) at equally spaced angles of a period; each harmonic follows the recurrence
 * x(k + 1) = 2 cos(step) x(k) - x(k - 1). */
static void fill_errors(double *error_rad, size_t angles, const struct ring_error *error)
{
    double current[RING_ERROR_HARMONICS], previous[RING_ERROR_HARMONICS], twice_cosine[RING_ERROR_HARMONICS];
    for (int j = 0; j < RING_ERROR_HARMONICS; j++) {
        const struct angle_vector step =
            angle_vector_of(TWO_PI / (double)angles * ring_error_harmonic(error->strip_count, j));
        current[j] = error->cosine[j];
        previous[j] = error->cosine[j] * step.cosine - error->sine[j] * step.sine;
        twice_cosine[j] = 2 * step.cosine;
    }
    for (size_t k = 0; k < angles; k++) {
        error_rad[k] = 0;
        for (int j = 0; j < RING_ERROR_HARMONICS; j++) {
            double next = twice_cosine[j] * current[j] - previous[j];
            error_rad[k] += current[j];
            previous[j] = current[j];
            current[j] = next;
        }
    }
}

/* Step through the true angles, whose measured angles are known. For each measured angle of the table, interpolate
 * (quadratically) between the true angles at which it is first reached: the measured angle may run backwards. */
void ring_error_table(const struct ring_error *error, double *offset, double *scratch, size_t angles)
{
    const double step = ring_error_period_rad(error->strip_count) / (double)angles;
    double max_error = 0;
    fill_errors(scratch, angles, error);
    for (int j = 0; j < RING_ERROR_HARMONICS; j++)
        max_error += fabs(error->sine[j]) + fabs(error->cosine[j]);
    size_t lead = (size_t)(max_error / step) + 3; /* start this many steps before the first measured angle */
    size_t index = (lead / angles + 1) * angles - lead;
    double position = -(double)lead; /* next true angle in steps; `index` is its index in `scratch` */
    double lowest = -INFINITY, low = -INFINITY, high = -INFINITY; /* measured angles at the last three true angles */
    for (size_t k = 0; k < angles + 2; k++) {
        double measured = step * (double)k;
        for (; !(high >= measured); position++) {
            lowest = low;
            low = high;
            index = index < angles ? index : 0;
            high = step * position + scratch[index++];
        }
        double inverse_step = 1 / (high - low), fraction = (measured - low) * inverse_step;
        fraction += fraction * (1 - fraction) * (0.5 * inverse_step) * (high - 2 * low + lowest);
        fraction = fmin(fmax(fraction, 0), 1); /* where the angle runs backwards the quadratic term overshoots */
        offset[k] = step * (position - 2 + fraction) - measured;
    }
}

bool ring_error_correct_rows(const struct ring_error *error, double *measured_rad, size_t count)
{
    if (count <= DIRECT_ROWS) {
        for (size_t i = 0; i < count; i++)
            measured_rad[i] = ring_error_correct(error, measured_rad[i]);
        return true;
    }
    double *scratch = malloc((2 * ANGLES + 2) * sizeof *scratch);
    if (scratch == NULL)
        return false;
    double *offset = scratch + ANGLES, per_rad = 1 / ring_error_period_rad(error->strip_count);
    ring_error_table(error, offset, scratch, ANGLES);
    for (size_t i = 0; i < count; i++) {
        double position = angle_fractional_part(measured_rad[i] * per_rad) * ANGLES;
        size_t k = (size_t)position;
        measured_rad[i] += offset[k] + (position - (double)k) * (offset[k + 1] - offset[k]);
    }
    free(scratch);
    return true;
}
