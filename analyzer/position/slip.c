/* SPDX-License-Identifier: MIT */
#include "position/slip.h"

#include "shared/statistics.h"
#include "force/force_series.h"

#include <math.h>
#include <stdlib.h>

#define TURNS_LEAST 6
#define TURNS_MOST 300 /* of a longer session every 2nd, 3rd, ... pair of turning points is used */
#define DRIFT_LEAST_MM 4.0
#define ERRORS 3.0
#define SIGNS 2.0 /* of the pairs, in their standard deviations */

struct turn {
    double distance_mm, position_mm; /* the distance since the last zero event */
    size_t line;                     /* turns of the same end since the same zero event lie on one */
};

/* Turning points with the distance rolled up to each. */
static size_t collect_turns(struct turn *turn, const double *position_mm, const unsigned char *loaded,
                            const struct strokes *strokes)
{
    double distance = 0;
    size_t used = 0, row = 0, zeros = 0, stride = strokes->count / (2 * TURNS_MOST) + 1;
    for (size_t k = 0; k + 1 < strokes->count; k++) {
        const struct stroke *stroke = &strokes->stroke[k];
        for (; row < stroke->last; row++) {
            if (loaded[row + 1] == CONTACT_ZEROED) {
                zeros++;
                distance = 0;
            } else if (loaded[row] && loaded[row + 1] == CONTACT_LOADED) {
                distance += fabs(position_mm[row + 1] - position_mm[row]);
            }
        }
        if (k % (2 * stride) < 2)
            turn[used++] =
                (struct turn){distance, stroke->to_mm, 2 * zeros + (stroke->to_mm > stroke->from_mm)};
    }
    return used;
}

/* The next turn on the line of turn i, or `count`. */
static size_t next_on_line(const struct turn *turn, size_t count, size_t i)
{
    size_t line = turn[i++].line;
    while (i < count && turn[i].line != line)
        i++;
    return i;
}

static bool is_first_on_line(const struct turn *turn, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (turn[k].line == turn[i].line)
            return false;
    }
    return true;
}

/* The median slope of all pairs of the same line. `*sign` = rising pairs less falling ones, in its standard
 * deviations by chance. */
static double median_slope(const struct turn *turn, size_t count, double *slope, double *sign)
{
    size_t pairs = 0;
    double rising = 0, variance = 0;
    for (size_t i = 0; i < count; i++) {
        double on_line = 1;
        for (size_t k = next_on_line(turn, count, i); k < count; k = next_on_line(turn, count, k)) {
            on_line++;
            if (turn[k].distance_mm > turn[i].distance_mm)
                slope[pairs++] =
                    (turn[k].position_mm - turn[i].position_mm) / (turn[k].distance_mm - turn[i].distance_mm);
        }
        if (is_first_on_line(turn, i))
            variance += on_line * (on_line - 1) * (2 * on_line + 5) / 18;
    }
    for (size_t p = 0; p < pairs; p++)
        rising += slope[p] > 0 ? 1 : slope[p] < 0 ? -1 : 0;
    *sign = variance > 0 ? rising / sqrt(variance) : 0;
    return pairs > 0 ? statistics_median(slope, pairs) : 0;
}

/* Spread of the turning points about the sloped lines through their medians. */
static double spread(const struct turn *turn, size_t count, double slope, double *work)
{
    size_t used = 0;
    double *off = work + count;
    for (size_t first = 0; first < count; first++) {
        if (!is_first_on_line(turn, first))
            continue;
        size_t here = 0;
        for (size_t i = first; i < count; i = next_on_line(turn, count, i))
            work[here++] = turn[i].position_mm - slope * turn[i].distance_mm;
        double middle = statistics_median(work, here);
        for (size_t i = 0; i < here; i++)
            off[used++] = work[i] - middle;
    }
    return statistics_robust_deviation(off, used, 0);
}

/* Root of the sum of squares of the distances about the means of their lines. */
static double distance_spread(const struct turn *turn, size_t count)
{
    double sum = 0;
    for (size_t first = 0; first < count; first++) {
        if (!is_first_on_line(turn, first))
            continue;
        double mean = 0, on_line = 0;
        for (size_t i = first; i < count; i = next_on_line(turn, count, i), on_line++)
            mean += (turn[i].distance_mm - mean) / (on_line + 1);
        for (size_t i = first; i < count; i = next_on_line(turn, count, i))
            sum += (turn[i].distance_mm - mean) * (turn[i].distance_mm - mean);
    }
    return sqrt(sum);
}

static void take_out(double *position_mm, const unsigned char *loaded, size_t count, double slope)
{
    double distance = 0, before = NAN;
    for (size_t i = 0; i < count; i++) {
        double x = position_mm[i];
        if (loaded[i] == CONTACT_ZEROED)
            distance = 0;
        else if (!isnan(before) && loaded[i] == CONTACT_LOADED && loaded[i - 1])
            distance += fabs(x - before);
        before = x;
        position_mm[i] = x - slope * distance;
    }
}

bool slip_correct(double *position_mm, const unsigned char *loaded, size_t count,
                  const struct strokes *strokes, double *drift_mm)
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
    double longest_mm = 0;
    for (size_t i = 0; i < turns; i++)
        longest_mm = fmax(longest_mm, turn[i].distance_mm);
    double drift = slope * longest_mm;
    if (fabs(drift) > DRIFT_LEAST_MM && fabs(slope) > ERRORS * error && fabs(sign) > SIGNS) {
        take_out(position_mm, loaded, count, slope);
        *drift_mm = drift;
    }
    free(turn);
    free(work);
    return true;
}
