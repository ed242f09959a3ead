/* SPDX-License-Identifier: MIT */
#include "position/reversals.h"

#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

#define PI 3.141592653589793
#define REVERSALS_MIN 3      /* minimum number of reversals for a median */
#define STEP_MM 5.0          /* step between depths, except the first two */
#define DWELL_S 5.0          /* if the reversals at one end take this much longer, they contain visits */
#define SLOPE_GROWTH_MAX 1.5 /* largest factor by which N may grow faster in a step than in the one before */
#define SINE_DEVIATION 0.2   /* assumed deviation of N for a sinusoidal motion, as a fraction of N */
#define LOW_QUANTILE 0.16    /* quantile of normal noise one deviation below the median */

/* Return the depth at an index of the model: 0, 1, 5, 10, ... mm. */
static double depth_mm_of(size_t index)
{
    if (index == 0)
        return 0;
    return index == 1 ? REVERSALS_DEPTH_MIN_MM : STEP_MM * (double)(index - 1);
}

/* Follow the roller from the reversal in row `from` to the previous or next reversal in row `to`. Sets
 * leave_s[1 to REVERSALS_DEPTHS] to the times at which the roller leaves these depths; NAN for depths that it
 * does not reach before it is lifted or reverses again. */
static void find_leave_times(double *leave_s, size_t from, size_t to, const struct trajectory *rows)
{
    const double *position_mm = rows->position_mm, *time_s = rows->time_s;
    size_t d = 1; /* index of the next depth */
    double previous_mm = 0;
    for (size_t row = from, previous = from; row != to && d <= REVERSALS_DEPTHS; previous = row) {
        row = to > from ? row + 1 : row - 1;
        if (!rows->contact[row])
            break;
        double distance_mm = fabs(position_mm[row] - position_mm[from]);
        for (; d <= REVERSALS_DEPTHS && distance_mm > depth_mm_of(d); d++) {
            double fraction = fmax((depth_mm_of(d) - previous_mm) / (distance_mm - previous_mm), 0);
            leave_s[d] = time_s[previous] + fraction * (time_s[row] - time_s[previous]);
        }
        previous_mm = distance_mm;
    }
    while (d <= REVERSALS_DEPTHS)
        leave_s[d++] = NAN;
}

/* Set N to that of a sinusoidal motion over range_mm, and its deviation to SINE_DEVIATION of N. */
static void fit_sine(struct reversals *reversals, double range_mm)
{
    for (size_t d = 0; d <= REVERSALS_DEPTHS; d++) {
        double depth_mm = depth_mm_of(d);
        double fraction = range_mm > 0 ? fmin(depth_mm / range_mm, 1) : 1;
        reversals->length_mm[d] = 2 * range_mm / PI * acos(1 - 2 * fraction);
        reversals->deviation_mm[d] = SINE_DEVIATION * reversals->length_mm[d];
    }
}

enum ends { LOW_END, HIGH_END, BOTH_ENDS };

/* Whether the stroke ends with a reversal at `ends`. */
static bool ends_at(const struct stroke *stroke, enum ends ends)
{
    return ends == BOTH_ENDS || (stroke->to_mm > stroke->from_mm) == (ends == HIGH_END);
}

/* Set end_mm to the median position of the reversals at each end. An end without reversals keeps its value. */
static void fit_ends(struct reversals *reversals, const struct strokes *strokes, double *scratch)
{
    for (int end = LOW_END; end <= HIGH_END; end++) {
        size_t used = 0;
        for (size_t k = 0; k + 1 < strokes->count; k++)
            if (ends_at(&strokes->stroke[k], (enum ends)end))
                scratch[used++] = strokes->stroke[k].to_mm;
        if (used > 0)
            reversals->end_mm[end] = statistics_median(scratch, used);
    }
}

/* Fit N to the reversals at `ends`. On entry *reversals holds N for sinusoidal motion, which
 * also gives the growth of N in a step that too few reversals reach. step_mm[d * count + k] is the length of reversal k
 * in step d, NAN = not reached; `count` is strokes->count - 1. */
