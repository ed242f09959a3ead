/* SPDX-License-Identifier: MIT */
#include "dwell/visit_strokes.h"

#include <math.h>

size_t visit_strokes_find(struct visit_strokes *visit_strokes, size_t row)
{
    const struct strokes *strokes = visit_strokes->strokes;
    size_t k = visit_strokes->index;
    while (k > 0 && strokes->stroke[k - 1].last >= row)
        k--;
    while (k < strokes->count && strokes->stroke[k].last < row)
        k++;
    return visit_strokes->index = k;
}

double visit_strokes_pace_s_mm(struct visit_strokes *visit_strokes, size_t row)
{
    const struct strokes *strokes = visit_strokes->strokes;
    size_t k = visit_strokes_find(visit_strokes, row);
    return k < strokes->count ? strokes->stroke[k].pace_s_mm : strokes->pace_s_mm;
}

struct row_range visit_strokes_limit(struct visit_strokes *visit_strokes, struct row_range range,
                                     struct row_range limits)
{
    const struct strokes *strokes = visit_strokes->strokes;
    size_t before = visit_strokes_find(visit_strokes, range.first);
    size_t after = visit_strokes_find(visit_strokes, range.end);
    if (before > 0 && strokes->stroke[before - 1].last > limits.first)
        limits.first = strokes->stroke[before - 1].last;
    if (after < strokes->count && strokes->stroke[after].last < limits.end)
        limits.end = strokes->stroke[after].last;
    return limits;
}

/* Return the depth of a visit at the reversal that ends `stroke`: the distance from the middle of the visit's band to
 * the reversal. Swings may go beyond the typical end of the strokes, so their depth is at most the distance from the
 * middle of the band to that end. */
static double reversal_depth_mm(const struct stroke *stroke, const struct reversals *reversals,
                                const struct visit_band *band)
{
    bool at_high_end = stroke->to_mm > stroke->from_mm;
    double sense = at_high_end ? 1 : -1, depth_mm = sense * (stroke->to_mm - band->middle_mm);
    if (!band->oscillating)
        return fmax(depth_mm, REVERSALS_DEPTH_MIN_MM);
    double typical_depth_mm = sense * (reversals->end_mm[at_high_end] - band->middle_mm);
    return fmin(depth_mm, fmax(typical_depth_mm, 0));
}

struct reversal_time visit_strokes_reversal_time(struct visit_strokes *visit_strokes, struct row_range range,
                                                 const struct visit_band *band)
{
    const struct strokes *strokes = visit_strokes->strokes;
    const struct reversals *reversals = visit_strokes->reversals;
    const double *t = visit_strokes->time_s;
    double middle_s = 0.5 * (t[range.first] + t[range.end - 1]);
    struct reversal_time time = {0};
    for (size_t k = visit_strokes_find(visit_strokes, range.first);
         k < strokes->count && strokes->stroke[k].last < range.end; k++) {
        const struct stroke *stroke = &strokes->stroke[k];
        double depth_mm = reversal_depth_mm(stroke, reversals, band);
        bool is_last = k + 1 == strokes->count; /* if no stroke follows, this is only half a reversal */
        double pace_s_mm = is_last ? stroke->pace_s_mm : 0.5 * (stroke->pace_s_mm + strokes->stroke[k + 1].pace_s_mm);
        double expected_s = (is_last ? 0.5 : 1) * pace_s_mm * reversals_length_mm(reversals, depth_mm);
        if (t[stroke->last] < middle_s)
            time.first_half_s += expected_s;
        else
            time.second_half_s += expected_s;
        time.deviation_s += pace_s_mm * reversals_deviation_mm(reversals, depth_mm);
    }
    return time;
}
