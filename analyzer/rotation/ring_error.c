/* SPDX-License-Identifier: MIT */
#include "rotation/ring_error.h"

#include "numeric/angle.h"

#include <math.h>
#include <stdlib.h>

#define CORRECT_ROUNDS 100
#define CORRECT_RAD 1e-8
#define ANGLES 2048            /* of a period, to put an angle right within 2e-5 rad */
#define ROWS_FEW (ANGLES / 16) /* that are put right one by one, faster than a table is made */

/* e^(i w u) of each wave w, as powers of e^(i u): sine and cosine are called once for all of them. */
static void waves_at(struct angle_vector wave[RING_ERROR_HARMONICS], unsigned strips, double up_rad)
{
    const struct angle_vector once = angle_vector_of(up_rad);
    struct angle_vector square = once;
    wave[3] = (struct angle_vector){1, 0};
    for (unsigned left = strips; left > 0; left >>= 1) {
        if (left & 1)
            wave[3] = angle_vector_rotate(wave[3], square);
        square = angle_vector_rotate(square, square);
    }
    wave[0] = angle_vector_rotate(once, once);
    wave[1] = angle_vector_rotate(wave[0], wave[0]);
    wave[2] = angle_vector_rotate(wave[0], wave[1]);
    wave[4] = angle_vector_rotate(wave[3], wave[3]);
}

double ring_error_at(const struct ring_error *shape, double up_rad)
{
    struct angle_vector wave[RING_ERROR_HARMONICS];
    double error = 0;
    waves_at(wave, shape->strips, up_rad);
    for (int j = 0; j < RING_ERROR_HARMONICS; j++)
        error += shape->sine[j] * wave[j].sine + shape->cosine[j] * wave[j].cosine;
    return error;
}

double ring_error_correct(const struct ring_error *shape, double measured_rad)
{
    double up = measured_rad, change = INFINITY;
    for (int round = 0; round < CORRECT_ROUNDS && fabs(change) > CORRECT_RAD; round++) {
        change = 0.5 * (measured_rad - ring_error_at(shape, up) -
                        up); /* halves: it settles where the ripple is steep */
        up += change;
    }
    return up;
}

/* All waves of a ring of evenly many strips come twice a turn. */
static unsigned periods_of(unsigned strips)
{
    return strips % 2 == 0 ? 2 : 1;
}

double ring_error_period_rad(unsigned strips)
{
    return TWO_PI / periods_of(strips);
}

unsigned ring_error_harmonic(unsigned strips, int j)
{
    return (j < 3 ? 2u * ((unsigned)j + 1) : strips * ((unsigned)j - 2)) / periods_of(strips);
}

/* d(u) at so many angles of a period, wave by wave: x(k + 1) = 2 cos(step) x(k) - x(k - 1) for a sine, a
 * cosine and their sum. */
static void fill_errors(double *error, size_t angles, const struct ring_error *shape)
{
    double now[RING_ERROR_HARMONICS], before[RING_ERROR_HARMONICS], twice_cosine[RING_ERROR_HARMONICS];
    for (int j = 0; j < RING_ERROR_HARMONICS; j++) {
        const struct angle_vector step =
            angle_vector_of(TWO_PI / (double)angles * ring_error_harmonic(shape->strips, j));
        now[j] = shape->cosine[j];
        before[j] = shape->cosine[j] * step.cosine - shape->sine[j] * step.sine;
        twice_cosine[j] = 2 * step.cosine;
    }
    for (size_t k = 0; k < angles; k++) {
        error[k] = 0;
        for (int j = 0; j < RING_ERROR_HARMONICS; j++) {
            double next = twice_cosine[j] * now[j] - before[j];
            error[k] += now[j];
            before[j] = now[j];
            now[j] = next;
        }
    }
}

/*
 * The measured angles of the true ones are gone through in their order, and those on both sides tell what is
 * between them, less its bend. A shape by which the measured angle would go back now and then is taken at the
 * first of its true angles.
 */
void ring_error_table(const struct ring_error *shape, double *off, double *error, size_t angles)
{
    const double step = ring_error_period_rad(shape->strips) / (double)angles;
    double most = 0;
    fill_errors(error, angles, shape);
    for (int j = 0; j < RING_ERROR_HARMONICS; j++)
        most += fabs(shape->sine[j]) + fabs(shape->cosine[j]);
    size_t behind = (size_t)(most / step) + 3, up = (behind / angles + 1) * angles - behind;
    double place =
        -(double)behind; /* of the true angle that comes next, which is `up` but for whole periods */
    double lowest = -INFINITY, low = -INFINITY, high = -INFINITY; /* measured at the three before it */
    for (size_t k = 0; k < angles + 2; k++) {
        double measured = step * (double)k;
        for (; !(high >= measured); place++) {
            lowest = low;
            low = high;
            up = up < angles ? up : 0;
            high = step * place + error[up++];
        }
        double per = 1 / (high - low), part = (measured - low) * per;
        part += part * (1 - part) * (0.5 * per) * (high - 2 * low + lowest);
        part = part > 0 ? part < 1 ? part : 1 : 0; /* where it turns, all is bend */
        off[k] = step * (place - 2 + part) - measured;
    }
}

bool ring_error_correct_rows(const struct ring_error *shape, double *measured_rad, size_t count)
{
    if (count <= ROWS_FEW) {
        for (size_t i = 0; i < count; i++)
            measured_rad[i] = ring_error_correct(shape, measured_rad[i]);
        return true;
    }
    double *error = malloc((2 * ANGLES + 2) * sizeof *error);
    if (error == NULL)
        return false;
    double *off = error + ANGLES, per_rad = 1 / ring_error_period_rad(shape->strips);
    ring_error_table(shape, off, error, ANGLES);
    for (size_t i = 0; i < count; i++) {
        double place = angle_fractional_part(measured_rad[i] * per_rad) *
                       ANGLES; /* rounding may make a part of a period a whole one */
        size_t k = (size_t)place;
        measured_rad[i] += off[k] + (place - (double)k) * (off[k + 1] - off[k]);
    }
    free(error);
    return true;
}
