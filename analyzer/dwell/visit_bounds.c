/* SPDX-License-Identifier: MIT */
#include "dwell/visit_bounds.h"

#include "shared/statistics.h"

#include <math.h>

#define BAND_GROWTH 1.25 /* 1.05 would extend the middle 80 % of a sine to the whole sine; the rest is tolerance */
#define EXCURSION_S 0.15 /* shorter excursions from the band are ignored */
/* A person who holds the roller still lets it wander: out of the band by up to WANDER_MM, for up to WANDER_S. */
#define WANDER_MM 8.0
#define WANDER_S 3.0
#define HOLD_PASSES_MAX 8         /* each pass widens the band to the wandering found by the previous pass */
#define SPEED_HALF_SPAN_S 0.08    /* speed is measured from this time before a row to this time after it */
#define OSCILLATION_MIN_MM 4.0    /* smallest half width of the band, without margin, of an oscillation */
#define REST_SPEED_FRACTION 0.04  /* below this fraction of the stroke's speed, the roller is at rest */
#define REST_SPEED_FLOOR_MM_S 1.0 /* lower limit of the speed at rest: noise alone can look this fast */
#define SWING_CENTER_FRACTION 0.5 /* fraction of the half width; farther out, the roller may be reversing slowly */
#define SPLIT_MM 2.0              /* distance of a separating reversal beyond a visit's reach; more than noise */
#define SPLIT_FRACTION 0.25       /* the same distance, as a fraction of the reach; more than swings vary */
#define REACH_QUANTILE 0.03       /* fraction of the positions, the innermost, that the reach leaves out */
#define CENTER_PASSES 3           /* rounds; each finds the swings about the centre that the previous round found */

/* Whether the roller changes from one side of the band to the other more than twice; a side begins at a third of
 * the half width. Rolling through the band, reversing and rolling back makes only two changes. */
static bool is_oscillating(const struct visit_samples *samples, struct row_range range, const struct visit_band *band)
{
    int side = 0, changes = 0; /* side 0: neither side has been reached yet */
    for (size_t i = range.first; i < range.end; i++) {
        double offset_mm = samples->rows->position_mm[i] - band->middle_mm;
        if (fabs(offset_mm) < band->half_width_mm / 3)
            continue;
        int new_side = offset_mm > 0 ? 1 : -1;
        changes += side != 0 && new_side != side ? 1 : 0;
        side = new_side;
    }
    return changes > 2;
}

/* Copy the positions of `range`, multiplied by `factor`, to samples->scratch. Returns their number. */
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
    double low_mm = statistics_quantile(samples->scratch, count, 0.1);
    double high_mm = statistics_quantile(samples->scratch, count, 0.9);
    struct visit_band band = {.middle_mm = (low_mm + high_mm) / 2,
                              .half_width_mm = BAND_GROWTH * (high_mm - low_mm) / 2 + VISIT_BOUNDS_MARGIN_MM};
    band.oscillating =
        band.half_width_mm >= VISIT_BOUNDS_MARGIN_MM + OSCILLATION_MIN_MM && is_oscillating(samples, range, &band);
    return band;
}

static bool is_in_band(const struct visit_band *band, double position_mm)
{
    return fabs(position_mm - band->middle_mm) <= band->half_width_mm;
}

/* How far and for how long the roller may leave a band, and return, within a visit. Beyond `limit_mm` it may stay for
 * EXCURSION_S only. */
struct excursion {
    double limit_mm; /* distance from the middle of the band */
    double max_s;
};

/* Extend `range` on both sides, within `limits`, up to the last row in the band before too long an excursion. */
static struct row_range grow(const struct visit_samples *samples, const struct visit_band *band,
                             struct excursion excursion, struct row_range range, struct row_range limits)
{
    const double *t = samples->rows->time_s, *x = samples->rows->position_mm;
    double near_s = t[range.end - 1]; /* when the roller was last within the limit */
    for (size_t i = range.end; i < limits.end && t[i] - t[range.end - 1] <= excursion.max_s; i++) {
        if (fabs(x[i] - band->middle_mm) <= excursion.limit_mm)
            near_s = t[i];
        if (t[i] - near_s > EXCURSION_S)
            break;
        if (is_in_band(band, x[i]))
            range.end = i + 1;
    }
    near_s = t[range.first];
    for (size_t i = range.first; i-- > limits.first && t[range.first] - t[i] <= excursion.max_s;) {
        if (fabs(x[i] - band->middle_mm) <= excursion.limit_mm)
            near_s = t[i];
        if (near_s - t[i] > EXCURSION_S)
            break;
        if (is_in_band(band, x[i]))
            range.first = i;
    }
    return range;
}

struct row_range visit_bounds_grow(const struct visit_samples *samples, const struct visit_band *band,
                                   struct row_range range, struct row_range limits)
{
    return grow(samples, band, (struct excursion){band->half_width_mm, EXCURSION_S}, range, limits);
}

struct row_range visit_bounds_grow_hold(const struct visit_samples *samples, struct visit_band *band,
                                        struct row_range range, struct row_range limits)
{
    for (int pass = 0; pass < HOLD_PASSES_MAX; pass++) {
        struct excursion wander = {band->half_width_mm + WANDER_MM, WANDER_S};
        struct row_range grown = grow(samples, band, wander, range, limits);
        if (grown.first == range.first && grown.end == range.end)
            break;
        struct visit_band wider = visit_bounds_find_band(samples, grown);
        if (wider.oscillating)
            break;
        range = grown;
        *band = wider;
    }
    return range;
}

