/* SPDX-License-Identifier: MIT */
#include "stay.h"

#include "quantile.h"

#include <math.h>

#define BAND_GROWTH 1.25     /* from the middle 80 % of a sine to all of it, and a little more */
#define EXCURSION_S 0.15     /* out of the band for less than this is still in it */
#define SPEED_SPAN_S 0.08    /* half the span over which speed is taken */
#define REST_PART 0.04       /* of the stroke's speed: slower than this has come to rest */
#define REST_LEAST_MM_S 1.0  /* what noise of the position may look like */
#define ROCKING_MM 4.0       /* half a band, less its margin, from which a stay is a rock rather than a hold */

struct stay_band stay_band_of(const struct stay_rows *rows, size_t first, size_t end)
{
    size_t count = end - first;
    for (size_t i = 0; i < count; i++)
        rows->scratch[i] = rows->position_mm[first + i];
    double low = quantile_of(rows->scratch, count, 0.1), high = quantile_of(rows->scratch, count, 0.9);
    return (struct stay_band){(low + high) / 2, BAND_GROWTH * (high - low) / 2 + STAY_MARGIN_MM};
}

static bool in_band(const struct stay_band *band, double position_mm)
{
    return fabs(position_mm - band->middle_mm) <= band->half_mm;
}

struct stay stay_grow(const struct stay_rows *rows, const struct stay_band *band, struct stay inside,
                      const struct stay *room)
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

static double speed_at(const struct stay_rows *rows, size_t row, const struct stay *run)
{
    size_t before = row, after = row;
    while (before > run->first && rows->time_s[row] - rows->time_s[before] < SPEED_SPAN_S)
        before--;
    while (after + 1 < run->end && rows->time_s[after] - rows->time_s[row] < SPEED_SPAN_S)
        after++;
    if (after == before)
        return 0;
    return fabs(rows->position_mm[after] - rows->position_mm[before]) / (rows->time_s[after] - rows->time_s[before]);
}

size_t stay_settled(const struct stay_rows *rows, const struct stay *inside, double middle_mm, int step,
                         const struct stay *run, double pace_s_mm)
{
    size_t row = step > 0 ? inside->first : inside->end - 1;
    bool from_outside = step > 0 ? row > run->first : row + 1 < run->end;
    double rest_mm_s = isnan(pace_s_mm) ? REST_LEAST_MM_S : fmax(REST_PART / pace_s_mm, REST_LEAST_MM_S);
    bool below = rows->position_mm[row] < middle_mm;
    while (from_outside && (step > 0 ? row + 1 < inside->end : row > inside->first)) {
        if ((rows->position_mm[row] < middle_mm) != below || speed_at(rows, row, run) < rest_mm_s)
            break;
        row = step > 0 ? row + 1 : row - 1;
    }
    return row;
}

double stay_center(const struct stay_rows *rows, const struct stay *inside, const struct stay_band *band)
{
    const double *x = rows->position_mm;
    size_t count = inside->end - inside->first;
    for (size_t i = 0; i < count; i++)
        rows->scratch[i] = x[inside->first + i];
    double center = quantile_median(rows->scratch, count);
    if (band->half_mm < STAY_MARGIN_MM + ROCKING_MM)
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
