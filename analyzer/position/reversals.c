/* SPDX-License-Identifier: MIT */
#include "position/reversals.h"

#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

#define TURNS_LEAST 3
#define PI 3.141592653589793
#define STEP_MM 5.0
#define LINGER_S                                                                                             \
    5.0 /* that turns at one end are longer than at the other: as long as a stay lasts at least */
#define SLOWER_MOST 1.5 /* than the step before: what chance may do to medians */

static double depth_mm_of(size_t depth)
{
    return depth == 0 ? 0 : depth == 1 ? REVERSALS_MIN_DEPTH_MM : STEP_MM * (double)(depth - 1);
}

/* Time at which the roller, walking from the turning point in row `from` to the one before or behind it in
 * row `to`, leaves each depth below it, between rows. NAN for a depth that it does not reach or that it was
 * lifted off before. */
static void leave_times(double *leave_s, size_t from, size_t to, const double *position_mm,
                        const unsigned char *loaded, const double *time_s)
{
    size_t depth = 1;
    double last_mm = 0;
    for (size_t at = from, last = from; at != to && depth <= REVERSALS_DEPTHS; last = at) {
        at = to > from ? at + 1 : at - 1;
        if (!loaded[at])
            break;
        double here_mm = fabs(position_mm[at] - position_mm[from]);
        for (; depth <= REVERSALS_DEPTHS && here_mm > depth_mm_of(depth); depth++) {
            double part = fmax((depth_mm_of(depth) - last_mm) / (here_mm - last_mm), 0);
            leave_s[depth] = time_s[last] + part * (time_s[at] - time_s[last]);
        }
        last_mm = here_mm;
    }
    while (depth <= REVERSALS_DEPTHS)
        leave_s[depth++] = NAN;
}

static void model_as_sine(struct reversals *reversals, double range_mm)
{
    for (size_t d = 0; d <= REVERSALS_DEPTHS; d++) {
        double depth_mm = depth_mm_of(d);
        double part = range_mm > 0 ? fmin(depth_mm / range_mm, 1) : 1;
        reversals->length_mm[d] = 2 * range_mm / PI * acos(1 - 2 * part);
        reversals->deviation_mm[d] = 0.2 * reversals->length_mm[d];
    }
}

/* The median turning point at either end; what was found before where there is none. */
static void model_ends(struct reversals *reversals, const struct strokes *strokes, double *scratch)
{
    for (int high = 0; high < 2; high++) {
        size_t used = 0;
        for (size_t k = 0; k + 1 < strokes->count; k++) {
            const struct stroke *stroke = &strokes->stroke[k];
            if ((stroke->to_mm > stroke->from_mm) == (high == 1))
                scratch[used++] = stroke->to_mm;
        }
        if (used > 0)
            reversals->end_mm[high] = statistics_median(scratch, used);
    }
}

/* The turns at the low end, at the high end, or all of them. */
enum ends { LOW_END, HIGH_END, BOTH_ENDS };

static bool is_at(const struct stroke *stroke, enum ends ends)
{
    return ends == BOTH_ENDS || (stroke->to_mm > stroke->from_mm) == (ends == HIGH_END);
}

/* What the turns at `ends` have in common, where enough of them tell of a step; else that of a sine.
 * length[d * turns + k] is that of turn k in step d. */
static void model_steps(struct reversals *reversals, const struct strokes *strokes, enum ends ends,
                        const double *length, double *scratch)
{
    size_t turns = strokes->count - 1;
    const struct reversals sine = *reversals;
    double before = INFINITY, before_deviation = INFINITY; /* per mm, of the step before */
    for (size_t d = 1; d <= REVERSALS_DEPTHS; d++) {
        size_t used = 0;
        for (size_t k = 0; k < turns; k++) {
            if (is_at(&strokes->stroke[k], ends) && isfinite(length[d * turns + k]))
                scratch[used++] = length[d * turns + k];
        }
        double step = sine.length_mm[d] - sine.length_mm[d - 1], deviation = 0.2 * step;
        if (used >= TURNS_LEAST) {
            step = statistics_median(scratch, used);
            deviation = step - statistics_quantile(scratch, used, 0.16);
        }
        double wide_mm = depth_mm_of(d) - depth_mm_of(d - 1);
        if (step > SLOWER_MOST * before * wide_mm) {
            step = SLOWER_MOST * before * wide_mm;
            deviation = SLOWER_MOST * before_deviation * wide_mm;
        }
        before = step / wide_mm;
        before_deviation = deviation / wide_mm;
        reversals->length_mm[d] = reversals->length_mm[d - 1] + step;
        reversals->deviation_mm[d] = reversals->deviation_mm[d - 1] + deviation;
    }
}

