/* SPDX-License-Identifier: MIT */
#include "dwell/visits.h"

#include "dwell/visit_bounds.h"
#include "dwell/window.h"
#include "shared/array_grow.h"

#include <math.h>
#include <stdlib.h>

#define WIDTH_TOLERANCE 1.08  /* allows for errors of the position */
#define SPLIT_REVERSALS_MAX 3 /* with more reversals inside, a visit is not split */
#define JOIN_S 0.3            /* visits closer than this in time and position are one */
#define JOIN_MM 20.0
#define DEVIATIONS_MIN 3.0 /* shortest visit, in deviations of the time spent reversing */

struct finder {
    const struct visits_input *input;
    struct visit_samples samples;
    struct visit *visit;
    size_t count, capacity;
    size_t stroke;   /* index where find_stroke begins to search */
    size_t free_row; /* first row that belongs to no visit or detour yet */
};

/* The time expected for the reversals in the first and the second half of a visit, and its deviation. */
struct reversal_time {
    double first_half_s, second_half_s, deviation_s;
};

/* Return the first stroke that ends at or after `row`; their count if there is none. */
static size_t find_stroke(struct finder *finder, size_t row)
{
    const struct strokes *strokes = finder->input->strokes;
    while (finder->stroke > 0 && strokes->stroke[finder->stroke - 1].last >= row)
        finder->stroke--;
    while (finder->stroke < strokes->count && strokes->stroke[finder->stroke].last < row)
        finder->stroke++;
    return finder->stroke;
}

/* Return the distance from the middle of a visit out to the reversal that ends `stroke`, at least the minimum
 * depth. Swings may pass the end: for an oscillation the depth is at most to where strokes typically end. */
static double reversal_depth_mm(const struct stroke *stroke, const struct reversals *reversals,
                                const struct visit_band *band)
{
    int high = stroke->to_mm > stroke->from_mm;
    double sense = high ? 1 : -1, depth_mm = sense * (stroke->to_mm - band->middle_mm);
    if (band->oscillating)
        return fmin(depth_mm, fmax(sense * (reversals->end_mm[high] - band->middle_mm), 0));
    return fmax(depth_mm, REVERSALS_DEPTH_MIN_MM);
}

/* Add up the time expected for the reversals in `range`. */
static struct reversal_time sum_reversal_time(struct finder *finder, struct row_range range,
                                              const struct visit_band *band)
{
    const struct strokes *strokes = finder->input->strokes;
    const struct reversals *reversals = finder->input->reversals;
    const double *t = finder->input->rows->time_s;
    double middle_s = 0.5 * (t[range.first] + t[range.end - 1]);
    struct reversal_time time = {0};
    for (size_t k = find_stroke(finder, range.first); k < strokes->count && strokes->stroke[k].last < range.end; k++) {
        const struct stroke *stroke = &strokes->stroke[k];
        double depth_mm = reversal_depth_mm(stroke, reversals, band);
        bool is_last = k + 1 == strokes->count; /* no stroke follows: only half a reversal */
        double pace = is_last ? stroke->pace_s_mm : 0.5 * (stroke->pace_s_mm + strokes->stroke[k + 1].pace_s_mm);
        double expected_s = (is_last ? 0.5 : 1) * pace * reversals_length_mm(reversals, depth_mm);
        *(t[stroke->last] < middle_s ? &time.first_half_s : &time.second_half_s) += expected_s;
        time.deviation_s += pace * reversals_deviation_mm(reversals, depth_mm);
    }
    return time;
}

/* Whether one of the visits is static, the other oscillating, and a stroke ended between them: the way to its
 * end does not stand out from the swings. */
static bool reversed_between(struct finder *finder, const struct visit *first, const struct visit *second)
{
    if (first->oscillating == second->oscillating)
        return false;
    size_t k = find_stroke(finder, first->first);
    return k < finder->input->strokes->count && finder->input->strokes->stroke[k].last <= second->last;
}

