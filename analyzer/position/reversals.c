/* SPDX-License-Identifier: MIT */
#include "position/reversals.h"

#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

#define MIN_REVERSALS 3
#define PI 3.141592653589793
#define STEP_MM 5.0
#define DWELL_S                                                                                              \
    5.0 /* by which reversals at one end are longer than at the other if there is a visit in each */
#define MAX_SLOWER 1.5     /* than the step before: what chance may do to medians */
#define SINE_DEVIATION 0.2 /* as a fraction of the length */

static double depth_mm_of(size_t depth)
{
    return depth == 0 ? 0 : depth == 1 ? REVERSALS_MIN_DEPTH_MM : STEP_MM * (double)(depth - 1);
}

/* leave_s[depth] = when the roller, followed from the reversal in row `from` to the one in row `to`, before
 * or after, leaves each depth. NAN for a depth that it does not reach, or not without being lifted. */
static void find_leave_times(double *leave_s, size_t from, size_t to, const struct trajectory *rows)
{
    const double *x = rows->position_mm, *t = rows->time_s;
    size_t depth = 1;
    double last_mm = 0;
    for (size_t row = from, last = from; row != to && depth <= REVERSALS_DEPTHS; last = row) {
        row = to > from ? row + 1 : row - 1;
        if (!rows->contact[row])
            break;
        double here_mm = fabs(x[row] - x[from]);
        for (; depth <= REVERSALS_DEPTHS && here_mm > depth_mm_of(depth); depth++) {
            double fraction = fmax((depth_mm_of(depth) - last_mm) / (here_mm - last_mm), 0);
            leave_s[depth] = t[last] + fraction * (t[row] - t[last]);
        }
        last_mm = here_mm;
    }
    while (depth <= REVERSALS_DEPTHS)
        leave_s[depth++] = NAN;
}

static void fit_sine(struct reversals *reversals, double range_mm)
{
    for (size_t d = 0; d <= REVERSALS_DEPTHS; d++) {
        double depth_mm = depth_mm_of(d);
        double fraction = range_mm > 0 ? fmin(depth_mm / range_mm, 1) : 1;
        reversals->length_mm[d] = 2 * range_mm / PI * acos(1 - 2 * fraction);
        reversals->deviation_mm[d] = SINE_DEVIATION * reversals->length_mm[d];
    }
}

/* Which reversals: at the low end, at the high end, or all. */
enum ends { LOW_END, HIGH_END, BOTH_ENDS };

static bool ends_at(const struct stroke *stroke, enum ends ends)
{
    return ends == BOTH_ENDS || (stroke->to_mm > stroke->from_mm) == (ends == HIGH_END);
}

/* The median reversal at each end; an end without any keeps its value. scratch[strokes]. */
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

/* N by the reversals at `ends`. *reversals holds the sine's N, which remains in steps that too few reversals
 * reach. length[d * count + k] is the length of reversal k in step d, for strokes->count - 1 = count
 * reversals. */
static void fit_steps(struct reversals *reversals, const struct strokes *strokes, enum ends ends,
                      const double *length, double *scratch)
{
    size_t count = strokes->count - 1;
    const struct reversals sine = *reversals;
    double per_mm_before = INFINITY, deviation_before = INFINITY; /* per mm, of the step before */
    for (size_t d = 1; d <= REVERSALS_DEPTHS; d++) {
        size_t used = 0;
        for (size_t k = 0; k < count; k++) {
            if (ends_at(&strokes->stroke[k], ends) && isfinite(length[d * count + k]))
                scratch[used++] = length[d * count + k];
        }
        double step = sine.length_mm[d] - sine.length_mm[d - 1], deviation = SINE_DEVIATION * step;
        if (used >= MIN_REVERSALS) {
            step = statistics_median(scratch, used);
            deviation = step - statistics_quantile(scratch, used, 0.16);
        }
        double wide_mm = depth_mm_of(d) - depth_mm_of(d - 1);
        if (step > MAX_SLOWER * per_mm_before * wide_mm) {
            step = MAX_SLOWER * per_mm_before * wide_mm;
            deviation = MAX_SLOWER * deviation_before * wide_mm;
        }
        per_mm_before = step / wide_mm;
        deviation_before = deviation / wide_mm;
        reversals->length_mm[d] = reversals->length_mm[d - 1] + step;
        reversals->deviation_mm[d] = reversals->deviation_mm[d - 1] + deviation;
    }
}

/* By all reversals; but if those at one end are so much longer that there must be a visit in each, by the
 * others. */
static void fit_lengths(struct reversals *reversals, const struct strokes *strokes, const double *length,
                        double *scratch)
{
    struct reversals at[] = {*reversals, *reversals, *reversals};
    size_t count[] = {0, 0};
    for (size_t k = 0; k + 1 < strokes->count; k++)
        count[ends_at(&strokes->stroke[k], HIGH_END)]++;
    for (int ends = LOW_END; ends <= BOTH_ENDS; ends++)
        fit_steps(&at[ends], strokes, (enum ends)ends, length, scratch);
    double longer_mm = at[HIGH_END].length_mm[REVERSALS_DEPTHS] - at[LOW_END].length_mm[REVERSALS_DEPTHS];
    bool dwells = fabs(longer_mm) * strokes->pace_s_mm >= DWELL_S && count[LOW_END] >= MIN_REVERSALS &&
                  count[HIGH_END] >= MIN_REVERSALS;
    *reversals = at[!dwells ? BOTH_ENDS : longer_mm > 0 ? LOW_END : HIGH_END];
}

bool reversals_fit(struct reversals *reversals, const struct strokes *strokes, const struct trajectory *rows)
{
    *reversals = (struct reversals){.end_mm = {-INFINITY, INFINITY}};
    fit_sine(reversals, strokes->range_mm);
    size_t count = strokes->count > 0 ? strokes->count - 1 : 0;
    if (count < MIN_REVERSALS)
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

static double at_depth(const double *value, double depth_mm)
{
    double depth = fmin(fmax(depth_mm, 0), REVERSALS_MAX_DEPTH_MM);
    size_t low = depth < REVERSALS_MIN_DEPTH_MM ? 0 : (size_t)(depth / STEP_MM) + 1;
    if (low >= REVERSALS_DEPTHS)
        low = REVERSALS_DEPTHS - 1;
    double fraction = (depth - depth_mm_of(low)) / (depth_mm_of(low + 1) - depth_mm_of(low));
    return value[low] + fraction * (value[low + 1] - value[low]);
}

double reversals_length_mm(const struct reversals *reversals, double depth_mm)
{
    return at_depth(reversals->length_mm, depth_mm);
}

double reversals_deviation_mm(const struct reversals *reversals, double depth_mm)
{
    return at_depth(reversals->deviation_mm, depth_mm);
}
