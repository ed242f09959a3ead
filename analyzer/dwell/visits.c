/* SPDX-License-Identifier: MIT */
#include "dwell/visits.h"

#include "dwell/visit_bounds.h"
#include "dwell/window.h"

#include <math.h>
#include <stdlib.h>

#define WIDTH_TOLERANCE 1.08 /* for errors of the position */
#define MAX_SPLIT_REVERSALS                                                                                  \
    3              /* where the roller reverses more often, these are no visits between strokes              \
                    */
#define JOIN_S 0.3 /* visits this close in time and position are one */
#define JOIN_MM 20.0
#define MIN_DEVIATIONS 3.0 /* of the reversals inside, that a visit must last */

struct finder {
    const struct visits_input *input;
    struct visit_samples samples;
    struct visit *visit;
    size_t count, capacity;
    size_t stroke;   /* a hint for stroke_at */
    size_t free_row; /* rows below belong to a visit, or to the way to the end and back after it */
};

/* What the reversals inside a visit explain: seconds in its first and second half, and their deviation. */
struct reversal_time {
    double early_s, late_s, deviation_s;
};

/* The stroke that ends at or after `row`. */
static size_t stroke_at(struct finder *finder, size_t row)
{
    const struct strokes *strokes = finder->input->strokes;
    while (finder->stroke > 0 && strokes->stroke[finder->stroke - 1].last >= row)
        finder->stroke--;
    while (finder->stroke < strokes->count && strokes->stroke[finder->stroke].last < row)
        finder->stroke++;
    return finder->stroke;
}

/* How far the reversal that ends `stroke` lies outside the middle of a visit. An oscillation's own swings may
 * pass the end; then the end is where strokes typically end. Resting at the reversal is part of it, however
 * near. */
static double reversal_depth_mm(const struct stroke *stroke, const struct reversals *reversals,
                                const struct visit_band *band)
{
    int high = stroke->to_mm > stroke->from_mm;
    double sense = high ? 1 : -1, depth_mm = sense * (stroke->to_mm - band->middle_mm);
    if (band->oscillating)
        return fmin(depth_mm, fmax(sense * (reversals->end_mm[high] - band->middle_mm), 0));
    return fmax(depth_mm, REVERSALS_MIN_DEPTH_MM);
}

static struct reversal_time reversal_time_in(struct finder *finder, struct row_range range,
                                             const struct visit_band *band)
{
    const struct strokes *strokes = finder->input->strokes;
    const struct reversals *reversals = finder->input->reversals;
    const double *t = finder->input->rows->time_s;
    double middle_s = 0.5 * (t[range.first] + t[range.end - 1]);
    struct reversal_time time = {0};
    for (size_t k = stroke_at(finder, range.first); k < strokes->count && strokes->stroke[k].last < range.end;
         k++) {
        const struct stroke *stroke = &strokes->stroke[k];
        double depth_mm = reversal_depth_mm(stroke, reversals, band);
        bool is_last = k + 1 == strokes->count; /* nothing comes back after it */
        double pace =
            is_last ? stroke->pace_s_mm : 0.5 * (stroke->pace_s_mm + strokes->stroke[k + 1].pace_s_mm);
        double explained_s = (is_last ? 0.5 : 1) * pace * reversals_length_mm(reversals, depth_mm);
        *(t[stroke->last] < middle_s ? &time.early_s : &time.late_s) += explained_s;
        time.deviation_s += pace * reversals_deviation_mm(reversals, depth_mm);
    }
    return time;
}

/* Whether a stroke ended between a static and an oscillating visit: the way there does not stand out from the
 * swings. */
static bool reversed_between(struct finder *finder, const struct visit *before, const struct visit *visit)
{
    if (before->oscillating == visit->oscillating)
        return false;
    size_t k = stroke_at(finder, before->first);
    return k < finder->input->strokes->count && finder->input->strokes->stroke[k].last <= visit->last;
}

static void join_visits(struct visit *before, const struct visit *visit)
{
    double here_s = visit->end_s - visit->start_s, there_s = before->end_s - before->start_s;
    before->center_mm = (before->center_mm * there_s + visit->center_mm * here_s) / (there_s + here_s);
    before->end_s = fmax(visit->end_s, before->end_s);
    before->last = visit->last > before->last ? visit->last : before->last;
    before->low_mm = fmin(before->low_mm, visit->low_mm);
    before->high_mm = fmax(before->high_mm, visit->high_mm);
}

/* Keep a visit whose way in begins at `from_s`. False when out of memory. */
static bool add_visit(struct finder *finder, const struct visit *visit, double from_s)
{
    if (finder->count > 0) {
        struct visit *before = &finder->visit[finder->count - 1];
        if (from_s - before->end_s < JOIN_S && fabs(visit->center_mm - before->center_mm) < JOIN_MM &&
            !reversed_between(finder, before, visit)) {
            join_visits(before, visit);
            return true;
        }
    }
    if (finder->count == finder->capacity) {
        size_t capacity = finder->capacity == 0 ? 32 : finder->capacity * 2;
        struct visit *grown = realloc(finder->visit, capacity * sizeof *grown);
        if (grown == NULL)
            return false;
        finder->visit = grown;
        finder->capacity = capacity;
    }
    finder->visit[finder->count++] = *visit;
    return true;
}

