/* SPDX-License-Identifier: MIT */
#include "calibrate/strip_points.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define READING_FRACTION_MAX 0.97 /* fraction of full scale; above it the force changes too much per count */
#define RISE_MIN 1.02             /* smallest ratio to the previous load or reading; a smaller rise is not a new load */
#define CHART_PERCENT 10          /* error at the ends of the error chart, which has one column per percent */
#define COUNTS_MIN 10             /* smallest rise above the unloaded reading that counts as a load */

bool strip_points_is_heavier(const struct strip_points *points, double load_n)
{
    return points->count == 0 || load_n >= RISE_MIN * points->point[points->count - 1].load_n;
}

bool strip_points_is_rejected(const struct strip_points *points, double reading, int replaced, char *message,
                              size_t size)
{
    double ratio = calibration_fit_ratio(reading, points->zero_reading, points->full_scale);
    double counts_above_zero = ratio * points->full_scale; /* close enough, because only small ratios matter */
    const struct calibration_point *last = points->count > 0 ? &points->point[points->count - 1] : NULL;
    if (reading > READING_FRACTION_MAX * points->full_scale)
        snprintf(message, size, "Strip %u is at the top of its range (%.0f of %.0f): that load is too heavy for it.",
                 points->strip, reading, points->full_scale);
    else if (counts_above_zero < COUNTS_MIN)
        snprintf(message, size,
                 "Strip %u hardly registers the load (reading %.0f). Does the block rest on its slat only?",
                 points->strip, reading);
    else if (replaced < 0 && last && ratio < RISE_MIN * last->ratio)
        snprintf(message, size, "Strip %u reads no more than with %.1f N. Put the next load on, then type it.",
                 points->strip, last->load_n);
    else
        return false;
    return true;
}

void strip_points_add(struct strip_points *points, double load_n, double reading, unsigned row_number, int replaced)
{
    size_t index = replaced < 0 ? points->count++ : (size_t)replaced;
    points->row_number[index] = row_number;
    points->reading[index] = reading;
    points->point[index] = (struct calibration_point){
        .load_n = load_n, .ratio = calibration_fit_ratio(reading, points->zero_reading, points->full_scale)};
}

void strip_points_remove(struct strip_points *points, size_t index)
{
    points->count--;
    for (size_t i = index; i < points->count; i++) {
        points->row_number[i] = points->row_number[i + 1];
        points->reading[i] = points->reading[i + 1];
        points->point[i] = points->point[i + 1];
    }
}

void strip_points_format_table_row(const struct strip_points *points, size_t index, const struct calibration_fit *fit,
                                   char *text, size_t size)
{
    const struct calibration_point *point = &points->point[index];
    char chart[2 * CHART_PERCENT + 2];
    memset(chart, ' ', sizeof chart - 1);
    chart[sizeof chart - 1] = '\0';
    chart[CHART_PERCENT] = '|';
    double column = CHART_PERCENT + fmin(fmax(round(point->error_percent), -CHART_PERCENT), CHART_PERCENT);
    chart[(size_t)column] = fabs(point->error_percent) <= CHART_PERCENT ? '*' : point->error_percent < 0 ? '<' : '>';
    snprintf(text, size, "  %2zu  %7.1f N  %7.1f  %7.1f N  %+6.1f %%  %s%s", index + 1, point->load_n,
             points->reading[index], fit->k_n * pow(point->ratio, fit->p), point->error_percent, chart,
             point->outlier ? " off" : "");
}

void strip_points_format_row_numbers(const struct strip_points *points, char *text, size_t size)
{
    size_t used = 0;
    *text = '\0';
    for (size_t i = 0; i < points->count && used < size; i++) {
        if (points->point[i].outlier)
            continue;
        int length = snprintf(text + used, size - used, "%s%u", used > 0 ? "," : "", points->row_number[i]);
        used += length > 0 ? (size_t)length : 0;
    }
}
