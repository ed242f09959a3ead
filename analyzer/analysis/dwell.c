/* SPDX-License-Identifier: MIT */
#include "dwell.h"

#include "quantile.h"
#include "window.h"

#include <math.h>
#include <stdlib.h>

#define WIDTH_TOLERANCE 1.08   /* what measuring may add to the width */
#define BAND_MARGIN_MM 3.0
#define BAND_GROWTH 1.25       /* from the middle 80 % of a sine to all of it, and a little more */
#define EXCURSION_S 0.4        /* out of the band for less than this is still in it */
#define APPROACH_MM 15.0       /* over which the speed at the band's edge is taken */
#define HOLE_S 3.0             /* a longer hole in time ends a window */
#define JOIN_S 1.0             /* visits this close in time at the same place are one */
#define JOIN_MM 20.0
#define ROCKING_MM 4.0         /* half a band from which a visit is a rock rather than a hold */

/* A stretch of rows under load: [first, end). */
struct stretch {
    size_t first, end;
};

struct finder {
    const struct dwell_input *input;
    struct visit *visit;
    size_t count, capacity;
    double *scratch; /* [n] */
    size_t stroke;   /* the stroke that the search has come to */
};

struct band {
    double middle_mm, half_mm;
};

static struct band band_of(struct finder *finder, size_t first, size_t end)
{
    size_t count = end - first;
    for (size_t i = 0; i < count; i++)
        finder->scratch[i] = finder->input->position_mm[first + i];
    double low = quantile_of(finder->scratch, count, 0.1), high = quantile_of(finder->scratch, count, 0.9);
    return (struct band){(low + high) / 2, BAND_GROWTH * (high - low) / 2 + BAND_MARGIN_MM};
}

static bool in_band(const struct band *band, double position_mm)
{
    return fabs(position_mm - band->middle_mm) <= band->half_mm;
}

/* The longest time spent in the band within [first, end), short excursions passed over. */
static struct stretch longest_inside(const struct dwell_input *input, const struct band *band, size_t first, size_t end)
{
    struct stretch best = {first, first};
    size_t start = end, last = end;
    double best_s = -1;
    for (size_t i = first; i < end; i++) {
        if (!in_band(band, input->position_mm[i]))
            continue;
        if (start == end || input->time_s[i] - input->time_s[last] > EXCURSION_S)
            start = i;
        last = i;
        if (input->time_s[i] - input->time_s[start] > best_s) {
            best_s = input->time_s[i] - input->time_s[start];
            best = (struct stretch){start, i + 1};
        }
    }
    return best;
}

/* Grow a stretch outwards within `run` for as long as the roller stays in the band. */
static struct stretch grow(const struct dwell_input *input, const struct band *band, struct stretch inside,
                           const struct stretch *run)
{
    const double *t = input->time_s;
    for (size_t i = inside.end; i < run->end && t[i] - t[inside.end - 1] <= EXCURSION_S; i++) {
        if (in_band(band, input->position_mm[i]))
            inside.end = i + 1;
    }
    for (size_t i = inside.first; i-- > run->first && t[inside.first] - t[i] <= EXCURSION_S;) {
        if (in_band(band, input->position_mm[i]))
            inside.first = i;
    }
    return inside;
}

/* Time from the band's edge to its middle at the speed with which the roller crosses the edge, walking outwards from
 * `row`; 0 when it does not come from outside. */
static double way_to_middle_s(const struct dwell_input *input, const struct band *band, size_t row, int step,
                              const struct stretch *run, double pace_s_mm)
{
    double outer = band->half_mm + APPROACH_MM;
    size_t i = row;
    while (step > 0 ? i + 1 < run->end : i > run->first) {
        i = step > 0 ? i + 1 : i - 1;
        double away = fabs(input->position_mm[i] - band->middle_mm);
        if (away >= outer) {
            double local = fabs(input->time_s[i] - input->time_s[row]) /
                           fmax(away - fabs(input->position_mm[row] - band->middle_mm), 1);
            if (!isnan(pace_s_mm))
                local = fmin(fmax(local, pace_s_mm / 3), pace_s_mm * 1.7);
            return local * fabs(input->position_mm[row] - band->middle_mm);
        }
    }
    return 0;
}

/* Seconds that turning points inside the stretch explain, and their spread; *turns = how many there are. */
static double turning_s(struct finder *finder, const struct stretch *inside, const struct band *band, double *spread_s,
                        unsigned *turns)
{
    const struct strokes *strokes = finder->input->strokes;
    double explained_s = 0;
    *spread_s = 0;
    *turns = 0;
    while (finder->stroke > 0 && strokes->stroke[finder->stroke - 1].last >= inside->first)
        finder->stroke--;
    while (finder->stroke < strokes->count && strokes->stroke[finder->stroke].last < inside->first)
        finder->stroke++;
    for (size_t k = finder->stroke; k < strokes->count && strokes->stroke[k].last < inside->end; k++) {
        const struct stroke *stroke = &strokes->stroke[k];
        double sense = stroke->to_mm > stroke->from_mm ? 1 : -1;
        double depth = sense * (stroke->to_mm - band->middle_mm) + band->half_mm;
        double pace = k + 1 < strokes->count ? 0.5 * (stroke->pace_s_mm + strokes->stroke[k + 1].pace_s_mm)
                                             : stroke->pace_s_mm;
        double part = k + 1 < strokes->count ? 1 : 0.5; /* behind the last stroke nothing comes back */
        explained_s += part * pace * turnarounds_length_mm(finder->input->turnarounds, depth);
        *spread_s += pace * turnarounds_deviation_mm(finder->input->turnarounds, depth);
        (*turns)++;
    }
    return explained_s;
}

