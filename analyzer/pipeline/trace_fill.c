/* SPDX-License-Identifier: MIT */
#include "pipeline/analysis.h"

#include "numeric/lowpass.h"
#include "numeric/row_array.h"

#include <math.h>
#include <stdlib.h>

#define SPEED_TAU_S 0.05 /* time constant of the low-pass applied to the position before computing the speed */

/* Return the first row at or after `start_s`. */
static size_t find_row(const double *time_s, size_t count, double start_s)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (time_s[middle] < start_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Set the stroke number and the spot rank of the rows in strokes and visits. */
static void number_rows(struct result_trace *trace, const struct result *result, const struct strokes *strokes)
{
    for (size_t k = 0; k < strokes->count; k++)
        for (size_t i = strokes->stroke[k].first; i <= strokes->stroke[k].last; i++)
            trace->stroke[i] = (int)k + 1;
    for (size_t k = 0; k < result->spot_count; k++) {
        const struct result_spot *spot = &result->spot[k];
        for (unsigned v = 0; v < spot->visit_count; v++) {
            size_t i = find_row(trace->time_s, trace->count, spot->visit[v].start_s);
            for (; i < trace->count && trace->time_s[i] <= spot->visit[v].end_s; i++)
                trace->spot[i] = (int)spot->rank;
        }
    }
}

/* Fill in smooth_mm[count]: the low-passed position, without its jumps. Where the position is unknown, it stays
 * constant. */
static void smooth_position(double *smooth_mm, const struct result_trace *trace)
{
    double jumps_mm = 0; /* sum of the jumps so far */
    for (size_t i = 0; i < trace->count; i++) {
        double position_mm = trace->position_mm[i], previous_mm = i > 0 ? smooth_mm[i - 1] : 0;
        bool may_jump = i == 0 || trace->contact[i] > CONTACT_LOADED || isnan(trace->position_mm[i - 1]);
        if (may_jump && !isnan(position_mm))
            jumps_mm = position_mm - previous_mm;
        smooth_mm[i] = isnan(position_mm) ? previous_mm : position_mm - jumps_mm;
    }
    lowpass_zero_phase(smooth_mm, trace->time_s, trace->count, SPEED_TAU_S);
}

/* Compute the speed by central differences. False when out of memory. */
static bool fill_speed(struct result_trace *trace)
{
    size_t count = trace->count;
    double *smooth_mm = row_array_alloc(count, sizeof *smooth_mm);
    if (smooth_mm == NULL)
        return false;
    smooth_position(smooth_mm, trace);
    for (size_t i = 0; i < count; i++) {
        size_t first = i > 0 ? i - 1 : 0, last = i + 1 < count ? i + 1 : i;
        bool is_known = last > first && !isnan(trace->position_mm[first]) && !isnan(trace->position_mm[last]);
        trace->speed_mm_s[i] =
            is_known ? (smooth_mm[last] - smooth_mm[first]) / (trace->time_s[last] - trace->time_s[first]) : NAN;
    }
    free(smooth_mm);
    return true;
}

static bool complete_trace(struct result *result, const struct strokes *strokes)
{
    struct result_trace *trace = &result->trace;
    size_t count = trace->count;
    trace->speed_mm_s = row_array_alloc(count, sizeof *trace->speed_mm_s);
    trace->stroke = calloc(count, sizeof *trace->stroke);
    trace->spot = calloc(count, sizeof *trace->spot);
    if (trace->speed_mm_s == NULL || trace->stroke == NULL || trace->spot == NULL)
        return false;
    for (size_t i = 0; i < count; i++) /* loaded rows of unknown position count as unloaded */
        if (!trace->contact[i])
            trace->force_n[i] = 0;
    number_rows(trace, result, strokes);
    return fill_speed(trace);
}

static bool complete_details(struct result *result, const struct analysis *analysis)
{
    struct result_details *details = &result->details;
    if (details->strip_load_n == NULL)
        return true;
    details->visit = calloc(result->trace.count, sizeof *details->visit);
    if (details->visit == NULL)
        return false;
    for (size_t v = 0; v < analysis->visit_count; v++)
        for (size_t i = analysis->visit[v].first; i <= analysis->visit[v].last; i++)
            details->visit[i] = (int)v + 1;
    return true;
}

bool trace_fill(struct result *result, const struct analysis *analysis)
{
    return complete_details(result, analysis) && complete_trace(result, &analysis->strokes);
}
