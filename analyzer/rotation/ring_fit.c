/* SPDX-License-Identifier: MIT */
#include "rotation/ring_fit.h"

#include "numeric/normal_equations.h"
#include "numeric/angle.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define UNKNOWNS (2 * RING_ERROR_HARMONICS)
#define ROUNDS 6
#define SETTLED_RAD                                                                                          \
    1e-2 /* change of all unknowns; a round's is a tenth of that before, so the one behind the rounds        \
            settles it */
#define FAST_PART 0.6     /* of the usual speed, from which a row tells */
#define ROW_DEVIATION 0.1 /* rad */
#define ROWS_ALIKE 100    /* neighbouring rows that tell no more than one of them */
#define PRIOR_RAD 0.05
#define ROWS_LEAST 500
#define ROWS_MOST 30000 /* five minutes at 100 Hz: more make the shape no better known */
#define PICKS_MOST                                                                                           \
    2000 /* rows that stand for all of them; half as many move spots by some tenths of a millimetre */
#define FEW_PICKS                                                                                            \
    400 /* that bring the shape near; all of them then settle it. From 200, spots move by up to 0.8 mm */
#define ANGLES                                                                                               \
    512 /* of a period, in tables: 32 or more to the shortest wave of evenly many strips, 17 of 15 */
#define SINES (ANGLES + ANGLES / 4)
#define MARKS 65536 /* of a period: what 16 bits hold, so whole periods fall off */
#define MARKS_AN_ANGLE (MARKS / ANGLES)
#define STEP_MOST_S 0.1

/* The sine of each angle of the tables, of a period as of a turn, and a quarter more: the cosine is a quarter
 * ahead. */
static void fill_sines(double sine[SINES])
{
    const struct angle_vector step = angle_vector_of(TWO_PI / ANGLES);
    struct angle_vector now = {1, 0};
    for (size_t k = 0; k < SINES; k++) {
        sine[k] = now.sine;
        now = angle_vector_rotate(now, step);
    }
}

/* The mean of |rate| weighted by itself: the speed while it rolls. 0 when it never does. */
static double usual_rate(const double *rad, const unsigned char *loaded, const double *time_s, size_t count)
{
    double way = 0, weighted = 0;
    for (size_t i = 1; i < count; i++) {
        double step_s = time_s[i] - time_s[i - 1];
        if (!loaded[i] || !loaded[i - 1] || step_s > STEP_MOST_S)
            continue;
        double step = fabs(rad[i] - rad[i - 1]);
        way += step;
        weighted += step * step / step_s;
    }
    return way > 0 ? weighted / way : 0;
}

/* A row and those a quarter of a ripple's length before and behind it. What is measured at the row less the
 * straight line between those two is a ripple, and is to be explained by the waves less theirs. */
struct pick {
    double ripple_rad;
    float before, behind; /* how much the two count, 1 in all */
    uint16_t angle[3];    /* measured before, at and behind the row, in marks */
};

static uint16_t marks_of(double rad, double marks_a_rad)
{
    return (uint16_t)(long long)(rad * marks_a_rad + (rad < 0 ? -0.5 : 0.5));
}

static struct pick pick_make(const double *rad, const double *time_s, size_t before, size_t row,
                             size_t behind, double marks_a_rad)
{
    double part = (time_s[row] - time_s[before]) / (time_s[behind] - time_s[before]);
    return (struct pick){rad[row] - (1 - part) * rad[before] - part * rad[behind],
                         (float)(1 - part),
                         (float)part,
                         {marks_of(rad[before], marks_a_rad), marks_of(rad[row], marks_a_rad),
                          marks_of(rad[behind], marks_a_rad)}};
}

/* Pick every `stride`-th of the rows in the middle of a ripple's length that was rolled at speed throughout.
 */
static size_t pick_rows(struct pick *pick, const double *rad, const unsigned char *loaded,
                        const double *time_s, size_t count, size_t stride, double rate, unsigned strips)
{
    double marks_a_rad = MARKS / ring_error_period_rad(strips), half_s = TWO_PI / strips / rate / 2,
           lag_s = half_s / 2;
    size_t first = 0, end = 0, before = 0, behind = 0, unloaded = 0,
           used = 0; /* the last row without load, plus 1 */
    for (size_t i = 0; i < count; i++) {
        for (; end < count && time_s[end] - time_s[i] <= half_s; end++) {
            if (!loaded[end] || (end > 0 && time_s[end] - time_s[end - 1] > STEP_MOST_S))
                unloaded = end + 1;
        }
        if (i % stride != 0)
            continue;
        while (time_s[i] - time_s[first] > half_s)
            first++;
        while (before + 1 < i && time_s[i] - time_s[before + 1] >= lag_s)
            before++;
        while (behind + 1 < count && time_s[behind] - time_s[i] < lag_s)
            behind++;
        double span_s = time_s[end - 1] - time_s[first];
        if (unloaded <= first && span_s > half_s && before < i && behind > i &&
            fabs(rad[end - 1] - rad[first]) > FAST_PART * rate * span_s)
            pick[used++] = pick_make(rad, time_s, before, i, behind, marks_a_rad);
    }
    return used;
}

