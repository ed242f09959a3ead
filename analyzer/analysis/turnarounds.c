/* SPDX-License-Identifier: MIT */
#include "turnarounds.h"

#include "quantile.h"

#include <math.h>
#include <stdlib.h>

#define TURNS_LEAST 3
#define PI 3.141592653589793

/* Time at which the roller, walking from the turning point in row `from` to the one before or behind it in row `to`,
 * leaves each depth below it. NAN for a depth that it does not reach or that it was lifted off before. */
static void leave_times(double *leave_s, size_t from, size_t to, const double *position_mm, const unsigned char *loaded,
                        const double *time_s)
{
    size_t depth = 1;
    for (size_t at = from; at != to && depth <= TURNAROUND_DEPTHS;) {
        at = to > from ? at + 1 : at - 1;
        if (!loaded[at])
            break;
        while (depth <= TURNAROUND_DEPTHS &&
               fabs(position_mm[at] - position_mm[from]) > (double)depth * TURNAROUND_DEPTH_STEP_MM)
            leave_s[depth++] = time_s[at];
    }
    while (depth <= TURNAROUND_DEPTHS)
        leave_s[depth++] = NAN;
}

static void model_as_sine(struct turnarounds *turnarounds, double range_mm)
{
    for (size_t d = 0; d <= TURNAROUND_DEPTHS; d++) {
        double depth_mm = (double)d * TURNAROUND_DEPTH_STEP_MM;
        double part = range_mm > 0 ? fmin(depth_mm / range_mm, 1) : 1;
        turnarounds->length_mm[d] = 2 * range_mm / PI * acos(1 - 2 * part);
        turnarounds->deviation_mm[d] = 0.2 * turnarounds->length_mm[d];
    }
}

bool turnarounds_model(struct turnarounds *turnarounds, const struct strokes *strokes, const double *position_mm,
                       const unsigned char *loaded, const double *time_s)
{
    *turnarounds = (struct turnarounds){0};
    model_as_sine(turnarounds, strokes->range_mm);
    size_t turns = strokes->count > 0 ? strokes->count - 1 : 0;
    turnarounds->count = turns;
    if (turns < TURNS_LEAST)
        return true;
    double *length = malloc((TURNAROUND_DEPTHS + 1) * turns * sizeof *length);
    if (length == NULL)
        return false;
    for (size_t k = 0; k < turns; k++) {
        size_t row = strokes->stroke[k].last;
        double before_s[TURNAROUND_DEPTHS + 1] = {time_s[row]}, after_s[TURNAROUND_DEPTHS + 1] = {time_s[row]};
        double pace = 0.5 * (strokes->stroke[k].pace_s_mm + strokes->stroke[k + 1].pace_s_mm);
        leave_times(before_s, row, strokes->stroke[k].first, position_mm, loaded, time_s);
        leave_times(after_s, row, strokes->stroke[k + 1].last, position_mm, loaded, time_s);
        for (size_t d = 1; d <= TURNAROUND_DEPTHS; d++)
            length[d * turns + k] = (after_s[d] - after_s[d - 1] + before_s[d - 1] - before_s[d]) / pace;
    }
    const struct turnarounds sine = *turnarounds;
    for (size_t d = 1; d <= TURNAROUND_DEPTHS; d++) {
        size_t used = 0;
        double *column = length + d * turns;
        for (size_t k = 0; k < turns; k++) {
            if (isfinite(column[k]))
                column[used++] = column[k];
        }
        double step = sine.length_mm[d] - sine.length_mm[d - 1], deviation = 0.2 * step;
        if (used >= TURNS_LEAST) {
            step = quantile_median(column, used);
            deviation = step - quantile_of(column, used, 0.16);
        }
        turnarounds->length_mm[d] = turnarounds->length_mm[d - 1] + step;
        turnarounds->deviation_mm[d] = turnarounds->deviation_mm[d - 1] + deviation;
    }
    free(length);
    return true;
}

static double at_depth(const double *value, double depth_mm)
{
    double place = fmin(fmax(depth_mm, 0) / TURNAROUND_DEPTH_STEP_MM, TURNAROUND_DEPTHS);
    size_t low = place >= TURNAROUND_DEPTHS ? TURNAROUND_DEPTHS - 1 : (size_t)place;
    return value[low] + (place - (double)low) * (value[low + 1] - value[low]);
}

double turnarounds_length_mm(const struct turnarounds *turnarounds, double depth_mm)
{
    return at_depth(turnarounds->length_mm, depth_mm);
}

double turnarounds_deviation_mm(const struct turnarounds *turnarounds, double depth_mm)
{
    return at_depth(turnarounds->deviation_mm, depth_mm);
}
