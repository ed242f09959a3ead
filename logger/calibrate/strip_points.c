/* SPDX-License-Identifier: MIT */
#include "calibrate/strip_points.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define FULL_SCALE_FRACTION 0.97 /* fraction of full scale; above it one count is a tenth of the force */
#define RISE_MIN 1.02            /* smallest ratio to the previous load or reading; a smaller rise is not a new load */
#define SCALE_PERCENT 10         /* half the width of the error chart, which has one column per percent */
#define COUNTS_MIN 10            /* above the unloaded reading; less is no load at all */

bool strip_points_is_heavier(const struct strip_points *points, double load_n)
{
    return points->count == 0 || load_n >= RISE_MIN * points->point[points->count - 1].load_n;
}

bool strip_points_reject_reason(const struct strip_points *points, double reading, int replaced, char *why, size_t size)
{
    double ratio = calibration_fit_ratio(reading, points->zero_reading, points->full_scale);
    double counts_above_zero = ratio * points->full_scale; /* approximately: the ratio is small there */
    const struct calibration_point *last = points->count > 0 ? &points->point[points->count - 1] : NULL;
    if (reading > FULL_SCALE_FRACTION * points->full_scale)
        snprintf(why, size, "Strip %u is at the top of its range (%.0f of %.0f): that load is too heavy for it.",
                 points->strip, reading, points->full_scale);
    else if (counts_above_zero < COUNTS_MIN)
        snprintf(why, size, "Strip %u hardly registers the load (reading %.0f). Does the block rest on its slat only?",
                 points->strip, reading);
    else if (replaced < 0 && last && ratio < RISE_MIN * last->ratio)
        snprintf(why, size, "Strip %u reads no more than with %.1f N. Put the next load on, then type it.",
                 points->strip, last->load_n);
    else
        return false;
    return true;
}

void strip_points_add(struct strip_points *points, double load_n, double reading, unsigned number, int replaced)
{
    size_t index = replaced < 0 ? points->count++ : (size_t)replaced;
    points->number[index] = number;
    points->reading[index] = reading;
    points->point[index] = (struct calibration_point){
        .load_n = load_n, .ratio = calibration_fit_ratio(reading, points->zero_reading, points->full_scale)};
}

void strip_points_remove(struct strip_points *points, size_t index)
{
    points->count--;
    for (size_t i = index; i < points->count; i++) {
        points->number[i] = points->number[i + 1];
        points->reading[i] = points->reading[i + 1];
        points->point[i] = points->point[i + 1];
    }
}

void strip_points_table_row(const struct strip_points *points, size_t index, const struct calibration_fit *fit,
                            char *text, size_t size)
{
    const struct calibration_point *point = &points->point[index];
    char chart[2 * SCALE_PERCENT + 2];
    memset(chart, ' ', sizeof chart - 1);
    chart[sizeof chart - 1] = '\0';
    chart[SCALE_PERCENT] = '|';
    double column = SCALE_PERCENT + fmin(fmax(round(point->error_percent), -SCALE_PERCENT), SCALE_PERCENT);
    chart[(size_t)column] = fabs(point->error_percent) <= SCALE_PERCENT ? '*' : point->error_percent < 0 ? '<' : '>';
    snprintf(text, size, "  %2zu  %7.1f N  %7.1f  %7.1f N  %+6.1f %%  %s%s", index + 1, point->load_n,
             points->reading[index], fit->k_n * pow(point->ratio, fit->p), point->error_percent, chart,
             point->outlier ? " off" : "");
}

void strip_points_row_numbers(const struct strip_points *points, char *text, size_t size)
{
    size_t used = 0;
    *text = '\0';
    for (size_t i = 0; i < points->count && used < size; i++) {
        if (points->point[i].outlier)
            continue;
        int wrote = snprintf(text + used, size - used, "%s%u", used > 0 ? "," : "", points->number[i]);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
}
