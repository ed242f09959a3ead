/* SPDX-License-Identifier: MIT */
#include "dwell/visits.h"

#include "dwell/visit_bounds.h"
#include "dwell/window.h"

#include <math.h>
#include <stdlib.h>

#define WIDTH_TOLERANCE 1.08 /* what measuring may add to the width */
#define STAY_PART 0.35       /* of a window, from which a stay in a narrower band is what it is about */
#define HOLE_S 3.0           /* a longer hole in time ends a window */
#define PARTING_TURNS_MOST 3
#define JOIN_S 0.3 /* visits this close in time at the same place are one */
#define JOIN_MM 20.0

struct finder {
    const struct visits_input *input;
    struct visit *visit;
    size_t count, capacity;
    struct visit_samples rows;
    size_t stroke; /* the stroke that the search has come to */
    size_t back;   /* rows below are taken: a visit, and the way to the end and back behind it */
};

/* What turning points inside a stretch explain: seconds before and behind the lingering, and their spread. */
struct turning {
    double before_s, behind_s, spread_s;
};

/* The stroke that the turning point at or behind `row` ends. */
static size_t seek_stroke(struct finder *finder, size_t row)
{
    const struct strokes *strokes = finder->input->strokes;
    while (finder->stroke > 0 && strokes->stroke[finder->stroke - 1].last >= row)
        finder->stroke--;
    while (finder->stroke < strokes->count && strokes->stroke[finder->stroke].last < row)
        finder->stroke++;
    return finder->stroke;
}

/*
 * What the turns inside a lingering explain: each by the way from the lingering's middle to the end and back.
 * The end is where the stroke turned; but of a rock, whose own swings may go farther, where strokes turn
 * usually. A turn belongs to the end of the lingering that it is nearer to: one lingers, then turns, or
 * turns, then lingers.
 */
static struct turning turning_of(struct finder *finder, const struct stay *inside,
                                 const struct visit_band *band)
{
    const struct strokes *strokes = finder->input->strokes;
    const struct reversals *reversals = finder->input->reversals;
    const double *t = finder->input->time_s;
    double middle_s = 0.5 * (t[inside->first] + t[inside->end - 1]);
    struct turning turning = {0};
    for (size_t k = seek_stroke(finder, inside->first);
         k < strokes->count && strokes->stroke[k].last < inside->end; k++) {
        const struct stroke *stroke = &strokes->stroke[k];
        int high = stroke->to_mm > stroke->from_mm;
        double sense = high ? 1 : -1, depth = sense * (stroke->to_mm - band->middle_mm);
        if (band->oscillating)
            depth = fmin(depth, fmax(sense * (reversals->end_mm[high] - band->middle_mm), 0));
        else /* a rest at the turn is part of it, however near the lingering */
            depth = fmax(depth, REVERSALS_MIN_DEPTH_MM);
        double pace = k + 1 < strokes->count ? 0.5 * (stroke->pace_s_mm + strokes->stroke[k + 1].pace_s_mm)
                                             : stroke->pace_s_mm;
        double part = k + 1 < strokes->count ? 1 : 0.5; /* behind the last stroke nothing comes back */
        double explained_s = part * pace * reversals_length_mm(reversals, depth);
        *(t[stroke->last] < middle_s ? &turning.before_s : &turning.behind_s) += explained_s;
        turning.spread_s += pace * reversals_deviation_mm(reversals, depth);
    }
    return turning;
}

/* One that was held and one that was oscillating, where the stroke ends: the roller went to the end and came
 * back between them. Its way there does not stand out from the rocking. */
static bool turned_between(struct finder *finder, const struct visit *before, const struct visit *visit)
{
    if (before->oscillating == visit->oscillating)
        return false;
    size_t k = seek_stroke(finder, before->first);
    return k < finder->input->strokes->count && finder->input->strokes->stroke[k].last <= visit->last;
}

