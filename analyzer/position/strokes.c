/* SPDX-License-Identifier: MIT */
#include "position/strokes.h"

#include "shared/statistics.h"
#include "force/force_series.h"
#include "numeric/weyl_sequence.h"

#include <math.h>
#include <stdlib.h>

#define SAMPLE_MOST 2000
#define RANGE_LEAST_MM 60
#define HYSTERESIS_PART (1.0 / 3)
#define PACE_STEP_MM 5
#define PACE_STEPS_MOST 400

static bool find_range(struct strokes *strokes, const double *position_mm, const unsigned char *loaded,
                       size_t count)
{
    double *sample = malloc((SAMPLE_MOST + 1) * sizeof *sample);
    if (sample == NULL)
        return false;
    size_t step = count / SAMPLE_MOST + 1, used = 0;
    for (size_t n = 0, i = 0; i < count; i = weyl_sequence_row(++n, step)) {
        if (loaded[i])
            sample[used++] = position_mm[i];
    }
    strokes->range_mm =
        used == 0 ? 0 : statistics_quantile(sample, used, 0.98) - statistics_quantile(sample, used, 0.02);
    free(sample);
    return true;
}

static bool add_stroke(struct strokes *strokes, size_t *capacity, size_t first, size_t last,
                       const double *position_mm)
{
    if (strokes->count == *capacity) {
        size_t grown = *capacity == 0 ? 64 : *capacity * 2;
        struct stroke *stroke = realloc(strokes->stroke, grown * sizeof *stroke);
        if (stroke == NULL)
            return false;
        strokes->stroke = stroke;
        *capacity = grown;
    }
    strokes->stroke[strokes->count++] =
        (struct stroke){first, last, position_mm[first], position_mm[last], NAN};
    return true;
}

/* The search for turning points. */
struct turn_finder {
    struct strokes *strokes;
    size_t capacity;
    const double *position_mm;
    double jumped_mm; /* by which places started anew; the path without that goes on evenly */
    double low_mm, high_mm;
    size_t low, high; /* rows of these, of the path */
    size_t start;
    int sense; /* 1 rising, -1 falling, 0 not known yet */
};

static void start_anew(struct turn_finder *finder, size_t row)
{
    finder->sense = 0;
    finder->start = finder->low = finder->high = row;
    finder->low_mm = finder->high_mm = finder->position_mm[row] - finder->jumped_mm;
}

/* A stroke up to `turn`, and the next from there. */
static bool turn_at(struct turn_finder *finder, size_t turn, int sense)
{
    bool good = finder->sense == 0 ||
                add_stroke(finder->strokes, &finder->capacity, finder->start, turn, finder->position_mm);
    finder->start = turn;
    finder->sense = sense;
    return good;
}

static bool end_at_farthest(struct turn_finder *finder)
{
    return finder->sense == 0 || turn_at(finder, finder->sense > 0 ? finder->high : finder->low, 0);
}

/* Turning points by hysteresis, each stroke from one to the next. */
static bool find_turns(struct strokes *strokes, const double *position_mm, const unsigned char *loaded,
                       size_t count, double hysteresis_mm)
{
    struct turn_finder finder = {.strokes = strokes, .position_mm = position_mm};
    bool started = false, good = true;
    for (size_t i = 0; good && i < count; i++) {
        if (!loaded[i])
            continue;
        if (loaded[i] > CONTACT_LOADED && i > 0 && loaded[i - 1]) {
            finder.jumped_mm += position_mm[i] - position_mm[i - 1];
        } else if (loaded[i] > CONTACT_LOADED && started) {
            good = end_at_farthest(&finder);
            started = false;
        }
        if (!started)
            start_anew(&finder, i);
        started = true;
        double x = position_mm[i] - finder.jumped_mm;
        if (x < finder.low_mm) {
            finder.low_mm = x;
            finder.low = i;
        }
        if (x > finder.high_mm) {
            finder.high_mm = x;
            finder.high = i;
        }
        if (finder.sense >= 0 && finder.high_mm - x >= hysteresis_mm) {
            good = good && turn_at(&finder, finder.high, -1);
            finder.low = i;
            finder.low_mm = x;
        } else if (finder.sense <= 0 && x - finder.low_mm >= hysteresis_mm) {
            good = good && turn_at(&finder, finder.low, 1);
            finder.high = i;
            finder.high_mm = x;
        }
    }
    return good && (!started || end_at_farthest(&finder));
}

static double find_pace(const struct stroke *stroke, const double *position_mm, const unsigned char *loaded,
                        const double *time_s)
{
    double pace[PACE_STEPS_MOST];
    size_t steps = 0;
    double sense = stroke->to_mm > stroke->from_mm ? 1 : -1;
    double front = 0, since_s = 0;
    for (size_t i = stroke->first + 1; i <= stroke->last && steps < PACE_STEPS_MOST; i++) {
        if (!loaded[i])
            continue;
        since_s += time_s[i] - time_s[i - 1];
        double ahead = sense * (position_mm[i] - stroke->from_mm) - front;
        if (ahead < PACE_STEP_MM)
            continue;
        pace[steps++] = since_s / ahead;
        front += ahead;
        since_s = 0;
    }
    return steps < 3 ? NAN : statistics_median(pace, steps);
}

static bool find_median_pace(struct strokes *strokes)
{
    double *pace = malloc((strokes->count + 1) * sizeof *pace);
    if (pace == NULL)
        return false;
    size_t used = 0;
    for (size_t k = 0; k < strokes->count; k++) {
        if (!isnan(strokes->stroke[k].pace_s_mm))
            pace[used++] = strokes->stroke[k].pace_s_mm;
    }
    strokes->pace_s_mm = statistics_median(pace, used);
    free(pace);
    for (size_t k = 0; k < strokes->count; k++) {
        if (isnan(strokes->stroke[k].pace_s_mm))
            strokes->stroke[k].pace_s_mm = strokes->pace_s_mm;
    }
    return true;
}

bool strokes_find(struct strokes *strokes, const double *position_mm, const unsigned char *loaded,
                  const double *time_s, size_t count)
{
    *strokes = (struct strokes){.pace_s_mm = NAN};
    if (!find_range(strokes, position_mm, loaded, count))
        return false;
    if (strokes->range_mm < RANGE_LEAST_MM)
        return true;
    bool good = find_turns(strokes, position_mm, loaded, count, strokes->range_mm * HYSTERESIS_PART);
    for (size_t k = 0; good && k < strokes->count; k++)
        strokes->stroke[k].pace_s_mm = find_pace(&strokes->stroke[k], position_mm, loaded, time_s);
    good = good && find_median_pace(strokes);
    if (!good)
        strokes_free(strokes);
    return good;
}

void strokes_free(struct strokes *strokes)
{
    free(strokes->stroke);
    *strokes = (struct strokes){.pace_s_mm = NAN};
}
