/* SPDX-License-Identifier: MIT */
#include "dwell/visits.h"

#include "dwell/rocks.h"
#include "dwell/visit_bounds.h"
#include "dwell/visit_strokes.h"
#include "dwell/window.h"
#include "shared/array_grow.h"

#include <math.h>
#include <stdlib.h>

#define WIDTH_TOLERANCE 1.08  /* factor by which a window is wider than a visit, for errors of the position */
#define SPLIT_REVERSALS_MAX 3 /* a visit that contains more reversals is not split */
/* Visits that are less than JOIN_S and JOIN_MM apart are joined. */
#define JOIN_S 0.3
#define JOIN_MM 20.0
#define DEVIATIONS_MIN 3.0 /* minimum duration of a visit, in deviations of the time spent reversing */

struct finder {
    const struct visits_input *input;
    struct visit_samples samples;
    struct visit_strokes strokes;
    struct visit *visit;
    size_t count, capacity; /* number of visits, and how many fit */
    struct rocks rocks;
    size_t rock;     /* the next of them */
    size_t free_row; /* first row after all visits and detours found so far */
};

/* Whether a stroke ends between two visits, one static and the other oscillating. They are not joined: rolling to
 * the end of the stroke and back looks like one more swing, so only the stroke shows that they are separate. */
static bool is_reversal_between(struct finder *finder, const struct visit *first, const struct visit *second)
{
    if (first->oscillating == second->oscillating)
        return false;
    size_t k = visit_strokes_find(&finder->strokes, first->first);
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
    first->rock_width_mm = fmax(first->rock_width_mm, second->rock_width_mm);
}

/* Add a visit, or join it to the previous visit if they are close. `approach_s` is the time at which the approach
 * begins. False when out of memory. */
static bool add_visit(struct finder *finder, const struct visit *visit, double approach_s)
{
    if (finder->count > 0) {
        struct visit *previous = &finder->visit[finder->count - 1];
        if (approach_s - previous->end_s < JOIN_S && fabs(visit->center_mm - previous->center_mm) < JOIN_MM &&
            !is_reversal_between(finder, previous, visit)) {
            join_visits(previous, visit);
            return true;
        }
    }
    if (!array_grow(&finder->visit, &finder->capacity, finder->count + 1, sizeof *finder->visit))
        return false;
    finder->visit[finder->count++] = *visit;
    return true;
}

/* If a reversal separates two visits in `range`, return the rows of the first visit, and set free_row to where the
 * second begins; else return `range`. */
static struct row_range split_at_reversal(struct finder *finder, struct row_range range)
{
    const struct visits_input *input = finder->input;
    const struct strokes *strokes = input->strokes;
    size_t first = visit_strokes_find(&finder->strokes, range.first), end = first;
    while (end < strokes->count && strokes->stroke[end].last < range.end && end - first <= SPLIT_REVERSALS_MAX)
        end++;
    if (end - first > SPLIT_REVERSALS_MAX)
        return range;
    for (size_t k = first; k < end; k++) {
        const struct stroke *stroke = &strokes->stroke[k];
        double sense = stroke->to_mm > stroke->from_mm ? 1 : -1;
        struct row_range detour;
        if (visit_bounds_split(&finder->samples, range, stroke->last, sense, input->dwell_s, &detour)) {
            finder->free_row = detour.end;
            return (struct row_range){range.first, detour.first};
        }
    }
    return range;
}

/* Measure the visit in `range`: trim the approach and the departure, and subtract the time expected for reversals.
 * *deviation_s receives the deviation of that time. */
static struct visit measure_visit(struct finder *finder, struct row_range range, const struct visit_band *band,
                                  struct row_range run, double *deviation_s)
{
    const struct visit_samples *samples = &finder->samples;
    const double *t = finder->input->rows->time_s;
    const struct visit_band centered = {visit_bounds_find_center(samples, range, band), band->half_width_mm,
                                        band->oscillating};
    double pace_s_mm = visit_strokes_pace_s_mm(&finder->strokes, range.first);
    struct row_range settled = {visit_bounds_find_settled_row(samples, range, &centered, 1, run, pace_s_mm),
                                visit_bounds_find_settled_row(samples, range, &centered, -1, run, pace_s_mm) + 1};
    struct reversal_time reversal = {0};
    if (settled.end > settled.first)
        reversal = visit_strokes_reversal_time(&finder->strokes, settled, &centered);
    *deviation_s = reversal.deviation_s;
    struct visit visit = {.first = settled.first,
                          .last = settled.end - 1,
                          .start_s = t[settled.first] + reversal.first_half_s,
                          .end_s = t[settled.end - 1] - reversal.second_half_s,
                          .center_mm = centered.middle_mm,
                          .low_mm = band->middle_mm - band->half_width_mm + VISIT_BOUNDS_MARGIN_MM,
                          .high_mm = band->middle_mm + band->half_width_mm - VISIT_BOUNDS_MARGIN_MM,
                          .oscillating = band->oscillating};
    while (visit.first < visit.last && t[visit.first] < visit.start_s)
        visit.first++;
    while (visit.last > visit.first && t[visit.last] > visit.end_s)
        visit.last--;
    return visit;
}

/* Add `candidate` if it is a visit. Before that, `candidate` is extended within its `run`, at most from free_row up to
 * row `end`. *next receives the row where the search continues. False when out of memory. */