static void fit_steps(struct reversals *reversals, const struct strokes *strokes, enum ends ends, const double *step_mm,
                      double *scratch)
{
    size_t count = strokes->count - 1;
    const struct reversals sine = *reversals;
    double previous_slope = INFINITY,
           previous_deviation = INFINITY; /* growth of N and its deviation per mm in the previous step */
    for (size_t d = 1; d <= REVERSALS_DEPTHS; d++) {
        size_t used = 0;
        for (size_t k = 0; k < count; k++)
            if (ends_at(&strokes->stroke[k], ends) && isfinite(step_mm[d * count + k]))
                scratch[used++] = step_mm[d * count + k];
        double length_mm = sine.length_mm[d] - sine.length_mm[d - 1], deviation_mm = SINE_DEVIATION * length_mm;
        if (used >= REVERSALS_MIN) {
            length_mm = statistics_median(scratch, used);
            deviation_mm = length_mm - statistics_quantile(scratch, used, LOW_QUANTILE);
        }
        double width_mm = depth_mm_of(d) - depth_mm_of(d - 1);
        if (length_mm > SLOPE_GROWTH_MAX * previous_slope * width_mm) { /* most reversals in this step contain visits */
            length_mm = SLOPE_GROWTH_MAX * previous_slope * width_mm;
            deviation_mm = SLOPE_GROWTH_MAX * previous_deviation * width_mm;
        }
        previous_slope = length_mm / width_mm;
        previous_deviation = deviation_mm / width_mm;
        reversals->length_mm[d] = reversals->length_mm[d - 1] + length_mm;
        reversals->deviation_mm[d] = reversals->deviation_mm[d - 1] + deviation_mm;
    }
}

/* Fit N to all reversals. If those at one end are so long that each contains a visit, use only the other end. */
static void fit_lengths(struct reversals *reversals, const struct strokes *strokes, const double *step_mm,
                        double *scratch)
{
    struct reversals fit[] = {*reversals, *reversals, *reversals};
    size_t count[] = {0, 0};
    for (size_t k = 0; k + 1 < strokes->count; k++)
        count[ends_at(&strokes->stroke[k], HIGH_END) ? HIGH_END : LOW_END]++;
    for (int ends = LOW_END; ends <= BOTH_ENDS; ends++)
        fit_steps(&fit[ends], strokes, (enum ends)ends, step_mm, scratch);
    double longer_mm = fit[HIGH_END].length_mm[REVERSALS_DEPTHS] - fit[LOW_END].length_mm[REVERSALS_DEPTHS];
    bool one_end_has_visits = fabs(longer_mm) * strokes->pace_s_mm >= DWELL_S && count[LOW_END] >= REVERSALS_MIN &&
                              count[HIGH_END] >= REVERSALS_MIN;
    if (!one_end_has_visits)
        *reversals = fit[BOTH_ENDS];
    else
        *reversals = fit[longer_mm > 0 ? LOW_END : HIGH_END];
}

bool reversals_fit(struct reversals *reversals, const struct strokes *strokes, const struct trajectory *rows)
{
    *reversals = (struct reversals){.end_mm = {-INFINITY, INFINITY}};
    fit_sine(reversals, strokes->range_mm);
    size_t count = strokes->count > 0 ? strokes->count - 1 : 0;
    if (count < REVERSALS_MIN)
        return true;
    double *step_mm = malloc((REVERSALS_DEPTHS + 2) * count * sizeof *step_mm);
    if (step_mm == NULL)
        return false;
    double *scratch = step_mm + (REVERSALS_DEPTHS + 1) * count; /* [count] */
    fit_ends(reversals, strokes, scratch);
    for (size_t k = 0; k < count; k++) {
        size_t row = strokes->stroke[k].last;
        double before_s[REVERSALS_DEPTHS + 1] = {rows->time_s[row]};
        double after_s[REVERSALS_DEPTHS + 1] = {rows->time_s[row]};
        double pace_s_mm = 0.5 * (strokes->stroke[k].pace_s_mm + strokes->stroke[k + 1].pace_s_mm);
        find_leave_times(before_s, row, strokes->stroke[k].first, rows);
        find_leave_times(after_s, row, strokes->stroke[k + 1].last, rows);
        for (size_t d = 1; d <= REVERSALS_DEPTHS; d++)
            step_mm[d * count + k] = (after_s[d] - after_s[d - 1] + before_s[d - 1] - before_s[d]) / pace_s_mm;
    }
    fit_lengths(reversals, strokes, step_mm, scratch);
    free(step_mm);
    return true;
}

/* Return value[REVERSALS_DEPTHS + 1] interpolated at a depth. */
static double interpolate(const double *value, double depth_mm)
{
    double clamped_mm = fmin(fmax(depth_mm, 0), REVERSALS_DEPTH_MAX_MM);
    size_t d = clamped_mm < REVERSALS_DEPTH_MIN_MM ? 0 : (size_t)(clamped_mm / STEP_MM) + 1;
    if (d >= REVERSALS_DEPTHS)
        d = REVERSALS_DEPTHS - 1;
    double fraction = (clamped_mm - depth_mm_of(d)) / (depth_mm_of(d + 1) - depth_mm_of(d));
    return value[d] + fraction * (value[d + 1] - value[d]);
}

double reversals_length_mm(const struct reversals *reversals, double depth_mm)
{
    return interpolate(reversals->length_mm, depth_mm);
}

double reversals_deviation_mm(const struct reversals *reversals, double depth_mm)
{
    return interpolate(reversals->deviation_mm, depth_mm);
}