/* Extend the first visit by the second. */
static void join_visits(struct visit *first, const struct visit *second)
{
    double first_s = first->end_s - first->start_s, second_s = second->end_s - second->start_s;
    first->center_mm = (first->center_mm * first_s + second->center_mm * second_s) / (first_s + second_s);
    first->end_s = fmax(second->end_s, first->end_s);
    first->last = second->last > first->last ? second->last : first->last;
    first->low_mm = fmin(first->low_mm, second->low_mm);
    first->high_mm = fmax(first->high_mm, second->high_mm);
}

/* Add a visit, with the approach from `approach_s`, or extend the previous one. False when out of memory. */
static bool add_visit(struct finder *finder, const struct visit *visit, double approach_s)
{
    if (finder->count > 0) {
        struct visit *previous = &finder->visit[finder->count - 1];
        if (approach_s - previous->end_s < JOIN_S && fabs(visit->center_mm - previous->center_mm) < JOIN_MM &&
            !reversed_between(finder, previous, visit)) {
            join_visits(previous, visit);
            return true;
        }
    }
    if (!array_grow(&finder->visit, &finder->capacity, finder->count + 1, sizeof *finder->visit))
        return false;
    finder->visit[finder->count++] = *visit;
    return true;
}

/* Return the rows of the first visit if a reversal separates two visits in `range`; else return `range`. */
static struct row_range split_at_reversal(struct finder *finder, struct row_range range)
{
    const struct visits_input *input = finder->input;
    const struct strokes *strokes = input->strokes;
    size_t k = find_stroke(finder, range.first), inside = 0;
    while (k + inside < strokes->count && strokes->stroke[k + inside].last < range.end && inside <= SPLIT_REVERSALS_MAX)
        inside++;
    for (; inside > 0 && inside <= SPLIT_REVERSALS_MAX; k++, inside--) {
        const struct stroke *stroke = &strokes->stroke[k];
        struct row_range detour;
        if (visit_bounds_split(&finder->samples, range, stroke->last, stroke->to_mm > stroke->from_mm ? 1 : -1,
                               input->dwell_s, &detour)) {
            finder->free_row = detour.end;
            return (struct row_range){range.first, detour.first};
        }
    }
    return range;
}

/* Return the pace of the stroke around `row`. */
static double find_pace(struct finder *finder, size_t row)
{
    const struct strokes *strokes = finder->input->strokes;
    size_t k = find_stroke(finder, row);
    return k < strokes->count ? strokes->stroke[k].pace_s_mm : strokes->pace_s_mm;
}

/* Measure the visit in `range`: trim the approach and the departure, and subtract the time spent reversing.
 * *deviation_s: the deviation of that time. */
static struct visit measure_visit(struct finder *finder, struct row_range range, const struct visit_band *band,
                                  struct row_range run, double *deviation_s)
{
    const struct visit_samples *samples = &finder->samples;
    const double *t = finder->input->rows->time_s;
    const struct visit_band centered = {visit_bounds_find_center(samples, range, band), band->half_mm,
                                        band->oscillating};
    double pace = find_pace(finder, range.first);
    struct row_range settled = {visit_bounds_find_settled_row(samples, range, &centered, 1, run, pace),
                                visit_bounds_find_settled_row(samples, range, &centered, -1, run, pace) + 1};
    struct reversal_time reversing = {0};
    if (settled.end > settled.first)
        reversing = sum_reversal_time(finder, settled, &centered);
    *deviation_s = reversing.deviation_s;
    struct visit visit = {.first = settled.first,
                          .last = settled.end - 1,
                          .start_s = t[settled.first] + reversing.first_half_s,
                          .end_s = t[settled.end - 1] - reversing.second_half_s,
                          .center_mm = centered.middle_mm,
                          .low_mm = band->middle_mm - band->half_mm + VISIT_BOUNDS_MARGIN_MM,
                          .high_mm = band->middle_mm + band->half_mm - VISIT_BOUNDS_MARGIN_MM,
                          .oscillating = band->oscillating};
    while (visit.first < visit.last && t[visit.first] < visit.start_s)
        visit.first++;
    while (visit.last > visit.first && t[visit.last] > visit.end_s)
        visit.last--;
    return visit;
}