/* If a reversal separates two visits in `range`, keep the rows of the first. */
static struct row_range split_at_reversal(struct finder *finder, struct row_range range)
{
    const struct visits_input *input = finder->input;
    const struct strokes *strokes = input->strokes;
    size_t k = stroke_at(finder, range.first), inside = 0;
    while (k + inside < strokes->count && strokes->stroke[k + inside].last < range.end &&
           inside <= MAX_SPLIT_REVERSALS)
        inside++;
    for (; inside > 0 && inside <= MAX_SPLIT_REVERSALS; k++, inside--) {
        const struct stroke *stroke = &strokes->stroke[k];
        struct row_range way;
        if (visit_bounds_split(&finder->samples, range, stroke->last,
                               stroke->to_mm > stroke->from_mm ? 1 : -1, input->dwell_s, &way)) {
            finder->free_row = way.end;
            return (struct row_range){range.first, way.first};
        }
    }
    return range;
}

static double pace_at(struct finder *finder, size_t row)
{
    const struct strokes *strokes = finder->input->strokes;
    size_t k = stroke_at(finder, row);
    return k < strokes->count ? strokes->stroke[k].pace_s_mm : strokes->pace_s_mm;
}

/* The visit in `range`, without the way in and out and without its reversals. *deviation_s of the latter. */
static struct visit measure_visit(struct finder *finder, struct row_range range,
                                  const struct visit_band *band, struct row_range run, double *deviation_s)
{
    const struct visit_samples *samples = &finder->samples;
    const double *t = finder->input->rows->time_s;
    const struct visit_band centered = {visit_bounds_center(samples, range, band), band->half_mm,
                                        band->oscillating};
    double pace = pace_at(finder, range.first);
    struct row_range settled = {visit_bounds_settled_row(samples, range, &centered, 1, run, pace),
                                visit_bounds_settled_row(samples, range, &centered, -1, run, pace) + 1};
    struct reversal_time reversing = {0};
    if (settled.end > settled.first)
        reversing = reversal_time_in(finder, settled, &centered);
    *deviation_s = reversing.deviation_s;
    struct visit visit = {.first = settled.first,
                          .last = settled.end - 1,
                          .start_s = t[settled.first] + reversing.early_s,
                          .end_s = t[settled.end - 1] - reversing.late_s,
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

/* Keep the candidate if it is a visit; it may grow up to row `end` of its `run`. *next = where to search on.
 * False when out of memory. */
static bool assess(struct finder *finder, struct row_range candidate, size_t end, struct row_range run,
                   size_t *next)
{
    const struct visits_input *input = finder->input;
    struct visit_band band = visit_bounds_band(&finder->samples, candidate);
    struct row_range limits = {finder->free_row > run.first ? finder->free_row : run.first, end};
    struct row_range grown = visit_bounds_grow(&finder->samples, &band, candidate, limits);
    struct row_range range = split_at_reversal(finder, grown);
    *next = grown.end;
    if (range.end < grown.end) {
        band = visit_bounds_band(&finder->samples, range);
        *next = finder->free_row;
    }
    double deviation_s;
    struct visit visit = measure_visit(finder, range, &band, run, &deviation_s);
    double dwell_s = visit.end_s - visit.start_s;
    if (dwell_s < input->dwell_s || dwell_s < MIN_DEVIATIONS * deviation_s)
        return true;
    if (finder->free_row <= visit.last)
        *next = finder->free_row = visit.last + 1; /* what follows a reversal may be another visit */
    return add_visit(finder, &visit, input->rows->time_s[range.first]);
}

/* Search `within`, a part of `run`. A window may hold two visits, so the rows before and after a candidate
 * are searched again. False when out of memory. */
static bool search(struct finder *finder, struct window *window, struct row_range within,
                   struct row_range run)
{
    const double *t = finder->input->rows->time_s, dwell_s = finder->input->dwell_s;
    size_t row = within.first;
    window_reset(window, within);
    while (row < within.end) {
        size_t next = window_end(window, row);
        if (t[next - 1] - t[row] < dwell_s) {
            row++;
            continue;
        }
        struct row_range best = window_longest(window, t, row);
        struct row_range candidate = window_narrowest(window, t, best, dwell_s);
        struct row_range before = {row, candidate.first};
        if (t[before.end] - t[before.first] >= dwell_s && !search(finder, window, before, run))
            return false;
        if (!assess(finder, candidate, within.end, run, &next))
            return false;
        row = next > row ? next : best.end;
        window_reset(window, (struct row_range){row, within.end});
    }
    return true;
}

/* The loaded rows from `first` on, up to a lift or a gap. */
static struct row_range run_from(const struct trajectory *rows, size_t first)
{
    struct row_range run = {first, first};
    while (run.end < rows->count && rows->contact[run.end] &&
           (run.end == first || rows->time_s[run.end] - rows->time_s[run.end - 1] <= TRAJECTORY_MAX_STEP_S))
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
    bool good = finder.samples.scratch != NULL;
    for (size_t i = 0; good && i < rows->count;) {
        struct row_range run = run_from(rows, i);
        if (run.end > run.first)
            good = search(&finder, &window, run, run);
        i = run.end > run.first ? run.end : i + 1;
    }
    free(finder.samples.scratch);
    window_free(&window);
    if (!good) {
        free(finder.visit);
        return false;
    }
    *visit = finder.visit;
    *count = finder.count;
    return true;
}
