/* SPDX-License-Identifier: MIT */
#include "dwell/excess_dwell.h"

#include "shared/array_grow.h"

#include <math.h>
#include <stdlib.h>

#define BINS_MAX 400
#define WINDOW_BINS 2 /* on each side of the middle one: 25 mm in all */
#define EXCESS_MIN_S 1.5
#define EXCESS_MIN_MM 50.0    /* and the time that the stroke takes for this length */
#define NEAR_REVERSAL_MM 50.0 /* nearer to a reversal, excess counts for the stroke that ends there */

size_t excess_dwell_bin(const struct excess_dwell *excess, double position_mm)
{
    double bin = (position_mm - excess->low_mm) / EXCESS_DWELL_BIN_MM, last = (double)(excess->bins - 1);
    return !(bin > 0) ? 0 : (size_t)(bin < last ? bin : last);
}

/* Return the time that steady rolling would take between two depths from one end of a stroke: pace * N / 2
 * within the reversal zone, the pace per millimetre beyond it. */
static double expected_s(const struct reversals *reversals, double pace_s_mm, double length_mm, double from_mm,
                         double to_mm)
{
    double from = fmin(fmax(from_mm, 0), length_mm), to = fmin(fmax(to_mm, 0), length_mm);
    double zone_mm = fmin(REVERSALS_DEPTH_MAX_MM, length_mm / 2);
    double from_in_zone = fmin(from, zone_mm), to_in_zone = fmin(to, zone_mm);
    double reversal_mm = reversals_length_mm(reversals, to_in_zone) - reversals_length_mm(reversals, from_in_zone);
    return pace_s_mm * reversal_mm / 2 + pace_s_mm * ((to - to_in_zone) - (from - from_in_zone));
}

/* Distribute the time of a step from one position to another over the bins between them. */
static void add_time(double *time_s, const struct excess_dwell *excess, double from_mm, double to_mm, double seconds)
{
    double low = fmin(from_mm, to_mm), high = fmax(from_mm, to_mm);
    size_t first = excess_dwell_bin(excess, low), last = excess_dwell_bin(excess, high);
    for (size_t b = first; b <= last; b++) {
        double bin_mm = excess->low_mm + (double)b * EXCESS_DWELL_BIN_MM;
        double from = b == first ? low : bin_mm, to = b == last ? high : bin_mm + EXCESS_DWELL_BIN_MM;
        time_s[b] += seconds * (to - from) / (high - low);
    }
}

/* Add the time that a stroke spends in each bin to time_s[bins]. */
static void add_stroke_time(double *time_s, const struct excess_dwell *excess, const struct trajectory *rows,
                            const struct stroke *stroke)
{
    const double *x = rows->position_mm, *t = rows->time_s;
    size_t previous_bin = excess_dwell_bin(excess, x[stroke->first]);
    for (size_t i = stroke->first + 1; i <= stroke->last; i++) {
        size_t bin = excess_dwell_bin(excess, x[i]);
        if (rows->contact[i] && rows->contact[i - 1]) {
            double step_s = t[i] - t[i - 1];
            double seconds = step_s < TRAJECTORY_STEP_MAX_S ? step_s : TRAJECTORY_STEP_MAX_S;
            if (bin == previous_bin)
                time_s[bin] += seconds;
            else
                add_time(time_s, excess, x[i - 1], x[i], seconds);
        }
        previous_bin = bin;
    }
}

/* Fill in excess_s[bins] of one stroke: the time spent less the expected time, each half from its own end. */
static void find_stroke_excess(double *excess_s, const struct excess_dwell *excess, const struct trajectory *rows,
                               const struct stroke *stroke, const struct reversals *reversals)
{
    for (size_t b = 0; b < excess->bins; b++)
        excess_s[b] = 0;
    add_stroke_time(excess_s, excess, rows, stroke);
    double low = fmin(stroke->from_mm, stroke->to_mm), high = fmax(stroke->from_mm, stroke->to_mm);
    double length = high - low, half_length = length / 2, pace = stroke->pace_s_mm;
    for (size_t b = 0; b < excess->bins; b++) {
        double from = excess->low_mm + (double)b * EXCESS_DWELL_BIN_MM, to = from + EXCESS_DWELL_BIN_MM;
        double lower_s =
            expected_s(reversals, pace, length, fmin(from - low, half_length), fmin(to - low, half_length));
        double upper_s =
            expected_s(reversals, pace, length, fmin(high - to, half_length), fmin(high - from, half_length));
        excess_s[b] -= lower_s + upper_s;
    }
}