/* Positions of a visit, measured towards the reversal beyond it. */
struct extent {
    double middle_mm; /* median position */
    double reach_mm;  /* distance from the middle to the farthest positions */
};

/* Measure the extent of the rows in `range`. The reach is measured on the side away from the reversal. On the other
 * side it cannot be measured, because there the roller also goes to the reversal and back. */
static struct extent measure_extent(const struct visit_samples *samples, struct row_range range, double sense)
{
    size_t count = copy_positions(samples, range, sense);
    double middle_mm = statistics_median(samples->scratch, count);
    double innermost_mm = statistics_quantile(samples->scratch, count, REACH_QUANTILE);
    return (struct extent){middle_mm, middle_mm - innermost_mm};
}

/* Whether a reversal is so far beyond a visit's reach that it is neither noise nor one of the swings. */
static bool is_beyond(double reversal_mm, const struct extent *visit)
{
    double distance_mm = reversal_mm - visit->middle_mm - visit->reach_mm;
    return distance_mm >= fmax(SPLIT_MM, SPLIT_FRACTION * visit->reach_mm);
}

bool visit_bounds_split(const struct visit_samples *samples, struct row_range range, size_t reversal, double sense,
                        double dwell_s, struct row_range *detour)
{
    const double *x = samples->rows->position_mm, *t = samples->rows->time_s;
    if (t[reversal] - t[range.first] < dwell_s || t[range.end - 1] - t[reversal] < dwell_s)
        return false;
    struct extent first_visit = measure_extent(samples, (struct row_range){range.first, reversal}, sense);
    struct extent second_visit = measure_extent(samples, (struct row_range){reversal + 1, range.end}, sense);
    if (!is_beyond(sense * x[reversal], &first_visit) || !is_beyond(sense * x[reversal], &second_visit))
        return false;
    double first_edge_mm = first_visit.middle_mm + first_visit.reach_mm + SPLIT_MM / 2;
    double second_edge_mm = second_visit.middle_mm + second_visit.reach_mm + SPLIT_MM / 2;
    *detour = (struct row_range){reversal, reversal + 1};
    while (detour->first > range.first && sense * x[detour->first - 1] > first_edge_mm)
        detour->first--;
    while (detour->end < range.end && sense * x[detour->end] > second_edge_mm)
        detour->end++;
    return t[detour->first] - t[range.first] >= dwell_s && t[range.end - 1] - t[detour->end - 1] >= dwell_s;
}

/* Return the mean speed around `row`, without leaving `run`. */
static double measure_speed_mm_s(const struct trajectory *rows, size_t row, struct row_range run)
{
    const double *t = rows->time_s;
    size_t first = row, last = row;
    while (first > run.first && t[row] - t[first] < SPEED_HALF_SPAN_S)
        first--;
    while (last + 1 < run.end && t[last] - t[row] < SPEED_HALF_SPAN_S)
        last++;
    return last == first ? 0 : fabs(rows->position_mm[last] - rows->position_mm[first]) / (t[last] - t[first]);
}

size_t visit_bounds_find_settled_row(const struct visit_samples *samples, struct row_range range,
                                     const struct visit_band *band, int step, struct row_range run, double pace_s_mm)
{
    const double *x = samples->rows->position_mm;
    size_t row = step > 0 ? range.first : range.end - 1, last_row = step > 0 ? range.end - 1 : range.first;
    bool is_at_run_edge = step > 0 ? row == run.first : row + 1 == run.end;
    if (!band->oscillating && is_at_run_edge)
        return row;
    double rest_mm_s =
        isnan(pace_s_mm) ? REST_SPEED_FLOOR_MM_S : fmax(REST_SPEED_FRACTION / pace_s_mm, REST_SPEED_FLOOR_MM_S);
    bool starts_below = x[row] < band->middle_mm;
    while (row != last_row) {
        bool has_passed_middle = (x[row] < band->middle_mm) != starts_below;
        bool may_rest =
            !band->oscillating || fabs(x[row] - band->middle_mm) < SWING_CENTER_FRACTION * band->half_width_mm;
        if (has_passed_middle || (may_rest && measure_speed_mm_s(samples->rows, row, run) < rest_mm_s))
            break;
        row = step > 0 ? row + 1 : row - 1;
    }
    return row;
}

/* Return the mean over complete swings, from the first upward crossing of `center_mm` to the last; NAN if they
 * cover less than half of `range`. */
static double average_swings_mm(const double *x, struct row_range range, double center_mm)
{
    size_t first = range.end, last = range.end;
    for (size_t i = range.first + 1; i < range.end; i++) {
        if (x[i - 1] < center_mm && x[i] >= center_mm) {
            first = first == range.end ? i : first;
            last = i;
        }
    }
    if (first == range.end || (last - first) * 2 < range.end - range.first)
        return NAN;
    double sum_mm = 0;
    for (size_t i = first; i < last; i++)
        sum_mm += x[i];
    return sum_mm / (double)(last - first);
}

double visit_bounds_find_center(const struct visit_samples *samples, struct row_range range,
                                const struct visit_band *band)
{
    if (!band->oscillating)
        return statistics_median(samples->scratch, copy_positions(samples, range, 1));
    double center_mm = band->middle_mm;
    for (int pass = 0; pass < CENTER_PASSES; pass++) {
        double mean_mm = average_swings_mm(samples->rows->position_mm, range, center_mm);
        if (isnan(mean_mm))
            break;
        center_mm = mean_mm;
    }
    return center_mm;
}
