/* SPDX-License-Identifier: MIT */
#include "dwell/visit_bounds.h"

#include "shared/statistics.h"

#include <math.h>

#define BAND_GROWTH 1.25          /* from the middle 80 % of a sine to all of it, and a little more */
#define EXCURSION_S 0.15          /* shorter excursions from the band are ignored */
#define SPEED_SPAN_S 0.08         /* half the span over which speed is measured */
#define OSCILLATION_MIN_MM 4.0    /* smallest half width of the band, without margin, of an oscillation */
#define REST_SPEED_FRACTION 0.04  /* fraction of the stroke's speed: slower is at rest */
#define REST_SPEED_FLOOR_MM_S 1.0 /* the at-rest threshold is never lower: noise can look so fast */
#define SWING_CENTER_FRACTION 0.5 /* fraction of the half width: farther out, a swing rests too */
#define SPLIT_MM 2.0              /* a reversal farther out than this is not noise of a visit */
#define SPLIT_FRACTION 0.25       /* fraction of a visit's reach: farther out, a reversal is not a swing */
#define REACH_QUANTILE 0.03       /* lowest positions that do not count for the reach */

/* Whether the roller changes sides of the band more than twice, each time beyond a third of its half width.
 * Rolling through, reversing and rolling through again makes two changes. */
static bool changes_sides(const struct visit_samples *samples, struct row_range range, const struct visit_band *band)
{
    int side = 0, changes = 0;
    for (size_t i = range.first; i < range.end; i++) {
        double offset_mm = samples->rows->position_mm[i] - band->middle_mm;
        int new_side = fabs(offset_mm) < band->half_mm / 3 ? side : offset_mm > 0 ? 1 : -1;
        changes += side != 0 && new_side != side ? 1 : 0;
        side = new_side;
    }
    return changes > 2;
}

/* Copy the positions of `range`, times `factor`, to samples->scratch. Returns how many. */
static size_t copy_positions(const struct visit_samples *samples, struct row_range range, double factor)
{
    size_t count = range.end - range.first;
    for (size_t i = 0; i < count; i++)
        samples->scratch[i] = factor * samples->rows->position_mm[range.first + i];
    return count;
}

struct visit_band visit_bounds_find_band(const struct visit_samples *samples, struct row_range range)
{
    size_t count = copy_positions(samples, range, 1);
    double low = statistics_quantile(samples->scratch, count, 0.1);
    double high = statistics_quantile(samples->scratch, count, 0.9);
    struct visit_band band = {(low + high) / 2, BAND_GROWTH * (high - low) / 2 + VISIT_BOUNDS_MARGIN_MM, false};
    band.oscillating =
        band.half_mm >= VISIT_BOUNDS_MARGIN_MM + OSCILLATION_MIN_MM && changes_sides(samples, range, &band);
    return band;
}

static bool is_in_band(const struct visit_band *band, double position_mm)
{
    return fabs(position_mm - band->middle_mm) <= band->half_mm;
}

struct row_range visit_bounds_grow(const struct visit_samples *samples, const struct visit_band *band,
                                   struct row_range range, struct row_range limits)
{
    const double *t = samples->rows->time_s, *x = samples->rows->position_mm;
    for (size_t i = range.end; i < limits.end && t[i] - t[range.end - 1] <= EXCURSION_S; i++) {
        if (is_in_band(band, x[i]))
            range.end = i + 1;
    }
    for (size_t i = range.first; i-- > limits.first && t[range.first] - t[i] <= EXCURSION_S;) {
        if (is_in_band(band, x[i]))
            range.first = i;
    }
    return range;
}

/* Measure how far out (in the direction of `sense`) the middle of `range` lies, and how far the positions
 * reach from it. The reach is measured inwards, because on the outer side the way to the end hides it. */
static void measure_reach(const struct visit_samples *samples, struct row_range range, double sense, double *middle_mm,
                          double *reach_mm)
{
    size_t count = copy_positions(samples, range, sense);
    *middle_mm = statistics_median(samples->scratch, count);
    *reach_mm = *middle_mm - statistics_quantile(samples->scratch, count, REACH_QUANTILE);
}

