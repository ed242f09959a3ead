/* SPDX-License-Identifier: MIT */
#include "report/table_rows.h"

#include "writing/json_build.h"

#include <stdlib.h>

/* A visit and its spot. */
struct placed_visit {
    const struct result_visit *visit;
    const struct result_spot *spot;
};

json_t *table_rows_session(const struct result *result, const json_t *report, bool *ok)
{
    (void)result;
    (void)report;
    json_t *rows = json_array();
    json_build_append(rows, json_object(), ok);
    return rows;
}

json_t *table_rows_spots(const struct result *result, const json_t *report, bool *ok)
{
    (void)result;
    json_t *spots = json_object_get(report, "tender_spots");
    *ok = *ok && spots;
    return json_incref(spots);
}

static int compare_starts(const void *a, const void *b)
{
    double a_s = ((const struct placed_visit *)a)->visit->start_s,
           b_s = ((const struct placed_visit *)b)->visit->start_s;
    return (a_s > b_s) - (a_s < b_s);
}

/* Return the visits to all spots, sorted by time; the caller frees them. NULL when out of memory. */
static struct placed_visit *sort_visits(const struct result *result, size_t *count)
{
    *count = 0;
    for (size_t k = 0; k < result->spot_count; k++)
        *count += result->spot[k].visit_count;
    struct placed_visit *visits = malloc((*count + 1) * sizeof *visits);
    if (!visits)
        return NULL;
    size_t filled = 0;
    for (size_t k = 0; k < result->spot_count; k++)
        for (size_t v = 0; v < result->spot[k].visit_count; v++)
            visits[filled++] = (struct placed_visit){&result->spot[k].visit[v], &result->spot[k]};
    qsort(visits, filled, sizeof *visits, compare_starts);
    return visits;
}

json_t *table_rows_visits(const struct result *result, const json_t *report, bool *ok)
{
    (void)report;
    json_t *rows = json_array();
    size_t count;
    struct placed_visit *visits = sort_visits(result, &count);
    *ok = *ok && visits;
    for (size_t i = 0; visits && i < count; i++) {
        const struct result_visit *visit = visits[i].visit;
        json_t *row = json_object();
        json_build_set(row, "visit", json_build_count(i + 1), ok);
        json_build_set(row, "rank", json_build_count(visits[i].spot->rank), ok);
        json_build_set(row, "start_s", json_build_number(visit->start_s), ok);
        json_build_set(row, "end_s", json_build_number(visit->end_s), ok);
        json_build_set(row, "dwell_s", json_build_number(visit->end_s - visit->start_s), ok);
        json_build_set(row, "center_mm", json_build_number(visit->center_mm), ok);
        json_build_set(row, "mean_force_n", json_build_number(visit->mean_force_n), ok);
        json_build_set(row, "peak_force_n", json_build_number(visit->peak_force_n), ok);
        json_build_append(rows, row, ok);
    }
    free(visits);
    return rows;
}

json_t *table_rows_strokes(const struct result *result, const json_t *report, bool *ok)
{
    (void)report;
    json_t *rows = json_array();
    for (size_t k = 0; k < result->stroke_count; k++) {
        const struct result_stroke *stroke = &result->stroke[k];
        double duration_s = stroke->end_s - stroke->start_s;
        json_t *row = json_object();
        json_build_set(row, "stroke", json_build_count(k + 1), ok);
        json_build_set(row, "start_s", json_build_number(stroke->start_s), ok);
        json_build_set(row, "end_s", json_build_number(stroke->end_s), ok);
        json_build_set(row, "start_mm", json_build_number(stroke->start_mm), ok);
        json_build_set(row, "end_mm", json_build_number(stroke->end_mm), ok);
        json_build_set(row, "mean_speed_mm_s", json_build_number((stroke->end_mm - stroke->start_mm) / duration_s), ok);
        json_build_set(row, "mean_force_n", json_build_number(stroke->mean_force_n), ok);
        json_build_set(row, "peak_force_n", json_build_number(stroke->peak_force_n), ok);
        json_build_set(row, "impulse_ns", json_build_number(stroke->impulse_n_s), ok);
        json_build_append(rows, row, ok);
    }
    return rows;
}

json_t *table_rows_profile(const struct result *result, const json_t *report, bool *ok)
{
    (void)report;
    const struct profile *profile = &result->profile;
    json_t *rows = json_array();
    for (size_t b = 0; b < profile->count; b++) {
        json_t *row = json_object();
        json_build_set(row, "bin_mm", json_build_number(profile->bin_mm), ok);
        json_build_set(row, "x_mm", json_build_number(profile->x_mm[b]), ok);
        json_build_set(row, "dwell_s", json_build_number(profile->dwell_s[b]), ok);
        json_build_set(row, "mean_force_n", json_build_number(profile->mean_force_n[b]), ok);
        json_build_set(row, "peak_force_n", json_build_number(profile->peak_force_n[b]), ok);
        json_build_append(rows, row, ok);
    }
    return rows;
}
