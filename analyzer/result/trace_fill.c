/* SPDX-License-Identifier: MIT */
#include "result/trace_fill.h"

#include "numeric/lowpass.h"
#include "result/result.h"
#include "numeric/row_array.h"
#include "force/force_series.h"
#include "result/analysis.h"

#include <math.h>
#include <stdlib.h>

#define SPEED_SMOOTH_S 0.05

static void number_rows(struct result_trace *trace, const struct result *result,
                        const struct strokes *strokes)
{
    for (size_t k = 0; k < strokes->count; k++) {
        for (size_t i = strokes->stroke[k].first; i <= strokes->stroke[k].last; i++)
            trace->stroke[i] = (int)k + 1;
    }
    for (size_t k = 0; k < result->spot_count; k++) {
        const struct result_spot *spot = &result->spot[k];
        for (unsigned v = 0; v < spot->visit_count; v++) {
            size_t low = 0, high = trace->count; /* the first row of the visit */
            while (low < high) {
                size_t middle = low + (high - low) / 2;
                if (trace->time_s[middle] < spot->visit[v].start_s)
                    low = middle + 1;
                else
                    high = middle;
            }
            for (size_t i = low; i < trace->count && trace->time_s[i] <= spot->visit[v].end_s; i++)
                trace->spot[i] = (int)spot->rank;
        }
    }
}

/* Speed by the difference over neighbouring rows of the smoothed position. */
static bool fill_speed(struct result_trace *trace)
{
    size_t count = trace->count;
    double *smooth = row_array(count, sizeof *smooth);
    if (smooth == NULL)
        return false;
    double jumped_mm = 0; /* where the place starts anew or is unknown, nothing moved */
    for (size_t i = 0; i < count; i++) {
        double x = trace->position_mm[i], held_mm = i > 0 ? smooth[i - 1] : 0;
        bool anew = i == 0 || trace->loaded[i] > CONTACT_LOADED || isnan(trace->position_mm[i - 1]);
        if (anew && !isnan(x))
            jumped_mm = x - held_mm;
        smooth[i] = isnan(x) ? held_mm : x - jumped_mm;
    }
    lowpass_zero_phase(smooth, trace->time_s, count, SPEED_SMOOTH_S);
    for (size_t i = 0; i < count; i++) {
        size_t before = i > 0 ? i - 1 : 0, after = i + 1 < count ? i + 1 : i;
        bool known =
            after > before && !isnan(trace->position_mm[before]) && !isnan(trace->position_mm[after]);
        trace->speed_mm_s[i] =
            known ? (smooth[after] - smooth[before]) / (trace->time_s[after] - trace->time_s[before]) : NAN;
    }
    free(smooth);
    return true;
}

static bool fill_trace(struct result *result, struct steps *steps)
{
    struct result_trace *trace = &result->trace;
    size_t count = steps->recording.count;
    trace->speed_mm_s = row_array(count, sizeof *trace->speed_mm_s);
    trace->stroke = calloc(count, sizeof *trace->stroke);
    trace->spot = calloc(count, sizeof *trace->spot);
    if (trace->speed_mm_s == NULL || trace->stroke == NULL || trace->spot == NULL)
        return false;
    trace->count = count;
    trace->time_s = steps->recording.time_s;
    trace->position_mm = steps->position.mm;
    trace->force_n = steps->series.force_n;
    trace->loaded = steps->series.loaded;
    steps->recording.time_s = NULL;
    steps->position.mm = NULL;
    steps->series.force_n = NULL;
    steps->series.loaded = NULL;
    number_rows(trace, result, &steps->strokes);
    return fill_speed(trace);
}

/* What export tells beside the trace; nothing unless the steps kept it. */
static bool fill_details(struct result *result, struct steps *steps)
{
    struct result_details *details = &result->details;
    if (steps->series.load == NULL)
        return true;
    details->visit = calloc(steps->recording.count, sizeof *details->visit);
    if (details->visit == NULL)
        return false;
    for (size_t v = 0; v < steps->visit_count; v++) {
        for (size_t i = steps->visit[v].first; i <= steps->visit[v].last; i++)
            details->visit[i] = (int)v + 1;
    }
    details->angle_rad = steps->position.rotation_rad;
    details->imu_rad = steps->position.imu_rad;
    details->ring_rad = steps->position.ring_rad;
    details->strip_n = steps->series.load;
    steps->position.rotation_rad = steps->position.imu_rad = steps->position.ring_rad = steps->series.load =
        NULL;
    return true;
}

bool trace_fill(struct result *result, struct steps *steps)
{
    return fill_details(result, steps) && fill_trace(result, steps);
}