bool visit_bounds_split(const struct visit_samples *samples, struct row_range range, size_t reversal, double sense,
                        double dwell_s, struct row_range *detour)
{
    const double *x = samples->rows->position_mm, *t = samples->rows->time_s;
    if (t[reversal] - t[range.first] < dwell_s || t[range.end - 1] - t[reversal] < dwell_s)
        return false;
    double first_mm, first_reach_mm, second_mm, second_reach_mm, end_mm = sense * x[reversal];
    measure_reach(samples, (struct row_range){range.first, reversal}, sense, &first_mm, &first_reach_mm);
    measure_reach(samples, (struct row_range){reversal + 1, range.end}, sense, &second_mm, &second_reach_mm);
    if (end_mm - first_mm - first_reach_mm < fmax(SPLIT_MM, SPLIT_FRACTION * first_reach_mm) ||
        end_mm - second_mm - second_reach_mm < fmax(SPLIT_MM, SPLIT_FRACTION * second_reach_mm))
        return false;
    *detour = (struct row_range){reversal, reversal + 1};
    while (detour->first > range.first && sense * x[detour->first - 1] > first_mm + first_reach_mm + SPLIT_MM / 2)
        detour->first--;
    while (detour->end < range.end && sense * x[detour->end] > second_mm + second_reach_mm + SPLIT_MM / 2)
        detour->end++;
    return t[detour->first] - t[range.first] >= dwell_s && t[range.end - 1] - t[detour->end - 1] >= dwell_s;
}

/* Return the speed around `row`, within `run`, in mm/s. */
static double measure_speed(const struct trajectory *rows, size_t row, struct row_range run)
{
    const double *t = rows->time_s;
    size_t first = row, last = row;
    while (first > run.first && t[row] - t[first] < SPEED_SPAN_S)
        first--;
    while (last + 1 < run.end && t[last] - t[row] < SPEED_SPAN_S)
        last++;
    return last == first ? 0 : fabs(rows->position_mm[last] - rows->position_mm[first]) / (t[last] - t[first]);
}

size_t visit_bounds_find_settled_row(const struct visit_samples *samples, struct row_range range,
                                     const struct visit_band *band, int step, struct row_range run, double pace_s_mm)
{
    const double *x = samples->rows->position_mm;
    size_t row = step > 0 ? range.first : range.end - 1;
    bool has_approach = band->oscillating || (step > 0 ? row > run.first : row + 1 < run.end);
    double rest_mm_s =
        isnan(pace_s_mm) ? REST_SPEED_FLOOR_MM_S : fmax(REST_SPEED_FRACTION / pace_s_mm, REST_SPEED_FLOOR_MM_S);
    bool below = x[row] < band->middle_mm;
    while (has_approach && (step > 0 ? row + 1 < range.end : row > range.first)) {
        bool may_rest = !band->oscillating || fabs(x[row] - band->middle_mm) < SWING_CENTER_FRACTION * band->half_mm;
        if ((x[row] < band->middle_mm) != below || (may_rest && measure_speed(samples->rows, row, run) < rest_mm_s))
            break;
        row = step > 0 ? row + 1 : row - 1;
    }
    return row;
}

/* Return the mean over complete swings, from the first upward crossing of `center` to the last; NAN if they
 * cover less than half of `range`. */
static double average_swings(const double *x, struct row_range range, double center)
{
    size_t first = range.end, last = range.end;
    for (size_t i = range.first + 1; i < range.end; i++) {
        if (x[i - 1] < center && x[i] >= center) {
            first = first == range.end ? i : first;
            last = i;
        }
    }
    if (first == range.end || (last - first) * 2 < range.end - range.first)
        return NAN;
    double sum = 0;
    for (size_t i = first; i < last; i++)
        sum += x[i];
    return sum / (double)(last - first);
}

double visit_bounds_find_center(const struct visit_samples *samples, struct row_range range,
                                const struct visit_band *band)
{
    if (!band->oscillating)
        return statistics_median(samples->scratch, copy_positions(samples, range, 1));
    double center = band->middle_mm;
    for (int pass = 0; pass < 3; pass++) {
        double mean = average_swings(samples->rows->position_mm, range, center);
        if (isnan(mean))
            break;
        center = mean;
    }
    return center;
}