/* The model by all turns; but where those at one end are so much longer that one must linger there each time,
 * by those at the other. */
static void model_turns(struct reversals *reversals, const struct strokes *strokes, const double *length,
                        double *scratch)
{
    struct reversals at[] = {*reversals, *reversals, *reversals};
    size_t turns[] = {0, 0};
    for (size_t k = 0; k + 1 < strokes->count; k++)
        turns[is_at(&strokes->stroke[k], HIGH_END)]++;
    for (int ends = LOW_END; ends <= BOTH_ENDS; ends++)
        model_steps(&at[ends], strokes, (enum ends)ends, length, scratch);
    double longer_mm = at[HIGH_END].length_mm[REVERSALS_DEPTHS] - at[LOW_END].length_mm[REVERSALS_DEPTHS];
    bool linger = fabs(longer_mm) * strokes->pace_s_mm >= LINGER_S && turns[LOW_END] >= TURNS_LEAST &&
                  turns[HIGH_END] >= TURNS_LEAST;
    *reversals = at[!linger ? BOTH_ENDS : longer_mm > 0 ? LOW_END : HIGH_END];
}

bool reversals_fit(struct reversals *reversals, const struct strokes *strokes, const double *position_mm,
                   const unsigned char *loaded, const double *time_s)
{
    *reversals = (struct reversals){.end_mm = {-INFINITY, INFINITY}};
    model_as_sine(reversals, strokes->range_mm);
    size_t turns = strokes->count > 0 ? strokes->count - 1 : 0;
    if (turns < TURNS_LEAST)
        return true;
    double *length = malloc((REVERSALS_DEPTHS + 2) * turns * sizeof *length);
    if (length == NULL)
        return false;
    double *scratch = length + (REVERSALS_DEPTHS + 1) * turns;
    model_ends(reversals, strokes, scratch);
    for (size_t k = 0; k < turns; k++) {
        size_t row = strokes->stroke[k].last;
        double before_s[REVERSALS_DEPTHS + 1] = {time_s[row]}, after_s[REVERSALS_DEPTHS + 1] = {time_s[row]};
        double pace = 0.5 * (strokes->stroke[k].pace_s_mm + strokes->stroke[k + 1].pace_s_mm);
        leave_times(before_s, row, strokes->stroke[k].first, position_mm, loaded, time_s);
        leave_times(after_s, row, strokes->stroke[k + 1].last, position_mm, loaded, time_s);
        for (size_t d = 1; d <= REVERSALS_DEPTHS; d++)
            length[d * turns + k] = (after_s[d] - after_s[d - 1] + before_s[d - 1] - before_s[d]) / pace;
    }
    model_turns(reversals, strokes, length, scratch);
    free(length);
    return true;
}

static double at_depth(const double *value, double depth_mm)
{
    double depth = fmin(fmax(depth_mm, 0), REVERSALS_MAX_DEPTH_MM);
    size_t low = depth < REVERSALS_MIN_DEPTH_MM ? 0 : (size_t)(depth / STEP_MM) + 1;
    if (low >= REVERSALS_DEPTHS)
        low = REVERSALS_DEPTHS - 1;
    double part = (depth - depth_mm_of(low)) / (depth_mm_of(low + 1) - depth_mm_of(low));
    return value[low] + part * (value[low + 1] - value[low]);
}

double reversals_length_mm(const struct reversals *reversals, double depth_mm)
{
    return at_depth(reversals->length_mm, depth_mm);
}

double reversals_deviation_mm(const struct reversals *reversals, double depth_mm)
{
    return at_depth(reversals->deviation_mm, depth_mm);
}