/* The sines and cosines of all waves at an angle of the tables, so many times. */
static inline void add_waves(double row[UNKNOWNS], double times, const unsigned wave[RING_ERROR_HARMONICS],
                             const double sine[SINES], unsigned up)
{
    for (int j = 0; j < RING_ERROR_HARMONICS; j++) {
        size_t at = wave[j] * up % ANGLES;
        row[2 * j] += times * sine[at];
        row[2 * j + 1] += times * sine[at + ANGLES / 4];
    }
}

/* Fit to every `step`-th row picked, which count `weight` each; `off` tells true angles from measured ones.
 * Returns the greatest change. */
static double fit_once(struct ring_error *shape, const struct pick *pick, size_t picks, size_t step,
                       double weight, const double sine[SINES], const double *off)
{
    struct normal_equations solve;
    const double marks_a_rad = MARKS / ring_error_period_rad(shape->strips);
    unsigned wave[RING_ERROR_HARMONICS];
    for (int j = 0; j < RING_ERROR_HARMONICS; j++)
        wave[j] = ring_error_harmonic(shape->strips, j);
    normal_equations_init(&solve, UNKNOWNS);
    for (size_t i = 0; i < picks; i += step) {
        const struct pick *p = &pick[i];
        const double times[3] = {-(double)p->before, 1, -(double)p->behind};
        double row[UNKNOWNS] = {0};
        for (int n = 0; n < 3; n++) {
            int nearest = p->angle[n] + MARKS_AN_ANGLE / 2;
            uint16_t up = (uint16_t)(nearest + (long)(off[nearest / MARKS_AN_ANGLE] * marks_a_rad));
            add_waves(row, times[n], wave, sine, up / MARKS_AN_ANGLE);
        }
        normal_equations_add(&solve, row, p->ripple_rad, weight * (double)step);
    }
    for (size_t k = 0; k < UNKNOWNS; k++)
        normal_equations_add_prior(&solve, k, 0, PRIOR_RAD);
    double x[NORMAL_EQUATIONS_UNKNOWNS_MAX], change = 0;
    if (!normal_equations_solve(&solve, x))
        return 0;
    for (size_t j = 0; j < RING_ERROR_HARMONICS; j++) {
        change = fmax(change, fmax(fabs(x[2 * j] - shape->sine[j]), fabs(x[2 * j + 1] - shape->cosine[j])));
        shape->sine[j] = x[2 * j];
        shape->cosine[j] = x[2 * j + 1];
    }
    return change;
}

bool ring_fit_error(struct ring_error *shape, unsigned strips, const double *measured_rad,
                    const unsigned char *loaded, const double *time_s, size_t count)
{
    *shape = (struct ring_error){.strips = strips};
    double rate = usual_rate(measured_rad, loaded, time_s, count);
    if (!(rate > 0))
        return true;
    size_t stride = count / PICKS_MOST + 1;
    double *sine = malloc((SINES + 2 * ANGLES + 2) * sizeof *sine);
    struct pick *pick = malloc((count / stride + 1) * sizeof *pick);
    bool good = sine != NULL && pick != NULL;
    size_t picks = good ? pick_rows(pick, measured_rad, loaded, time_s, count, stride, rate, strips) : 0;
    if (picks * stride >= ROWS_LEAST) {
        double worth = count > ROWS_MOST ? (double)ROWS_MOST / (double)count : 1; /* of a row */
        double weight = worth * (double)stride / (ROW_DEVIATION * ROW_DEVIATION) / ROWS_ALIKE;
        double *error = sine + SINES, *off = error + ANGLES, change = INFINITY;
        size_t step = picks / FEW_PICKS + 1;
        fill_sines(sine);
        for (size_t k = 0; k < ANGLES + 2; k++)
            off[k] = 0;
        for (int round = 0; round < ROUNDS && change >= SETTLED_RAD; round++) {
            change = fit_once(shape, pick, picks, step, weight, sine, off);
            ring_error_table(shape, off, error, ANGLES);
        }
        fit_once(shape, pick, picks, 1, weight, sine, off);
    }
    free(sine);
    free(pick);
    return good;
}
