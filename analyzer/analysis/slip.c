/* SPDX-License-Identifier: MIT */
#include "slip.h"

#include "quantile.h"

#include <math.h>
#include <stdlib.h>

#define TURNS_LEAST 6
#define TURNS_MOST 300 /* of a longer session every 2nd, 3rd, ... pair of turning points is used */
#define DRIFT_LEAST_MM 4.0
#define ERRORS 3.0
#define SIGNS 2.5 /* of the pairs, in their standard deviations */

struct turn {
    double distance_mm, position_mm;
    bool upper;
};

/* Turning points with the distance rolled up to each. */
static size_t collect_turns(struct turn *turn, const double *position_mm, const unsigned char *loaded,
                            const struct strokes *strokes)
{
    double distance = 0;
    size_t used = 0, row = 0, stride = strokes->count / (2 * TURNS_MOST) + 1;
    for (size_t k = 0; k + 1 < strokes->count; k++) {
        const struct stroke *stroke = &strokes->stroke[k];
        for (; row < stroke->last; row++) {
            if (loaded[row] && loaded[row + 1])
                distance += fabs(position_mm[row + 1] - position_mm[row]);
        }
        if (k % (2 * stride) < 2)
            turn[used++] = (struct turn){distance, stroke->to_mm, stroke->to_mm > stroke->from_mm};
    }
    return used;
}

/* The median slope of all pairs of the same end. `*sign` = rising pairs less falling ones, in its standard deviations by
 * chance. */
static double median_slope(const struct turn *turn, size_t count, double *slope, double *sign)
{
    size_t pairs = 0, upper = 0;
    double rising = 0;
    for (size_t i = 0; i < count; i++)
        upper += turn[i].upper ? 1u : 0u;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i + 1; k < count; k++) {
            if (turn[i].upper == turn[k].upper && turn[k].distance_mm > turn[i].distance_mm)
                slope[pairs++] =
                    (turn[k].position_mm - turn[i].position_mm) / (turn[k].distance_mm - turn[i].distance_mm);
        }
    }
    for (size_t p = 0; p < pairs; p++)
        rising += slope[p] > 0 ? 1 : slope[p] < 0 ? -1 : 0;
    double a = (double)upper, b = (double)(count - upper);
    double variance = (a * (a - 1) * (2 * a + 5) + b * (b - 1) * (2 * b + 5)) / 18;
    *sign = variance > 0 ? rising / sqrt(variance) : 0;
    return pairs > 0 ? quantile_median(slope, pairs) : 0;
}

/* Spread of the turning points about the sloped lines through the medians of their ends. */
static double spread(const struct turn *turn, size_t count, double slope, double *work)
{
    size_t used = 0;
    double *off = work + count;
    for (int end = 0; end < 2; end++) {
        size_t here = 0;
        for (size_t i = 0; i < count; i++) {
            if (turn[i].upper == (end == 1))
                work[here++] = turn[i].position_mm - slope * turn[i].distance_mm;
        }
        if (here == 0)
            continue;
        double middle = quantile_median(work, here);
        for (size_t i = 0; i < here; i++)
            off[used++] = work[i] - middle;
    }
    return quantile_robust_deviation(off, used, 0);
}

static double distance_spread(const struct turn *turn, size_t count)
{
    double mean = 0, sum = 0;
    for (size_t i = 0; i < count; i++)
        mean += turn[i].distance_mm / (double)count;
    for (size_t i = 0; i < count; i++)
        sum += (turn[i].distance_mm - mean) * (turn[i].distance_mm - mean);
    return sqrt(sum);
}

static void take_out(double *position_mm, const unsigned char *loaded, size_t count, double slope)
{
    double distance = 0, before = NAN;
    for (size_t i = 0; i < count; i++) {
        double x = position_mm[i];
        if (!isnan(before) && loaded[i] && loaded[i - 1])
            distance += fabs(x - before);
        before = x;
        position_mm[i] = x - slope * distance;
    }
}

bool slip_correct(double *position_mm, const unsigned char *loaded, size_t count, const struct strokes *strokes,
                  double *drift_mm)
{
    *drift_mm = 0;
    if (strokes->count < TURNS_LEAST + 1)
        return true;
    size_t most = 2 * TURNS_MOST + 2 < strokes->count ? 2 * TURNS_MOST + 2 : strokes->count;
    struct turn *turn = malloc(strokes->count * sizeof *turn);
    double *work = malloc(most * most / 2 * sizeof *work + 2 * strokes->count * sizeof *work);
    if (turn == NULL || work == NULL) {
        free(turn);
        free(work);
        return false;
    }
    size_t turns = collect_turns(turn, position_mm, loaded, strokes);
    if (turns > most)
        turns = most;
    double sign, slope = median_slope(turn, turns, work, &sign);
    double error = spread(turn, turns, slope, work) / distance_spread(turn, turns) * 1.25;
    double drift = slope * turn[turns - 1].distance_mm;
    if (fabs(drift) > DRIFT_LEAST_MM && fabs(slope) > ERRORS * error && fabs(sign) > SIGNS) {
        take_out(position_mm, loaded, count, slope);
        *drift_mm = drift;
    }
    free(turn);
    free(work);
    return true;
}