/* Keep a visit whose stay begins at `from_s`, coming included. */
static bool add_visit(struct finder *finder, const struct visit *visit, double from_s)
{
    if (finder->count > 0) {
        struct visit *before = &finder->visit[finder->count - 1];
        if (from_s - before->end_s < JOIN_S && fabs(visit->center_mm - before->center_mm) < JOIN_MM &&
            !turned_between(finder, before, visit)) {
            double here = visit->end_s - visit->start_s, there = before->end_s - before->start_s;
            before->center_mm = (before->center_mm * there + visit->center_mm * here) / (there + here);
            before->end_s = fmax(visit->end_s, before->end_s);
            before->last = visit->last > before->last ? visit->last : before->last;
            before->low_mm = fmin(before->low_mm, visit->low_mm);
            before->high_mm = fmax(before->high_mm, visit->high_mm);
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

static double pace_near(const struct finder *finder, size_t row)
{
    const struct strokes *strokes = finder->input->strokes;
    size_t k = finder->stroke;
    while (k < strokes->count && strokes->stroke[k].last < row)
        k++;
    return k < strokes->count ? strokes->stroke[k].pace_s_mm : strokes->pace_s_mm;
}

/* When the stay holds a turn with a lingering on both sides, keep what is before it. A place where one turns
 * again and again is no place of visits between strokes. */
static void part_at_turn(struct finder *finder, struct stay *inside)
{
    const struct visits_input *input = finder->input;
    const struct strokes *strokes = input->strokes;
    size_t k = seek_stroke(finder, inside->first), turns = 0;
    while (k + turns < strokes->count && strokes->stroke[k + turns].last < inside->end &&
           turns <= PARTING_TURNS_MOST)
        turns++;
    for (; turns > 0 && turns <= PARTING_TURNS_MOST; k++, turns--) {
        const struct stroke *stroke = &strokes->stroke[k];
        struct stay way;
        if (!visit_bounds_split(&finder->rows, inside, stroke->last, stroke->to_mm > stroke->from_mm ? 1 : -1,
                                input->dwell_s, &way))
            continue;
        inside->end = way.first;
        finder->back = way.end;
        return;
    }
}

/* The visit of a stay: without coming and going, and without what its turns take. Returns the spread of the
 * latter. */
static double time_visit(struct finder *finder, const struct stay *inside, const struct visit_band *band,
                         const struct stay *run, struct visit *visit)
{
    const double *t = finder->input->time_s;
    const struct visit_band about = {visit_bounds_center(&finder->rows, inside, band), band->half_mm,
                                     band->oscillating};
    double pace = pace_near(finder, inside->first);
    struct stay lingered = {visit_bounds_settled_row(&finder->rows, inside, &about, 1, run, pace),
                            visit_bounds_settled_row(&finder->rows, inside, &about, -1, run, pace) + 1};
    struct turning turning = {0};
    if (lingered.end > lingered.first)
        turning = turning_of(finder, &lingered, &about);
    *visit = (struct visit){.first = lingered.first,
                            .last = lingered.end - 1,
                            .start_s = t[lingered.first] + turning.before_s,
                            .end_s = t[lingered.end - 1] - turning.behind_s,
                            .center_mm = about.middle_mm,
                            .low_mm = band->middle_mm - band->half_mm + VISIT_BOUNDS_MARGIN_MM,
                            .high_mm = band->middle_mm + band->half_mm - VISIT_BOUNDS_MARGIN_MM,
                            .oscillating = band->oscillating};
    while (visit->first < visit->last && t[visit->first] < visit->start_s)
        visit->first++;
    while (visit->last > visit->first && t[visit->last] > visit->end_s)
        visit->last--;
    return turning.spread_s;
}

/* Judge a stay in a window of the stretch `run`; it may grow up to row `end`. *judged = the rows it turned
 * out to take. */
static bool judge(struct finder *finder, const struct stay *stay, size_t end, const struct stay *run,
                  struct stay *judged)
{
    const struct visits_input *input = finder->input;
    struct visit_band band = visit_bounds_band(&finder->rows, stay->first, stay->end);
    struct stay room = {finder->back > run->first ? finder->back : run->first,
                        end}; /* no moment belongs to two visits */
    struct stay inside = visit_bounds_grow(&finder->rows, &band, *stay, &room);
    *judged = inside;
    part_at_turn(finder, &inside);
    if (inside.end < judged->end) {
        band = visit_bounds_band(&finder->rows, inside.first, inside.end);
        judged->end = finder->back;
    }
    struct visit visit;
    double spread_s = time_visit(finder, &inside, &band, run, &visit);
    double dwell_s = visit.end_s - visit.start_s;
    if (dwell_s < input->dwell_s || dwell_s < 3 * spread_s)
        return true;
    if (finder->back <= visit.last)
        judged->end = finder->back =
            visit.last + 1; /* what comes behind the turn may be a visit of its own */
    return add_visit(finder, &visit, input->time_s[inside.first]);
}

/* The longest of the windows that begin before the one at `first` ends. */
static struct stay longest_window(struct window *window, const double *time_s, size_t first)
{
    struct stay best = {first, window_end(window, first)};
    size_t overlap = best.end;
    for (size_t i = first + 1; i < overlap; i++) {
        size_t reach = window_end(window, i);
        if (time_s[reach - 1] - time_s[i] > time_s[best.end - 1] - time_s[best.first])
            best = (struct stay){i, reach};
    }
    return best;
}

/* What a window is about: the longest stay in the narrowest band that takes a good part of it. A hold is told
 * apart from the reversal beside it so; a rock fills the window. */
static struct stay narrowest_stay(struct finder *finder, struct window *window, const struct stay *wide)
{
    const double *t = finder->input->time_s;
    double width = window->width;
    struct stay stay = *wide;
    for (double part = 0.125; part < 1; part *= 2) {
        struct stay best = {wide->first, wide->first + 1};
        window->width = width * part;
        window_reset(window, wide->first, wide->end);
        for (size_t i = wide->first; i < wide->end && best.end < wide->end; i++) {
            size_t reach = window_end(window, i);
            if (t[reach - 1] - t[i] > t[best.end - 1] - t[best.first])
                best = (struct stay){i, reach};
        }
        double best_s = t[best.end - 1] - t[best.first];
        if (best_s >= finder->input->dwell_s && best_s >= STAY_PART * (t[wide->end - 1] - t[wide->first])) {
            stay = best;
            break;
        }
    }
    window->width = width;
    return stay;
}

/*
 * Windows of `part`, a part of the stretch `run`. A window may hold two visits (to the end of the thigh and
 * back to the same place), so what lies before and behind the one that was judged is searched again.
 */
static bool search(struct finder *finder, struct window *window, struct stay part, const struct stay *run)
{
    const double *t = finder->input->time_s;
    size_t left = part.first;
    window_reset(window, left, part.end);
    while (left < part.end) {
        size_t reach = window_end(window, left);
        if (t[reach - 1] - t[left] < finder->input->dwell_s) {
            left++;
            continue;
        }
        struct stay best = longest_window(window, t, left), judged;
        struct stay stay = narrowest_stay(finder, window, &best);
        struct stay ahead = {left, stay.first};
        if (t[ahead.end] - t[ahead.first] >= finder->input->dwell_s && !search(finder, window, ahead, run))
            return false;
        if (!judge(finder, &stay, part.end, run, &judged))
            return false;
        left = judged.end > left ? judged.end : best.end;
        window_reset(window, left, part.end);
    }
    return true;
}

bool visits_find(const struct visits_input *input, struct visit **visit, size_t *count)
{
    struct finder finder = {.input = input};
    struct window window;
    *visit = NULL;
    *count = 0;
    if (!window_make(&window, input->position_mm, input->count, input->width_mm * WIDTH_TOLERANCE))
        return false;
    finder.rows =
        (struct visit_samples){input->position_mm, input->time_s, malloc(input->count * sizeof(double))};
    bool good = finder.rows.scratch != NULL;
    for (size_t i = 0; good && i < input->count;) {
        struct stay run = {i, i};
        while (run.end < input->count && input->loaded[run.end] &&
               (run.end == run.first || input->time_s[run.end] - input->time_s[run.end - 1] <= HOLE_S))
            run.end++;
        if (run.end > run.first)
            good = search(&finder, &window, run, &run);
        i = run.end > run.first ? run.end : i + 1;
    }
    free(finder.rows.scratch);
    window_free(&window);
    if (!good) {
        free(finder.visit);
        return false;
    }
    *visit = finder.visit;
    *count = finder.count;
    return true;
}