static bool assess_candidate(struct finder *finder, struct row_range candidate, size_t end, struct row_range run,
                             size_t *next)
{
    const struct visits_input *input = finder->input;
    struct visit_band band = visit_bounds_find_band(&finder->samples, candidate);
    struct row_range limits = {finder->free_row > run.first ? finder->free_row : run.first, end};
    struct row_range grown = visit_bounds_grow(&finder->samples, &band, candidate, limits);
    if (!band.oscillating)
        grown = visit_bounds_grow_hold(&finder->samples, &band, grown,
                                       visit_strokes_limit(&finder->strokes, grown, limits));
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
        *next = finder->free_row = visit.last + 1; /* rows trimmed from this visit's end may begin another visit */
    return add_visit(finder, &visit, input->rows->time_s[range.first]);
}

/* Find the visits in `range`, which is part of `run`. A window may contain two visits, so the rows before and after a
 * candidate are searched again. False when out of memory. */
static bool search_rows(struct finder *finder, struct window *window, struct row_range range, struct row_range run)
{
    const double *t = finder->input->rows->time_s, dwell_s = finder->input->dwell_s;
    size_t row = range.first;
    window_reset(window, range);
    while (row < range.end) {
        size_t next = window_advance(window, row);
        if (t[next - 1] - t[row] < dwell_s) {
            row++;
            continue;
        }
        struct row_range longest = window_find_longest(window, t, row);
        struct row_range candidate = window_find_narrowest(window, t, longest, dwell_s);
        struct row_range skipped = {row, candidate.first};
        if (t[skipped.end] - t[skipped.first] >= dwell_s && !search_rows(finder, window, skipped, run))
            return false;
        if (!assess_candidate(finder, candidate, range.end, run, &next))
            return false;
        row = next > row ? next : longest.end;
        window_reset(window, (struct row_range){row, range.end});
    }
    return true;
}

/* Add a wide rock as a visit. False when out of memory. */
static bool add_rock(struct finder *finder, const struct rock *rock)
{
    const double *t = finder->input->rows->time_s;
    const struct visit visit = {.first = rock->first,
                                .last = rock->last,
                                .start_s = t[rock->first],
                                .end_s = t[rock->last],
                                .center_mm = rock->center_mm,
                                .low_mm = rock->low_mm,
                                .high_mm = rock->high_mm,
                                .oscillating = true,
                                .rock_width_mm = rock->high_mm - rock->low_mm};
    finder->free_row = rock->last + 1;
    return add_visit(finder, &visit, visit.start_s);
}

/* Return the loaded rows from `first` on, up to the next lift or long step; empty if `first` is unloaded. */
static struct row_range find_run(const struct trajectory *rows, size_t first)
{
    struct row_range run = {first, first};
    while (run.end < rows->count && rows->contact[run.end] &&
           (run.end == first || rows->time_s[run.end] - rows->time_s[run.end - 1] <= TRAJECTORY_STEP_MAX_S))
        run.end++;
    return run;
}

/* Find the visits in `run`: its wide rocks, and what fits into the window before, between and after them. False when
 * out of memory. */
static bool search_run(struct finder *finder, struct window *window, struct row_range run)
{
    bool ok = true;
    size_t first = run.first;
    for (; ok && finder->rock < finder->rocks.count && finder->rocks.rock[finder->rock].last < run.end;
         finder->rock++) {
        const struct rock *rock = &finder->rocks.rock[finder->rock];
        if (rock->first > first)
            ok = search_rows(finder, window, (struct row_range){first, rock->first}, run);
        ok = ok && add_rock(finder, rock);
        first = rock->last + 1;
    }
    return ok && (first >= run.end || search_rows(finder, window, (struct row_range){first, run.end}, run));
}

/* Find the wide rocks. False when out of memory. */
static bool find_rocks(struct finder *finder)
{
    const struct visits_input *input = finder->input;
    const struct rock_limits limits = {input->width_mm, input->dwell_s, input->strokes->range_mm};
    bool ok = true;
    for (size_t row = 0; ok && row < input->rows->count;) {
        struct row_range run = find_run(input->rows, row);
        bool is_empty = run.end == run.first;
        ok = is_empty || rocks_find(&finder->rocks, input->rows, run, &limits);
        row = is_empty ? row + 1 : run.end;
    }
    if (ok)
        rocks_drop_sections(&finder->rocks);
    return ok;
}

bool visits_find(const struct visits_input *input, struct visit **visit, size_t *count)
{
    const struct trajectory *rows = input->rows;
    struct finder finder = {.input = input, .strokes = {input->strokes, input->reversals, rows->time_s, 0}};
    struct window window;
    *visit = NULL;
    *count = 0;
    if (!window_make(&window, rows->position_mm, rows->count, input->width_mm * WIDTH_TOLERANCE))
        return false;
    finder.samples = (struct visit_samples){rows, malloc(rows->count * sizeof(double))};
    bool ok = finder.samples.scratch != NULL && find_rocks(&finder);
    for (size_t row = 0; ok && row < rows->count;) {
        struct row_range run = find_run(rows, row);
        bool is_empty = run.end == run.first;
        if (!is_empty)
            ok = search_run(&finder, &window, run);
        row = is_empty ? row + 1 : run.end;
    }
    rocks_free(&finder.rocks);
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
