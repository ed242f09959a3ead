/* SPDX-License-Identifier: MIT */
#include "position/reversals.h"

#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

#define REVERSALS_MIN 3
#define PI 3.141592653589793
#define STEP_MM 5.0
#define DWELL_S 5.0        /* reversals of one end that take so much longer than the other's hold visits */
#define SLOWER_MAX 1.5     /* largest ratio of a step's time per mm to the previous step's */
#define SINE_DEVIATION 0.2 /* deviation of the sine's N, as a fraction of N */

/* Return the depth in mm at an index of the model: 0, 1, 5, 10, ... */
static double depth_mm_of(size_t index)
{
    return index == 0 ? 0 : index == 1 ? REVERSALS_DEPTH_MIN_MM : STEP_MM * (double)(index - 1);
}

/* Follow the roller from the reversal in row `from` to the previous or next one in row `to`; leave_s[index]
 * is the time at which it leaves each depth, NAN for those that it does not reach without being lifted. */
static void find_leave_times(double *leave_s, size_t from, size_t to, const struct trajectory *rows)
{
    const double *x = rows->position_mm, *t = rows->time_s;
    size_t depth = 1;
    double previous_mm = 0;
    for (size_t row = from, previous = from; row != to && depth <= REVERSALS_DEPTHS; previous = row) {
        row = to > from ? row + 1 : row - 1;
        if (!rows->contact[row])
            break;
        double distance_mm = fabs(x[row] - x[from]);
        for (; depth <= REVERSALS_DEPTHS && distance_mm > depth_mm_of(depth); depth++) {
            double fraction = fmax((depth_mm_of(depth) - previous_mm) / (distance_mm - previous_mm), 0);
            leave_s[depth] = t[previous] + fraction * (t[row] - t[previous]);
        }
        previous_mm = distance_mm;
    }
    while (depth <= REVERSALS_DEPTHS)
        leave_s[depth++] = NAN;
}

/* Set N and its deviation to those of a sine over the range. */
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

static bool ends_at(const struct stroke *stroke, enum ends ends)
{
    return ends == BOTH_ENDS || (stroke->to_mm > stroke->from_mm) == (ends == HIGH_END);
}

/* Set end_mm to the median reversal at each end; an end without reversals keeps its value. */
static void fit_ends(struct reversals *reversals, const struct strokes *strokes, double *scratch)
{
    for (int end = LOW_END; end <= HIGH_END; end++) {
        size_t used = 0;
        for (size_t k = 0; k + 1 < strokes->count; k++) {
            if (ends_at(&strokes->stroke[k], (enum ends)end))
                scratch[used++] = strokes->stroke[k].to_mm;
        }
        if (used > 0)
            reversals->end_mm[end] = statistics_median(scratch, used);
    }
}

/* Fit N to the reversals at `ends`. On entry *reversals is the sine's, which stays in steps that too few
 * reversals reach. length[d * count + k] is the length of reversal k in step d; count = strokes->count - 1.
 */
static void fit_steps(struct reversals *reversals, const struct strokes *strokes, enum ends ends, const double *length,
                      double *scratch)
{
    size_t count = strokes->count - 1;
    const struct reversals sine = *reversals;
    double previous_slope = INFINITY, previous_deviation = INFINITY; /* of the previous step, per mm */
    for (size_t d = 1; d <= REVERSALS_DEPTHS; d++) {
        size_t used = 0;
        for (size_t k = 0; k < count; k++) {
            if (ends_at(&strokes->stroke[k], ends) && isfinite(length[d * count + k]))
                scratch[used++] = length[d * count + k];
        }
        double step = sine.length_mm[d] - sine.length_mm[d - 1], deviation = SINE_DEVIATION * step;
        if (used >= REVERSALS_MIN) {
            step = statistics_median(scratch, used);
            deviation = step - statistics_quantile(scratch, used, 0.16);
        }
        double width_mm = depth_mm_of(d) - depth_mm_of(d - 1);
        if (step > SLOWER_MAX * previous_slope * width_mm) {
            step = SLOWER_MAX * previous_slope * width_mm;
            deviation = SLOWER_MAX * previous_deviation * width_mm;
        }
        previous_slope = step / width_mm;
        previous_deviation = deviation / width_mm;
        reversals->length_mm[d] = reversals->length_mm[d - 1] + step;
        reversals->deviation_mm[d] = reversals->deviation_mm[d - 1] + deviation;
    }
}

