/* SPDX-License-Identifier: MIT */
#include "position/strokes.h"

#include "numeric/weyl_sequence.h"
#include "shared/array_grow.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

#define SAMPLES_MAX 2000              /* number of rows that is enough for quantiles */
#define RANGE_MIN_MM 60               /* a session with a shorter range has no strokes */
#define HYSTERESIS_FRACTION (1.0 / 3) /* a reversal counts once the roller comes back by this fraction of the range */
#define PACE_STEP_MM 5
#define PACE_STEPS_MIN 3 /* with fewer steps, a stroke has no pace of its own */
#define PACE_STEPS_MAX 400

/* Set range_mm. False when out of memory. */
static bool find_range(struct strokes *strokes, const struct trajectory *rows)
{
    double *sample = malloc((SAMPLES_MAX + 1) * sizeof *sample);
    if (sample == NULL)
        return false;
    size_t step = rows->count / SAMPLES_MAX + 1, used = 0;
    for (size_t n = 0, i = 0; i < rows->count; i = weyl_sequence_row(++n, step))
        if (rows->contact[i])
            sample[used++] = rows->position_mm[i];
    strokes->range_mm =
        used == 0 ? 0 : statistics_quantile(sample, used, 0.98) - statistics_quantile(sample, used, 0.02);
    free(sample);
    return true;
}

/* State of the search for reversals. Positions have the jumps at `zero` events and restarts removed. */
struct reversal_finder {
    struct strokes *strokes;
    size_t capacity; /* capacity of strokes->stroke */
    const double *position_mm;
    double jumps_mm;        /* sum of the jumps so far */
    double low_mm, high_mm; /* the extremes since the last reversal */
    size_t low, high;       /* rows of the extremes */
    size_t start;           /* row of the last reversal */
    int direction;          /* 1 = rising, -1 = falling, 0 = not known yet */
};

/* Add the stroke from the last reversal to row `last`. False when out of memory. */
static bool add_stroke(struct reversal_finder *finder, size_t last)
{
    struct strokes *strokes = finder->strokes;
    if (!array_grow(&strokes->stroke, &finder->capacity, strokes->count + 1, sizeof *strokes->stroke))
        return false;
    strokes->stroke[strokes->count++] =
        (struct stroke){finder->start, last, finder->position_mm[finder->start], finder->position_mm[last], NAN};
    return true;
}

/* Begin a search in a row, without a stroke yet. */
static void restart_at(struct reversal_finder *finder, size_t row)
{
    finder->direction = 0;
    finder->start = finder->low = finder->high = row;
    finder->low_mm = finder->high_mm = finder->position_mm[row] - finder->jumps_mm;
}

/* End the current stroke, if any, at `row`, and begin the next one. False when out of memory. */
static bool reverse_at(struct reversal_finder *finder, size_t row, int direction)
{
    bool ok = finder->direction == 0 || add_stroke(finder, row);
    finder->start = row;
    finder->direction = direction;
    return ok;
}

/* End the current stroke, if any, at its extreme. False when out of memory. */
static bool end_stroke(struct reversal_finder *finder)
{
    return finder->direction == 0 || reverse_at(finder, finder->direction > 0 ? finder->high : finder->low, 0);
}

/* Update the extremes with a row. The last extreme is a reversal once the roller has come back from it by
 * hysteresis_mm. False when out of memory. */
static bool add_row(struct reversal_finder *finder, size_t row, double hysteresis_mm)
{
    double continued_mm = finder->position_mm[row] - finder->jumps_mm;
    if (continued_mm < finder->low_mm) {
        finder->low_mm = continued_mm;
        finder->low = row;
    }
    if (continued_mm > finder->high_mm) {
        finder->high_mm = continued_mm;
        finder->high = row;
    }
    if (finder->direction >= 0 && finder->high_mm - continued_mm >= hysteresis_mm) {
        finder->low = row;
        finder->low_mm = continued_mm;
        return reverse_at(finder, finder->high, -1);
    }
    if (finder->direction <= 0 && continued_mm - finder->low_mm >= hysteresis_mm) {
        finder->high = row;
        finder->high_mm = continued_mm;
        return reverse_at(finder, finder->low, 1);
    }
    return true;
}

/* Find the strokes between the reversals. False when out of memory. */
static bool find_strokes(struct strokes *strokes, const struct trajectory *rows, double hysteresis_mm)
{
    const double *position_mm = rows->position_mm;
    const unsigned char *contact = rows->contact;
    struct reversal_finder finder = {.strokes = strokes, .position_mm = position_mm};
    bool started = false, ok = true;
    for (size_t i = 0; ok && i < rows->count; i++) {
        if (!contact[i])
            continue;
        bool position_jumps = contact[i] == CONTACT_ZEROED || contact[i] == CONTACT_RESUMED;
        if (position_jumps && i > 0 && contact[i - 1]) { /* under load, the stroke continues without the jump */
            finder.jumps_mm += position_mm[i] - position_mm[i - 1];
        } else if (position_jumps && started) { /* after a lift, a new stroke begins */
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

/* Return the stroke's pace, s/mm; NAN if it has fewer than PACE_STEPS_MIN steps. A step ends when the roller is
 * PACE_STEP_MM beyond the end of the previous step; rolling back and forth before that is part of the step's time. */
static double find_pace(const struct stroke *stroke, const struct trajectory *rows)
{
    double pace_s_mm[PACE_STEPS_MAX];
    size_t steps = 0;
    double direction = stroke->to_mm > stroke->from_mm ? 1 : -1;
    double reached_mm = 0, step_s = 0; /* farthest distance of the stroke so far, and time since it was reached */
    for (size_t i = stroke->first + 1; i <= stroke->last && steps < PACE_STEPS_MAX; i++) {
        if (!rows->contact[i])
            continue;
        step_s += rows->time_s[i] - rows->time_s[i - 1];
        double step_mm = direction * (rows->position_mm[i] - stroke->from_mm) - reached_mm;
        if (step_mm < PACE_STEP_MM)
            continue;
        pace_s_mm[steps++] = step_s / step_mm;
        reached_mm += step_mm;
        step_s = 0;
    }
    return steps < PACE_STEPS_MIN ? NAN : statistics_median(pace_s_mm, steps);
}

/* Set the pace of each stroke; strokes without a pace of their own get the median. False when out of memory. */
static bool find_paces(struct strokes *strokes, const struct trajectory *rows)
{
    double *pace_s_mm = malloc((strokes->count + 1) * sizeof *pace_s_mm);
    if (pace_s_mm == NULL)
        return false;
    size_t used = 0;
    for (size_t k = 0; k < strokes->count; k++) {
        strokes->stroke[k].pace_s_mm = find_pace(&strokes->stroke[k], rows);
        if (!isnan(strokes->stroke[k].pace_s_mm))
            pace_s_mm[used++] = strokes->stroke[k].pace_s_mm;
    }
    strokes->pace_s_mm = statistics_median(pace_s_mm, used);
    free(pace_s_mm);
    for (size_t k = 0; k < strokes->count; k++)
        if (isnan(strokes->stroke[k].pace_s_mm))
            strokes->stroke[k].pace_s_mm = strokes->pace_s_mm;
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
