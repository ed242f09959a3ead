/* SPDX-License-Identifier: MIT */
#include "ring_shape.h"

#include "solve.h"
#include "turn.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define UNKNOWNS (2 * RING_SHAPE_WAVES)
#define ROUNDS 6
#define SETTLED_RAD 2e-4   /* change of all unknowns, behind which no other round is worth it */
#define CORRECT_ROUNDS 100
#define CORRECT_RAD 1e-8
#define FAST_PART 0.6      /* of the usual speed, from which a row tells */
#define ROW_DEVIATION 0.1  /* rad */
#define ROWS_ALIKE 100     /* neighbouring rows that tell no more than one of them */
#define PRIOR_RAD 0.05
#define ROWS_LEAST 500
#define ROWS_MOST 30000    /* five minutes at 100 Hz: more make the shape no better known */
#define PICKS_MOST 2000    /* rows that stand for all of them */
#define ANGLES 4096        /* of a turn, in tables: to put an angle right within 2e-5 rad */
#define ROWS_FEW (ANGLES / 16) /* that are put right one by one, faster than a table is made */
#define STEP_MOST_S 0.1

/* e^(i a), for an angle a. */
struct turned {
    double cosine, sine;
};

static struct turned turn_by(struct turned a, struct turned b)
{
    return (struct turned){a.cosine * b.cosine - a.sine * b.sine, a.cosine * b.sine + a.sine * b.cosine};
}

/* e^(i w u) of each wave w, as powers of e^(i u): sine and cosine are called once for all of them. */
static void waves_at(struct turned wave[RING_SHAPE_WAVES], unsigned strips, double up_rad)
{
    const struct turned once = {cos(up_rad), sin(up_rad)};
    struct turned square = once;
    wave[3] = (struct turned){1, 0};
    for (unsigned left = strips; left > 0; left >>= 1) {
        if (left & 1)
            wave[3] = turn_by(wave[3], square);
        square = turn_by(square, square);
    }
    wave[0] = turn_by(once, once);
    wave[1] = turn_by(wave[0], wave[0]);
    wave[2] = turn_by(wave[0], wave[1]);
    wave[4] = turn_by(wave[3], wave[3]);
}

double ring_shape_error(const struct ring_shape *shape, double up_rad)
{
    struct turned wave[RING_SHAPE_WAVES];
    double error = 0;
    waves_at(wave, shape->strips, up_rad);
    for (int j = 0; j < RING_SHAPE_WAVES; j++)
        error += shape->sine[j] * wave[j].sine + shape->cosine[j] * wave[j].cosine;
    return error;
}

double ring_shape_correct(const struct ring_shape *shape, double measured_rad)
{
    double up = measured_rad, change = INFINITY;
    for (int round = 0; round < CORRECT_ROUNDS && fabs(change) > CORRECT_RAD; round++) {
        change = 0.5 * (measured_rad - ring_shape_error(shape, up) - up); /* halves: it settles where the ripple is steep */
        up += change;
    }
    return up;
}

/* The sine of each angle of the tables. The cosine is a quarter of a turn ahead. */
static void fill_sines(double *sine)
{
    const struct turned step = {cos(TURN / ANGLES), sin(TURN / ANGLES)};
    struct turned now = {1, 0};
    for (size_t k = 0; k < ANGLES; k++) {
        sine[k] = now.sine;
        now = turn_by(now, step);
    }
}

static unsigned wave_of(const struct ring_shape *shape, int j)
{
    return j < 3 ? 2u * ((unsigned)j + 1) : shape->strips * ((unsigned)j - 2);
}

/* d(u) at angle k of the tables: whole waves a turn, so each wave's angle is one of theirs too. */
static double error_at(const struct ring_shape *shape, const double *sine, size_t k)
{
    double error = 0;
    for (int j = 0; j < RING_SHAPE_WAVES; j++) {
        size_t at = wave_of(shape, j) * k;
        error += shape->sine[j] * sine[at % ANGLES] + shape->cosine[j] * sine[(at + ANGLES / 4) % ANGLES];
    }
    return error;
}

/*
 * By how much the true angle is ahead of the measured one, at each measured angle of the tables and two behind. The measured
 * angles of the true ones are gone through in their order, and those on both sides tell what is between them, less its
 * bend. A shape by which the measured angle would go back now and then is taken at the first of its true angles.
 */
static void fill_corrections(double *off, const struct ring_shape *shape, const double *sine)
{
    const double step = TURN / ANGLES;
    double most = 0;
    for (int j = 0; j < RING_SHAPE_WAVES; j++)
        most += fabs(shape->sine[j]) + fabs(shape->cosine[j]);
    size_t behind = (size_t)(most / step) + 3, turns = behind / ANGLES + 1, up = turns * ANGLES - behind;
    double lowest = -INFINITY, low = -INFINITY, high = -INFINITY; /* measured at up - 2, up - 1 and up, less whole turns */
    for (size_t k = 0; k < ANGLES + 2; k++) {
        double measured = step * (double)k;
        for (; !(high >= measured); up++) {
            lowest = low;
            low = high;
            high = step * ((double)up - (double)(turns * ANGLES)) + error_at(shape, sine, up);
        }
        double part = (measured - low) / (high - low), bend = high - 2 * low + lowest;
        part = fmin(fmax(part + part * (1 - part) / 2 * bend / (high - low), 0), 1); /* where it turns, all is bend */
        off[k] = step * ((double)up - (double)(turns * ANGLES) - 2 + part) - measured;
    }
}

static double place_of(double rad)
{
    return turn_part(rad * (1 / TURN)) * ANGLES;
}

