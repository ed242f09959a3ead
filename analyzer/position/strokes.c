/* SPDX-License-Identifier: MIT */
#include "position/strokes.h"

#include "numeric/weyl_sequence.h"
#include "shared/array_grow.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

#define SAMPLES_MAX 2000
#define RANGE_MIN_MM 60
#define HYSTERESIS_FRACTION (1.0 / 3) /* fraction of the range: coming back so far makes a reversal */
#define PACE_STEP_MM 5
#define PACE_STEPS_MIN 3
#define PACE_STEPS_MAX 400

/* Set range_mm. False when out of memory. */
static bool find_range(struct strokes *strokes, const struct trajectory *rows)
{
    double *sample = malloc((SAMPLES_MAX + 1) * sizeof *sample);
    if (sample == NULL)
        return false;
    size_t step = rows->count / SAMPLES_MAX + 1, used = 0;
    for (size_t n = 0, i = 0; i < rows->count; i = weyl_sequence_row(++n, step)) {
        if (rows->contact[i])
            sample[used++] = rows->position_mm[i];
    }
    strokes->range_mm =
        used == 0 ? 0 : statistics_quantile(sample, used, 0.98) - statistics_quantile(sample, used, 0.02);
    free(sample);
    return true;
}

/* The search for reversals in the positions without the jumps at restarts of the position. */
struct reversal_finder {
    struct strokes *strokes;
    size_t capacity; /* capacity of strokes->stroke */
    const double *position_mm;
    double jumps_mm;        /* sum of the jumps so far */
    double low_mm, high_mm; /* the extremes since the last reversal */
    size_t low, high;       /* rows of the extremes */
    size_t start;           /* row of the last reversal */
    int sense;              /* 1 rising, -1 falling, 0 not known yet */
};

static bool add_stroke(struct reversal_finder *finder, size_t last)
{
    struct strokes *strokes = finder->strokes;
    if (!array_grow(&strokes->stroke, &finder->capacity, strokes->count + 1, sizeof *strokes->stroke))
        return false;
    strokes->stroke[strokes->count++] =
        (struct stroke){finder->start, last, finder->position_mm[finder->start], finder->position_mm[last], NAN};
    return true;
}

static void restart_at(struct reversal_finder *finder, size_t row)
{
    finder->sense = 0;
    finder->start = finder->low = finder->high = row;
    finder->low_mm = finder->high_mm = finder->position_mm[row] - finder->jumps_mm;
}

/* End the current stroke, if any, at `row`, and begin the next. False when out of memory. */
static bool reverse_at(struct reversal_finder *finder, size_t row, int sense)
{
    bool ok = finder->sense == 0 || add_stroke(finder, row);
    finder->start = row;
    finder->sense = sense;
    return ok;
}

/* End the last stroke at its extreme. */
static bool end_stroke(struct reversal_finder *finder)
{
    return finder->sense == 0 || reverse_at(finder, finder->sense > 0 ? finder->high : finder->low, 0);
}

static bool add_row(struct reversal_finder *finder, size_t row, double hysteresis_mm)
{
    double x = finder->position_mm[row] - finder->jumps_mm;
    if (x < finder->low_mm) {
        finder->low_mm = x;
        finder->low = row;
    }
    if (x > finder->high_mm) {
        finder->high_mm = x;
        finder->high = row;
    }
    if (finder->sense >= 0 && finder->high_mm - x >= hysteresis_mm) {
        finder->low = row;
        finder->low_mm = x;
        return reverse_at(finder, finder->high, -1);
    }
    if (finder->sense <= 0 && x - finder->low_mm >= hysteresis_mm) {
        finder->high = row;
        finder->high_mm = x;
        return reverse_at(finder, finder->low, 1);
    }
    return true;
}

static bool find_strokes(struct strokes *strokes, const struct trajectory *rows, double hysteresis_mm)
{
    const double *x = rows->position_mm;
    const unsigned char *contact = rows->contact;
    struct reversal_finder finder = {.strokes = strokes, .position_mm = x};
    bool started = false, ok = true;
    for (size_t i = 0; ok && i < rows->count; i++) {
        if (!contact[i])
            continue;
        if (contact[i] > CONTACT_LOADED && i > 0 && contact[i - 1]) {
            finder.jumps_mm += x[i] - x[i - 1];
        } else if (contact[i] > CONTACT_LOADED && started) {
            ok = end_stroke(&finder);
            started = false;
        }
        if (!started)
            restart_at(&finder, i);
        started = true;
        ok = ok && add_row(&finder, i, hysteresis_mm);
    }
    return ok && (!started || end_stroke(&finder));
}

/* Return the stroke's pace; NAN if it has fewer than PACE_STEPS_MIN steps. */
static double find_pace(const struct stroke *stroke, const struct trajectory *rows)
{
    double pace[PACE_STEPS_MAX];
    size_t steps = 0;
    double sense = stroke->to_mm > stroke->from_mm ? 1 : -1;
    double front_mm = 0, since_s = 0;
    for (size_t i = stroke->first + 1; i <= stroke->last && steps < PACE_STEPS_MAX; i++) {
        if (!rows->contact[i])
            continue;
        since_s += rows->time_s[i] - rows->time_s[i - 1];
        double ahead_mm = sense * (rows->position_mm[i] - stroke->from_mm) - front_mm;
        if (ahead_mm < PACE_STEP_MM)
            continue;
        pace[steps++] = since_s / ahead_mm;
        front_mm += ahead_mm;
        since_s = 0;
    }
    return steps < PACE_STEPS_MIN ? NAN : statistics_median(pace, steps);
}

/* Set the pace of each stroke, and the median pace for strokes that have none. False when out of memory. */
static bool find_paces(struct strokes *strokes, const struct trajectory *rows)
{
    double *pace = malloc((strokes->count + 1) * sizeof *pace);
    if (pace == NULL)
        return false;
    size_t used = 0;
    for (size_t k = 0; k < strokes->count; k++) {
        strokes->stroke[k].pace_s_mm = find_pace(&strokes->stroke[k], rows);
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

bool strokes_find(struct strokes *strokes, const struct trajectory *rows)
{
    *strokes = (struct strokes){.pace_s_mm = NAN};
    if (!find_range(strokes, rows))
        return false;
    if (strokes->range_mm < RANGE_MIN_MM)
        return true;
    bool ok = find_strokes(strokes, rows, strokes->range_mm * HYSTERESIS_FRACTION) && find_paces(strokes, rows);
    if (!ok)
        strokes_free(strokes);
    return ok;
}

void strokes_free(struct strokes *strokes)
{
    free(strokes->stroke);
    *strokes = (struct strokes){.pace_s_mm = NAN};
}