/* Fit N to all reversals; but if those at one end are so long that each must hold a visit, only to those at
 * the other end. */
static void fit_lengths(struct reversals *reversals, const struct strokes *strokes, const double *length,
                        double *scratch)
{
    struct reversals fit[] = {*reversals, *reversals, *reversals};
    size_t count[] = {0, 0};
    for (size_t k = 0; k + 1 < strokes->count; k++)
        count[ends_at(&strokes->stroke[k], HIGH_END)]++;
    for (int ends = LOW_END; ends <= BOTH_ENDS; ends++)
        fit_steps(&fit[ends], strokes, (enum ends)ends, length, scratch);
    double longer_mm = fit[HIGH_END].length_mm[REVERSALS_DEPTHS] - fit[LOW_END].length_mm[REVERSALS_DEPTHS];
    bool dwells = fabs(longer_mm) * strokes->pace_s_mm >= DWELL_S && count[LOW_END] >= REVERSALS_MIN &&
                  count[HIGH_END] >= REVERSALS_MIN;
    *reversals = fit[!dwells ? BOTH_ENDS : longer_mm > 0 ? LOW_END : HIGH_END];
}

bool reversals_fit(struct reversals *reversals, const struct strokes *strokes, const struct trajectory *rows)
{
    *reversals = (struct reversals){.end_mm = {-INFINITY, INFINITY}};
    fit_sine(reversals, strokes->range_mm);
    size_t count = strokes->count > 0 ? strokes->count - 1 : 0;
    if (count < REVERSALS_MIN)
        return true;
    double *length = malloc((REVERSALS_DEPTHS + 2) * count * sizeof *length);
    if (length == NULL)
        return false;
    double *scratch = length + (REVERSALS_DEPTHS + 1) * count;
    fit_ends(reversals, strokes, scratch);
    for (size_t k = 0; k < count; k++) {
        size_t row = strokes->stroke[k].last;
        double before_s[REVERSALS_DEPTHS + 1] = {rows->time_s[row]};
        double after_s[REVERSALS_DEPTHS + 1] = {rows->time_s[row]};
        double pace = 0.5 * (strokes->stroke[k].pace_s_mm + strokes->stroke[k + 1].pace_s_mm);
        find_leave_times(before_s, row, strokes->stroke[k].first, rows);
        find_leave_times(after_s, row, strokes->stroke[k + 1].last, rows);
        for (size_t d = 1; d <= REVERSALS_DEPTHS; d++)
            length[d * count + k] = (after_s[d] - after_s[d - 1] + before_s[d - 1] - before_s[d]) / pace;
    }
    fit_lengths(reversals, strokes, length, scratch);
    free(length);
    return true;
}

static double interpolate(const double *value, double depth_mm)
{
    double depth = fmin(fmax(depth_mm, 0), REVERSALS_DEPTH_MAX_MM);
    size_t low = depth < REVERSALS_DEPTH_MIN_MM ? 0 : (size_t)(depth / STEP_MM) + 1;
    if (low >= REVERSALS_DEPTHS)
        low = REVERSALS_DEPTHS - 1;
    double fraction = (depth - depth_mm_of(low)) / (depth_mm_of(low + 1) - depth_mm_of(low));
    return value[low] + fraction * (value[low + 1] - value[low]);
}

double reversals_length_mm(const struct reversals *reversals, double depth_mm)
{
    return interpolate(reversals->length_mm, depth_mm);
}

double reversals_deviation_mm(const struct reversals *reversals, double depth_mm)
{
    return interpolate(reversals->deviation_mm, depth_mm);
}
