/* SPDX-License-Identifier: MIT */
#include "dwell/excess_dwell.h"

#include "shared/array_grow.h"

#include <math.h>
#include <stdlib.h>

#define BINS_MAX 400     /* 2 m, longer than any thigh: limits the run time if positions are wrong */
#define NEIGHBOUR_BINS 2 /* neighbours on each side whose excess is added to that of a bin: 25 mm in total */
/* A stroke dwells in a bin if the excess of the bin and these neighbours is at least EXCESS_MIN_S, and at least the
 * time in which the stroke covers EXCESS_MIN_MM. */
#define EXCESS_MIN_S 1.5
#define EXCESS_MIN_MM 50.0
#define NEAR_REVERSAL_MM 50.0 /* excess this near to a reversal counts for the stroke that ends there */

size_t excess_dwell_bin(const struct excess_dwell *excess, double position_mm)
{
    double bin = (position_mm - excess->low_mm) / EXCESS_DWELL_BIN_MM, last_bin = (double)(excess->bin_count - 1);
    return !(bin > 0) ? 0 : (size_t)(bin < last_bin ? bin : last_bin);
}

/* Return the time that steady rolling would take between two distances from one end of a stroke. In the zone of the
 * reversal, up to the largest depth of N or half of the stroke, it takes pace * N / 2. Beyond the zone, it takes the
 * pace for each millimetre. */
static double expected_s(const struct reversals *reversals, double pace_s_mm, double stroke_mm, double from_mm,
                         double to_mm)
{
    from_mm = fmin(fmax(from_mm, 0), stroke_mm);
    to_mm = fmin(fmax(to_mm, 0), stroke_mm);
    double zone_mm = fmin(REVERSALS_DEPTH_MAX_MM, stroke_mm / 2);
    double from_in_zone_mm = fmin(from_mm, zone_mm), to_in_zone_mm = fmin(to_mm, zone_mm);
    double reversal_mm =
        reversals_length_mm(reversals, to_in_zone_mm) - reversals_length_mm(reversals, from_in_zone_mm);
    double beyond_zone_mm = (to_mm - to_in_zone_mm) - (from_mm - from_in_zone_mm);
    return pace_s_mm * reversal_mm / 2 + pace_s_mm * beyond_zone_mm;
}

/* Distribute the time of a step between two positions over the bins that the step crosses. */
static void add_step_time(double *time_s, const struct excess_dwell *excess, double start_mm, double end_mm,
                          double step_s)
{
    double low_mm = fmin(start_mm, end_mm), high_mm = fmax(start_mm, end_mm);
    size_t first_bin = excess_dwell_bin(excess, low_mm), last_bin = excess_dwell_bin(excess, high_mm);
    for (size_t b = first_bin; b <= last_bin; b++) {
        double bin_mm = excess->low_mm + (double)b * EXCESS_DWELL_BIN_MM;
        double from_mm = b == first_bin ? low_mm : bin_mm;
        double to_mm = b == last_bin ? high_mm : bin_mm + EXCESS_DWELL_BIN_MM;
        time_s[b] += step_s * (to_mm - from_mm) / (high_mm - low_mm);
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
            double step_s = fmin(t[i] - t[i - 1], TRAJECTORY_STEP_MAX_S);
            if (bin == previous_bin)
                time_s[bin] += step_s;
            else
                add_step_time(time_s, excess, x[i - 1], x[i], step_s);
        }
        previous_bin = bin;
    }
}

/* Fill in excess_s[bins] of one stroke: the time spent minus the expected time. The expected time of each half is
 * measured from the end of the stroke in that half. */
static void find_stroke_excess(double *excess_s, const struct excess_dwell *excess, const struct trajectory *rows,
                               const struct stroke *stroke, const struct reversals *reversals)
{
    for (size_t b = 0; b < excess->bin_count; b++)
        excess_s[b] = 0;
    add_stroke_time(excess_s, excess, rows, stroke);
    double low_mm = fmin(stroke->from_mm, stroke->to_mm), high_mm = fmax(stroke->from_mm, stroke->to_mm);
    double stroke_mm = high_mm - low_mm, half_mm = stroke_mm / 2, pace_s_mm = stroke->pace_s_mm;
    for (size_t b = 0; b < excess->bin_count; b++) {
        double from_mm = excess->low_mm + (double)b * EXCESS_DWELL_BIN_MM, to_mm = from_mm + EXCESS_DWELL_BIN_MM;
        double lower_half_s =
            expected_s(reversals, pace_s_mm, stroke_mm, fmin(from_mm - low_mm, half_mm), fmin(to_mm - low_mm, half_mm));
        double upper_half_s = expected_s(reversals, pace_s_mm, stroke_mm, fmin(high_mm - to_mm, half_mm),
                                         fmin(high_mm - from_mm, half_mm));
        excess_s[b] -= lower_half_s + upper_half_s;
    }
}