/* Move a stroke's excess near its first reversal to the previous stroke: it is one dwell, not two. */
static void move_excess_near_reversal(const struct excess_dwell *excess, const struct stroke *stroke, double *stroke_s,
                                      double *previous_s)
{
    for (size_t b = 0; b < excess->bins; b++) {
        double middle_mm = excess->low_mm + ((double)b + 0.5) * EXCESS_DWELL_BIN_MM;
        if (fabs(middle_mm - stroke->from_mm) >= NEAR_REVERSAL_MM)
            continue;
        previous_s[b] += stroke_s[b];
        stroke_s[b] = 0;
    }
}

static bool add_interval(struct excess_dwell *excess, size_t first, size_t last)
{
    if (!array_grow(&excess->interval, &excess->capacity, excess->count + 1, sizeof *excess->interval))
        return false;
    excess->interval[excess->count++] = (struct excess_interval){first, last};
    return true;
}

/* Add the intervals in which a stroke's excess, summed over a window, suffices. False when out of memory. */
static bool add_intervals(struct excess_dwell *excess, const double *excess_s, double pace_s_mm)
{
    size_t bins = excess->bins, first = bins;
    double min_s = fmax(EXCESS_MIN_S, EXCESS_MIN_MM * pace_s_mm);
    for (size_t b = 0; b <= bins; b++) {
        double around_s = 0;
        for (size_t k = b > WINDOW_BINS ? b - WINDOW_BINS : 0; b < bins && k <= b + WINDOW_BINS && k < bins; k++)
            around_s += excess_s[k];
        bool dwelt = b < bins && around_s >= min_s;
        if (dwelt && first == bins)
            first = b;
        if (!dwelt && first < bins) {
            if (!add_interval(excess, first, b - 1))
                return false;
            first = bins;
        }
    }
    return true;
}

/* Fill in excess_s and the intervals. scratch[2 * bins]. False when out of memory. */
static bool add_strokes(struct excess_dwell *excess, const struct trajectory *rows, const struct strokes *strokes,
                        const struct reversals *reversals, double *scratch)
{
    size_t bins = excess->bins;
    double *stroke_s = scratch, *previous_s = scratch + bins;
    for (size_t k = 0; k < strokes->count; k++) {
        find_stroke_excess(stroke_s, excess, rows, &strokes->stroke[k], reversals);
        for (size_t b = 0; b < bins; b++)
            excess->excess_s[b] += stroke_s[b];
        if (k > 0) {
            move_excess_near_reversal(excess, &strokes->stroke[k], stroke_s, previous_s);
            if (!add_intervals(excess, previous_s, strokes->stroke[k - 1].pace_s_mm))
                return false;
        }
        double *swap = previous_s;
        previous_s = stroke_s;
        stroke_s = swap;
    }
    return add_intervals(excess, previous_s, strokes->stroke[strokes->count - 1].pace_s_mm);
}

/* Set the bins so that they cover all strokes. */
static void set_bins(struct excess_dwell *excess, const struct strokes *strokes)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t k = 0; k < strokes->count; k++) {
        low = fmin(low, fmin(strokes->stroke[k].from_mm, strokes->stroke[k].to_mm));
        high = fmax(high, fmax(strokes->stroke[k].from_mm, strokes->stroke[k].to_mm));
    }
    excess->low_mm = EXCESS_DWELL_BIN_MM * floor(low / EXCESS_DWELL_BIN_MM);
    excess->bins = (size_t)fmin(ceil((high - excess->low_mm) / EXCESS_DWELL_BIN_MM) + 1, BINS_MAX);
}

bool excess_dwell_find(struct excess_dwell *excess, const struct trajectory *rows, const struct strokes *strokes,
                       const struct reversals *reversals)
{
    *excess = (struct excess_dwell){0};
    set_bins(excess, strokes);
    double *scratch = malloc(2 * excess->bins * sizeof *scratch);
    excess->excess_s = calloc(excess->bins, sizeof *excess->excess_s);
    bool ok = scratch && excess->excess_s && add_strokes(excess, rows, strokes, reversals, scratch);
    free(scratch);
    if (!ok)
        excess_dwell_free(excess);
    return ok;
}

void excess_dwell_free(struct excess_dwell *excess)
{
    free(excess->interval);
    free(excess->excess_s);
    *excess = (struct excess_dwell){0};
}
