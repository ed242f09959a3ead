/* SPDX-License-Identifier: MIT */
#include "ring_shape.h"

#include "lowpass.h"
#include "solve.h"
#include "turn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNKNOWNS (2 * RING_SHAPE_WAVES)
#define ROUNDS 6
#define CORRECT_ROUNDS 8
#define RIPPLE_RAD 0.15    /* the low-pass forgets within this angle at the usual speed */
#define FAST_PART 0.6      /* of the usual speed, from which a row tells */
#define ROW_DEVIATION 0.1  /* rad; neighbouring rows are much alike */
#define PRIOR_RAD 0.05
#define ROWS_LEAST 500
#define ROWS_MOST 30000 /* five minutes at 100 Hz: more rows make the shape no better known, only slower */
#define TABLE 4096      /* angles a turn, to put an angle right within 2e-5 rad */
#define FIT_TABLE 1024  /* the same within 1e-4 rad, a hundredth of what the fit leaves */
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
    double up = measured_rad;
    for (int round = 0; round < CORRECT_ROUNDS; round++)
        up += 0.5 * (measured_rad - ring_shape_error(shape, up) - up); /* halves: it settles where the ripple is steep */
    return up;
}

/* Put right measured_rad[n] by a table of so many angles a turn: whole waves a turn, so the error comes again with each. */
static bool correct_by_table(const struct ring_shape *shape, size_t angles, double *measured_rad, size_t count)
{
    double *off = malloc((angles + 2) * sizeof *off);
    if (off == NULL)
        return false;
    for (size_t k = 0; k < angles + 2; k++) { /* rounding may make a part of a turn a whole one */
        double measured = TURN / (double)angles * (double)k;
        off[k] = ring_shape_correct(shape, measured) - measured;
    }
    for (size_t i = 0; i < count; i++) {
        double place = turn_part(measured_rad[i] * (1 / TURN)) * (double)angles;
        size_t k = (size_t)place;
        double part = place - (double)k;
        measured_rad[i] += off[k] + part * (off[k + 1] - off[k]);
    }
    free(off);
    return true;
}

bool ring_shape_correct_rows(const struct ring_shape *shape, double *measured_rad, size_t count)
{
    if (count > TABLE)
        return correct_by_table(shape, TABLE, measured_rad, count);
    for (size_t i = 0; i < count; i++)
        measured_rad[i] = ring_shape_correct(shape, measured_rad[i]);
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

/* Of a value, less its low-pass. */
static void copy_ripple(double *ripple, const double *value, const double *time_s, size_t count, double tau_s)
{
    memcpy(ripple, value, count * sizeof *ripple);
    lowpass_both_ways(ripple, time_s, count, tau_s);
    for (size_t i = 0; i < count; i++)
        ripple[i] = value[i] - ripple[i];
}

/* Two values less their low-pass. `work` holds two more. */
static void take_ripples(double *x, double *y, double *work, const double *time_s, size_t count, double tau_s)
{
    double *slow_x = work, *slow_y = work + count;
    memcpy(slow_x, x, count * sizeof *x);
    memcpy(slow_y, y, count * sizeof *y);
    lowpass_pair_both_ways(slow_x, slow_y, time_s, count, tau_s);
    for (size_t i = 0; i < count; i++) {
        x[i] -= slow_x[i];
        y[i] -= slow_y[i];
    }
}

static void fit_once(struct ring_shape *shape, double *const column[UNKNOWNS + 1], const unsigned char *tells,
                     size_t count)
{
    struct solve solve;
    size_t used = 0;
    solve_init(&solve, UNKNOWNS);
    for (size_t i = 0; i < count; i++) {
        if (!tells[i])
            continue;
        double row[UNKNOWNS];
        for (size_t k = 0; k < UNKNOWNS; k++)
            row[k] = column[k][i];
        solve_add(&solve, row, column[UNKNOWNS][i], 1 / (ROW_DEVIATION * ROW_DEVIATION) / 20);
        used++;
    }
    for (size_t k = 0; k < UNKNOWNS; k++)
        solve_prior(&solve, k, 0, PRIOR_RAD);
    double x[SOLVE_UNKNOWNS_MAX];
    if (used < ROWS_LEAST || !solve_finish(&solve, x))
        return;
    for (size_t j = 0; j < RING_SHAPE_WAVES; j++) {
        shape->sine[j] = x[2 * j];
        shape->cosine[j] = x[2 * j + 1];
    }
}

/* Rows in the middle of a ripple's length that was rolled at speed throughout. */
static void choose_rows(unsigned char *tells, const double *rad, const unsigned char *loaded, const double *time_s,
                        size_t count, double rate, double ripple_rad)
{
    double half_s = ripple_rad / rate / 2;
    size_t behind = 0, ahead = 0, unloaded = 0; /* the last row without load, plus 1 */
    for (size_t i = 0; i < count; i++) {
        while (time_s[i] - time_s[behind] > half_s)
            behind++;
        for (; ahead < count && time_s[ahead] - time_s[i] <= half_s; ahead++) {
            if (!loaded[ahead] || (ahead > 0 && time_s[ahead] - time_s[ahead - 1] > STEP_MOST_S))
                unloaded = ahead + 1;
        }
        double span_s = time_s[ahead - 1] - time_s[behind];
        tells[i] = unloaded <= behind && span_s > half_s &&
                   fabs(rad[ahead - 1] - rad[behind]) > FAST_PART * rate * span_s;
    }
}

bool ring_shape_fit(struct ring_shape *shape, unsigned strips, const double *measured_rad,
                    const unsigned char *loaded, const double *time_s, size_t count)
{
    *shape = (struct ring_shape){.strips = strips};
    if (count > ROWS_MOST)
        count = ROWS_MOST;
    double rate = usual_rate(measured_rad, loaded, time_s, count);
    if (!(rate > 0))
        return true;
    double tau_s = RIPPLE_RAD / rate;
    double *memory = malloc((UNKNOWNS + 3) * count * sizeof *memory); /* work: two columns */
    unsigned char *tells = calloc(count, 1);
    if (memory == NULL || tells == NULL) {
        free(memory);
        free(tells);
        return false;
    }
    double *column[UNKNOWNS + 1], *work = memory + (UNKNOWNS + 1) * count;
    for (size_t k = 0; k <= UNKNOWNS; k++)
        column[k] = memory + k * count;
    choose_rows(tells, measured_rad, loaded, time_s, count, rate, TURN / strips);
    copy_ripple(column[UNKNOWNS], measured_rad, time_s, count, tau_s);
    for (int round = 0; round < ROUNDS; round++) {
        memcpy(work, measured_rad, count * sizeof *work);
        if (round > 0 && !correct_by_table(shape, FIT_TABLE, work, count)) {
            free(memory);
            free(tells);
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            struct turned wave[RING_SHAPE_WAVES];
            waves_at(wave, strips, work[i]);
            for (int j = 0; j < RING_SHAPE_WAVES; j++) {
                column[2 * j][i] = wave[j].sine;
                column[2 * j + 1][i] = wave[j].cosine;
            }
        }
        for (size_t k = 0; k < UNKNOWNS; k += 2)
            take_ripples(column[k], column[k + 1], work, time_s, count, tau_s);
        fit_once(shape, column, tells, count);
    }
    free(memory);
    free(tells);
    return true;
}
