/* SPDX-License-Identifier: MIT */
#include "dwell/visit_bounds.h"

#include "shared/statistics.h"

#include <math.h>

#define BAND_GROWTH 1.25  /* from the middle 80 % of a sine to all of it, and a little more */
#define EXCURSION_S 0.15  /* out of the band for less than this is still in it */
#define SPEED_SPAN_S 0.08 /* half the span over which speed is taken */
#define ROCKING_MM 4.0    /* half a band, less its margin, from which a stay is a rock rather than a hold */
#define REST_PART 0.04    /* of the stroke's speed: slower than this has come to rest */
#define REST_MIDDLE_PART 0.5 /* of half a band: a rock rests at its extremes, too */
#define REST_LEAST_MM_S 1.0  /* what noise of the position may look like */
#define PARTING_MM 2.0       /* a turn farther out than this is no tremor of the lingering beside it */
#define PARTING_PART 0.25    /* nor is one farther than this part of its swing */

/* From one side of the band to the other, each beyond a third of its half, more than twice: passing, turning
 * and passing again changes sides no oftener. */
static bool goes_to_and_fro(const struct visit_samples *rows, size_t first, size_t end,
                            const struct visit_band *band)
{
    int side = 0, changes = 0;
    for (size_t i = first; i < end; i++) {
        double away_mm = rows->position_mm[i] - band->middle_mm;
        int here = fabs(away_mm) < band->half_mm / 3 ? side : away_mm > 0 ? 1 : -1;
        changes += side != 0 && here != side ? 1 : 0;
        side = here;
    }
    return changes > 2;
}

struct visit_band visit_bounds_band(const struct visit_samples *rows, size_t first, size_t end)
{
    size_t count = end - first;
    for (size_t i = 0; i < count; i++)
        rows->scratch[i] = rows->position_mm[first + i];
    double low = statistics_quantile(rows->scratch, count, 0.1),
           high = statistics_quantile(rows->scratch, count, 0.9);
    struct visit_band band = {(low + high) / 2, BAND_GROWTH * (high - low) / 2 + VISIT_BOUNDS_MARGIN_MM,
                              false};
    band.oscillating =
        band.half_mm >= VISIT_BOUNDS_MARGIN_MM + ROCKING_MM && goes_to_and_fro(rows, first, end, &band);
    return band;
}

static bool in_band(const struct visit_band *band, double position_mm)
{
    return fabs(position_mm - band->middle_mm) <= band->half_mm;
}

struct stay visit_bounds_grow(const struct visit_samples *rows, const struct visit_band *band,
                              struct stay inside, const struct stay *room)
{
    const double *t = rows->time_s;
    for (size_t i = inside.end; i < room->end && t[i] - t[inside.end - 1] <= EXCURSION_S; i++) {
        if (in_band(band, rows->position_mm[i]))
            inside.end = i + 1;
    }
    for (size_t i = inside.first; i-- > room->first && t[inside.first] - t[i] <= EXCURSION_S;) {
        if (in_band(band, rows->position_mm[i]))
            inside.first = i;
    }
    return inside;
}

/* How far out of the middle of rows [first, end) row `turn` lies, and how far the rows themselves go. */
static void outward(const struct visit_samples *rows, size_t first, size_t end, double sense,
                    double *middle_mm, double *far_mm)
{
    size_t count = end - first;
    for (size_t i = 0; i < count; i++)
        rows->scratch[i] = sense * rows->position_mm[first + i];
    *middle_mm = statistics_median(rows->scratch, count);
    *far_mm = *middle_mm - statistics_quantile(rows->scratch, count, 0.03);
}

bool visit_bounds_split(const struct visit_samples *rows, const struct stay *inside, size_t turn,
                        double sense, double dwell_s, struct stay *way)
{
    const double *x = rows->position_mm, *t = rows->time_s;
    if (t[turn] - t[inside->first] < dwell_s || t[inside->end - 1] - t[turn] < dwell_s)
        return false;
    double before_mm, before_far_mm, behind_mm, behind_far_mm, end_mm = sense * x[turn];
    outward(rows, inside->first, turn, sense, &before_mm, &before_far_mm);
    outward(rows, turn + 1, inside->end, sense, &behind_mm, &behind_far_mm);
    if (end_mm - before_mm - before_far_mm < fmax(PARTING_MM, PARTING_PART * before_far_mm) ||
        end_mm - behind_mm - behind_far_mm < fmax(PARTING_MM, PARTING_PART * behind_far_mm))
        return false;
    *way = (struct stay){turn, turn + 1};
    while (way->first > inside->first &&
           sense * x[way->first - 1] > before_mm + before_far_mm + PARTING_MM / 2)
        way->first--;
    while (way->end < inside->end && sense * x[way->end] > behind_mm + behind_far_mm + PARTING_MM / 2)
        way->end++;
    return t[way->first] - t[inside->first] >= dwell_s && t[inside->end - 1] - t[way->end - 1] >= dwell_s;
}

static double speed_at(const struct visit_samples *rows, size_t row, const struct stay *run)
{
    size_t before = row, after = row;
    while (before > run->first && rows->time_s[row] - rows->time_s[before] < SPEED_SPAN_S)
        before--;
    while (after + 1 < run->end && rows->time_s[after] - rows->time_s[row] < SPEED_SPAN_S)
        after++;
    if (after == before)
        return 0;
    return fabs(rows->position_mm[after] - rows->position_mm[before]) /
           (rows->time_s[after] - rows->time_s[before]);
}

size_t visit_bounds_settled_row(const struct visit_samples *rows, const struct stay *inside,
                                const struct visit_band *band, int step, const struct stay *run,
                                double pace_s_mm)
{
    bool oscillating = band->oscillating;
    size_t row = step > 0 ? inside->first : inside->end - 1;
    bool from_outside = oscillating || (step > 0 ? row > run->first : row + 1 < run->end);
    double rest_mm_s = isnan(pace_s_mm) ? REST_LEAST_MM_S : fmax(REST_PART / pace_s_mm, REST_LEAST_MM_S);
    bool below = rows->position_mm[row] < band->middle_mm;
    while (from_outside && (step > 0 ? row + 1 < inside->end : row > inside->first)) {
        double away_mm = fabs(rows->position_mm[row] - band->middle_mm);
        bool may_rest = !oscillating || away_mm < REST_MIDDLE_PART * band->half_mm;
        if ((rows->position_mm[row] < band->middle_mm) != below ||
            (may_rest && speed_at(rows, row, run) < rest_mm_s))
            break;
        row = step > 0 ? row + 1 : row - 1;
    }
    return row;
}

double visit_bounds_center(const struct visit_samples *rows, const struct stay *inside,
                           const struct visit_band *band)
{
    const double *x = rows->position_mm;
    size_t count = inside->end - inside->first;
    for (size_t i = 0; i < count; i++)
        rows->scratch[i] = x[inside->first + i];
    double center = statistics_median(rows->scratch, count);
    if (!band->oscillating)
        return center;
    center = band->middle_mm;
    for (int pass = 0; pass < 3; pass++) {
        size_t first = inside->end, last = inside->end;
        for (size_t i = inside->first + 1; i < inside->end; i++) {
            if (x[i - 1] < center && x[i] >= center) {
                if (first == inside->end)
                    first = i;
                last = i;
            }
        }
        if (first == inside->end || (last - first) * 2 < count)
            return center;
        double sum = 0;
        for (size_t i = first; i < last; i++)
            sum += x[i];
        center = sum / (double)(last - first);
    }
    return center;
}