/* Add the candidate if it is a visit; it may grow up to row `end` of its `run`. *next: the row where the
 * search continues. False when out of memory. */
static bool assess_candidate(struct finder *finder, struct row_range candidate, size_t end, struct row_range run,
                             size_t *next)
{
    const struct visits_input *input = finder->input;
    struct visit_band band = visit_bounds_find_band(&finder->samples, candidate);
    struct row_range limits = {finder->free_row > run.first ? finder->free_row : run.first, end};
    struct row_range grown = visit_bounds_grow(&finder->samples, &band, candidate, limits);
    struct row_range range = split_at_reversal(finder, grown);
    *next = grown.end;
    if (range.end < grown.end) {
        band = visit_bounds_find_band(&finder->samples, range);
        *next = finder->free_row;
    }
    double deviation_s;
    struct visit visit = measure_visit(finder, range, &band, run, &deviation_s);
    double dwell_s = visit.end_s - visit.start_s;
    if (dwell_s < input->dwell_s || dwell_s < DEVIATIONS_MIN * deviation_s)
        return true;
    if (finder->free_row <= visit.last)
        *next = finder->free_row = visit.last + 1; /* after a reversal there may be another visit */
    return add_visit(finder, &visit, input->rows->time_s[range.first]);
}

/* Find the visits in `within`, a part of `run`. A window may hold two visits, so the rows before and after a
 * candidate are searched again. False when out of memory. */
static bool search_rows(struct finder *finder, struct window *window, struct row_range within, struct row_range run)
{
    const double *t = finder->input->rows->time_s, dwell_s = finder->input->dwell_s;
    size_t row = within.first;
    window_reset(window, within);
    while (row < within.end) {
        size_t next = window_advance(window, row);
        if (t[next - 1] - t[row] < dwell_s) {
            row++;
            continue;
        }
        struct row_range best = window_find_longest(window, t, row);
        struct row_range candidate = window_find_narrowest(window, t, best, dwell_s);
        struct row_range skipped = {row, candidate.first};
        if (t[skipped.end] - t[skipped.first] >= dwell_s && !search_rows(finder, window, skipped, run))
            return false;
        if (!assess_candidate(finder, candidate, within.end, run, &next))
            return false;
        row = next > row ? next : best.end;
        window_reset(window, (struct row_range){row, within.end});
    }
    return true;
}

/* Return the loaded rows from `first` to the next lift or long step between rows. */
static struct row_range find_run(const struct trajectory *rows, size_t first)
{
    struct row_range run = {first, first};
    while (run.end < rows->count && rows->contact[run.end] &&
           (run.end == first || rows->time_s[run.end] - rows->time_s[run.end - 1] <= TRAJECTORY_STEP_MAX_S))
        run.end++;
    return run;
}

bool visits_find(const struct visits_input *input, struct visit **visit, size_t *count)
{
    const struct trajectory *rows = input->rows;
    struct finder finder = {.input = input};
    struct window window;
    *visit = NULL;
    *count = 0;
    if (!window_make(&window, rows->position_mm, rows->count, input->width_mm * WIDTH_TOLERANCE))
        return false;
    finder.samples = (struct visit_samples){rows, malloc(rows->count * sizeof(double))};
    bool ok = finder.samples.scratch != NULL;
    for (size_t i = 0; ok && i < rows->count;) {
        struct row_range run = find_run(rows, i);
        if (run.end > run.first)
            ok = search_rows(&finder, &window, run, run);
        i = run.end > run.first ? run.end : i + 1;
    }
    free(finder.samples.scratch);
    window_free(&window);
    if (!ok) {
        free(finder.visit);
        return false;
    }
    *visit = finder.visit;
    *count = finder.count;
    return true;
}