/* A hold's centre is its median; a rock's the mean over whole swings, from one upward crossing to another. */
static double center_of(struct finder *finder, const struct stretch *inside, const struct band *band)
{
    const double *x = finder->input->position_mm;
    size_t count = inside->end - inside->first;
    for (size_t i = 0; i < count; i++)
        finder->scratch[i] = x[inside->first + i];
    double center = quantile_median(finder->scratch, count);
    if (band->half_mm < BAND_MARGIN_MM + ROCKING_MM)
        return center;
    center = band->middle_mm;
    for (int pass = 0; pass < 3; pass++) {
        size_t first = inside->end, last = inside->end;
        for (size_t i = inside->first + 1; i < inside->end; i++) {
            if (x[i - 1] < center && x[i] >= center) {
                if (first == inside->end)
                    first = i;
                last = i;
            }
        }
        if (first == inside->end || (last - first) * 2 < count)
            return center;
        double sum = 0;
        for (size_t i = first; i < last; i++)
            sum += x[i];
        center = sum / (double)(last - first);
    }
    return center;
}

static bool add_visit(struct finder *finder, const struct visit *visit)
{
    if (finder->count > 0) {
        struct visit *before = &finder->visit[finder->count - 1];
        if (visit->start_s - before->end_s < JOIN_S && fabs(visit->center_mm - before->center_mm) < JOIN_MM) {
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

/* Judge the window [first, end) of the stretch `run`. */
static bool judge(struct finder *finder, size_t first, size_t end, const struct stretch *run)
{
    const struct dwell_input *input = finder->input;
    struct band band = band_of(finder, first, end);
    struct stretch inside = longest_inside(input, &band, first, end);
    if (inside.end <= inside.first + 2)
        return true;
    band = band_of(finder, inside.first, inside.end);
    inside = grow(input, &band, longest_inside(input, &band, inside.first, inside.end), run);
    double spread_s;
    unsigned turns;
    double explained_s = turning_s(finder, &inside, &band, &spread_s, &turns);
    struct visit visit = {.first = inside.first,
                          .last = inside.end - 1,
                          .start_s = input->time_s[inside.first],
                          .end_s = input->time_s[inside.end - 1]};
    if (turns > 0) {
        visit.start_s += explained_s / 2;
        visit.end_s -= explained_s / 2;
    } else {
        double pace = pace_near(finder, inside.first);
        visit.start_s += way_to_middle_s(input, &band, inside.first, -1, run, pace);
        visit.end_s -= way_to_middle_s(input, &band, inside.end - 1, 1, run, pace);
    }
    double dwell_s = visit.end_s - visit.start_s;
    if (dwell_s < input->dwell_s || dwell_s < 3 * spread_s)
        return true;
    visit.center_mm = center_of(finder, &inside, &band);
    visit.low_mm = band.middle_mm - band.half_mm + BAND_MARGIN_MM;
    visit.high_mm = band.middle_mm + band.half_mm - BAND_MARGIN_MM;
    return add_visit(finder, &visit);
}

/* Windows of one stretch: the longest of those that overlap, then on behind it. */
static bool search(struct finder *finder, struct window *window, const struct stretch *run)
{
    const double *t = finder->input->time_s;
    size_t left = run->first;
    window_start(window, left, run->end);
    while (left < run->end) {
        size_t reach = window_reach(window, left);
        if (t[reach - 1] - t[left] < finder->input->dwell_s) {
            left++;
            continue;
        }
        size_t best = left, best_reach = reach;
        for (size_t i = left + 1; i < reach; i++) {
            size_t here = window_reach(window, i);
            if (t[here - 1] - t[i] > t[best_reach - 1] - t[best]) {
                best = i;
                best_reach = here;
            }
        }
        if (!judge(finder, best, best_reach, run))
            return false;
        left = best_reach;
        window_start(window, left, run->end);
    }
    return true;
}

bool dwell_find(const struct dwell_input *input, struct visit **visit, size_t *count)
{
    struct finder finder = {.input = input};
    struct window window;
    *visit = NULL;
    *count = 0;
    if (!window_make(&window, input->position_mm, input->count, input->width_mm * WIDTH_TOLERANCE))
        return false;
    finder.scratch = malloc(input->count * sizeof *finder.scratch);
    bool good = finder.scratch != NULL;
    for (size_t i = 0; good && i < input->count;) {
        struct stretch run = {i, i};
        while (run.end < input->count && input->loaded[run.end] &&
               (run.end == run.first || input->time_s[run.end] - input->time_s[run.end - 1] <= HOLE_S))
            run.end++;
        if (run.end > run.first)
            good = search(&finder, &window, &run);
        i = run.end > run.first ? run.end : i + 1;
    }
    free(finder.scratch);
    window_free(&window);
    if (!good) {
        free(finder.visit);
        return false;
    }
    *visit = finder.visit;
    *count = finder.count;
    return true;
}