bool ring_shape_correct_rows(const struct ring_shape *shape, double *measured_rad, size_t count)
{
    if (count <= ROWS_FEW) {
        for (size_t i = 0; i < count; i++)
            measured_rad[i] = ring_shape_correct(shape, measured_rad[i]);
        return true;
    }
    double *sine = malloc((2 * ANGLES + 2) * sizeof *sine);
    if (sine == NULL)
        return false;
    double *off = sine + ANGLES;
    fill_sines(sine);
    fill_corrections(off, shape, sine);
    for (size_t i = 0; i < count; i++) {
        double place = place_of(measured_rad[i]); /* rounding may make a part of a turn a whole one */
        size_t k = (size_t)place;
        measured_rad[i] += off[k] + (place - (double)k) * (off[k + 1] - off[k]);
    }
    free(sine);
    return true;
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

/* A row and those a quarter of a ripple's length before and behind it. What is measured at the row less the straight
 * line between those two is a ripple, and is to be explained by the waves less theirs. */
struct pick {
    double ripple_rad;
    float before, behind; /* how much the two count, 1 in all */
    uint16_t angle[3];    /* measured before, at and behind the row; of the tables */
};

static uint16_t angle_of(double rad)
{
    return (uint16_t)((size_t)(place_of(rad) + 0.5) % ANGLES);
}

static struct pick pick_make(const double *rad, const double *time_s, size_t before, size_t row, size_t behind)
{
    double part = (time_s[row] - time_s[before]) / (time_s[behind] - time_s[before]);
    return (struct pick){rad[row] - (1 - part) * rad[before] - part * rad[behind],
                         (float)(1 - part), (float)part,
                         {angle_of(rad[before]), angle_of(rad[row]), angle_of(rad[behind])}};
}

/* Pick every `stride`-th of the rows in the middle of a ripple's length that was rolled at speed throughout. */
static size_t pick_rows(struct pick *pick, const double *rad, const unsigned char *loaded, const double *time_s,
                        size_t count, size_t stride, double rate, double ripple_rad)
{
    double half_s = ripple_rad / rate / 2, lag_s = half_s / 2;
    size_t first = 0, end = 0, before = 0, behind = 0, unloaded = 0, used = 0; /* the last row without load, plus 1 */
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
            pick[used++] = pick_make(rad, time_s, before, i, behind);
    }
    return used;
}

/* Fit to the rows picked, which count `weight` each; `off` tells true angles from measured ones. Returns the greatest
 * change. */
static double fit_once(struct ring_shape *shape, const struct pick *pick, size_t picks, double weight,
                       const double *sine, const double *off)
{
    struct solve solve;
    solve_init(&solve, UNKNOWNS);
    for (size_t i = 0; i < picks; i++) {
        const struct pick *p = &pick[i];
        double row[UNKNOWNS], before = (double)p->before, behind = (double)p->behind;
        size_t up[3];
        for (int n = 0; n < 3; n++)
            up[n] = (size_t)(long)((double)p->angle[n] + ANGLES + off[p->angle[n]] * (ANGLES / TURN) + 0.5);
        for (int j = 0; j < RING_SHAPE_WAVES; j++) {
            size_t wave = wave_of(shape, j), quarter = ANGLES / 4;
            row[2 * j] = sine[wave * up[1] % ANGLES] - before * sine[wave * up[0] % ANGLES] -
                         behind * sine[wave * up[2] % ANGLES];
            row[2 * j + 1] = sine[(wave * up[1] + quarter) % ANGLES] -
                             before * sine[(wave * up[0] + quarter) % ANGLES] -
                             behind * sine[(wave * up[2] + quarter) % ANGLES];
        }
        solve_add(&solve, row, p->ripple_rad, weight);
    }
    for (size_t k = 0; k < UNKNOWNS; k++)
        solve_prior(&solve, k, 0, PRIOR_RAD);
    double x[SOLVE_UNKNOWNS_MAX], change = 0;
    if (!solve_finish(&solve, x))
        return 0;
    for (size_t j = 0; j < RING_SHAPE_WAVES; j++) {
        change = fmax(change, fmax(fabs(x[2 * j] - shape->sine[j]), fabs(x[2 * j + 1] - shape->cosine[j])));
        shape->sine[j] = x[2 * j];
        shape->cosine[j] = x[2 * j + 1];
    }
    return change;
}

bool ring_shape_fit(struct ring_shape *shape, unsigned strips, const double *measured_rad,
                    const unsigned char *loaded, const double *time_s, size_t count)
{
    *shape = (struct ring_shape){.strips = strips};
    double rate = usual_rate(measured_rad, loaded, time_s, count);
    if (!(rate > 0))
        return true;
    size_t stride = count / PICKS_MOST + 1;
    double *sine = malloc((2 * ANGLES + 2) * sizeof *sine);
    struct pick *pick = malloc((count / stride + 1) * sizeof *pick);
    bool good = sine != NULL && pick != NULL;
    size_t picks = good ? pick_rows(pick, measured_rad, loaded, time_s, count, stride, rate, TURN / strips) : 0;
    if (picks * stride >= ROWS_LEAST) {
        double worth = count > ROWS_MOST ? (double)ROWS_MOST / (double)count : 1; /* of a row */
        double weight = worth * (double)stride / (ROW_DEVIATION * ROW_DEVIATION) / ROWS_ALIKE;
        double *off = sine + ANGLES;
        fill_sines(sine);
        for (size_t k = 0; k < ANGLES + 2; k++)
            off[k] = 0;
        for (int round = 0; round < ROUNDS && fit_once(shape, pick, picks, weight, sine, off) >= SETTLED_RAD; round++)
            fill_corrections(off, shape, sine);
    }
    free(sine);
    free(pick);
    return good;
}