/* Move the excess near the reversal where `stroke` begins to the previous stroke, because dwell on both sides of a
 * reversal is one dwell, not two. Both arrays have [bins] values. */
static void move_excess_near_reversal(const struct excess_dwell *excess, const struct stroke *stroke, double *excess_s,
                                      double *previous_excess_s)
{
    for (size_t b = 0; b < excess->bin_count; b++) {
        double middle_mm = excess->low_mm + ((double)b + 0.5) * EXCESS_DWELL_BIN_MM;
        if (fabs(middle_mm - stroke->from_mm) >= NEAR_REVERSAL_MM)
            continue;
        previous_excess_s[b] += excess_s[b];
        excess_s[b] = 0;
    }
}

/* Whether a stroke dwells in a bin: the excess, summed over the bin and NEIGHBOUR_BINS bins on each side, is at least
 * `min_s`. */
static bool dwells_in_bin(const double *excess_s, size_t bins, size_t bin, double min_s)
{
    double sum_s = 0;
    for (size_t b = bin > NEIGHBOUR_BINS ? bin - NEIGHBOUR_BINS : 0; b < bins && b <= bin + NEIGHBOUR_BINS; b++)
        sum_s += excess_s[b];
    return sum_s >= min_s;
}

/* Add the intervals of bins in which a stroke dwells. False when out of memory. */
static bool add_intervals(struct excess_dwell *excess, const double *excess_s, double pace_s_mm)
{
    double min_s = fmax(EXCESS_MIN_S, EXCESS_MIN_MM * pace_s_mm);
    for (size_t b = 0; b < excess->bin_count; b++) {
        if (!dwells_in_bin(excess_s, excess->bin_count, b, min_s))
            continue;
        size_t first_bin = b;
        while (b + 1 < excess->bin_count && dwells_in_bin(excess_s, excess->bin_count, b + 1, min_s))
            b++;
        if (!array_grow(&excess->interval, &excess->capacity, excess->count + 1, sizeof *excess->interval))
            return false;
        excess->interval[excess->count++] = (struct excess_interval){first_bin, b};
    }
    return true;
}

/* Fill in excess_s and the intervals. Excess near a reversal counts for the stroke that ends there, so the intervals of
 * a stroke are found only after the excess of the next stroke is known. scratch[2 * bins]. False when out of memory. */
static bool add_strokes(struct excess_dwell *excess, const struct trajectory *rows, const struct strokes *strokes,
                        const struct reversals *reversals, double *scratch)
{
    size_t bins = excess->bin_count;
    double *stroke_excess_s = scratch, *previous_excess_s = scratch + bins;
    for (size_t k = 0; k < strokes->count; k++) {
        const struct stroke *stroke = &strokes->stroke[k];
        find_stroke_excess(stroke_excess_s, excess, rows, stroke, reversals);
        for (size_t b = 0; b < bins; b++)
            excess->excess_s[b] += stroke_excess_s[b];
        if (k > 0) {
            move_excess_near_reversal(excess, stroke, stroke_excess_s, previous_excess_s);
            if (!add_intervals(excess, previous_excess_s, strokes->stroke[k - 1].pace_s_mm))
                return false;
        }
        double *reused = previous_excess_s;
        previous_excess_s = stroke_excess_s;
        stroke_excess_s = reused;
    }
    return add_intervals(excess, previous_excess_s, strokes->stroke[strokes->count - 1].pace_s_mm);
}

/* Set the bins so that they cover all strokes. */
static void set_bins(struct excess_dwell *excess, const struct strokes *strokes)
{
    double low_mm = INFINITY, high_mm = -INFINITY;
    for (size_t k = 0; k < strokes->count; k++) {
        const struct stroke *stroke = &strokes->stroke[k];
        low_mm = fmin(low_mm, fmin(stroke->from_mm, stroke->to_mm));
        high_mm = fmax(high_mm, fmax(stroke->from_mm, stroke->to_mm));
    }
    excess->low_mm = EXCESS_DWELL_BIN_MM * floor(low_mm / EXCESS_DWELL_BIN_MM);
    excess->bin_count = (size_t)fmin(ceil((high_mm - excess->low_mm) / EXCESS_DWELL_BIN_MM) + 1, BINS_MAX);
}

bool excess_dwell_find(struct excess_dwell *excess, const struct trajectory *rows, const struct strokes *strokes,
                       const struct reversals *reversals)
{
    *excess = (struct excess_dwell){0};
    set_bins(excess, strokes);
    double *scratch = malloc(2 * excess->bin_count * sizeof *scratch);
    excess->excess_s = calloc(excess->bin_count, sizeof *excess->excess_s);
    bool ok = scratch != NULL && excess->excess_s != NULL && add_strokes(excess, rows, strokes, reversals, scratch);
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
