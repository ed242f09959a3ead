/* SPDX-License-Identifier: MIT */
#include "strokes.h"

#include "quantile.h"

#include <math.h>
#include <stdlib.h>

#define SAMPLE_MOST 20000
#define RANGE_LEAST_MM 60
#define HYSTERESIS_PART (1.0 / 3)
#define PACE_STEP_MM 5
#define PACE_STEPS_MOST 400

static bool find_range(struct strokes *strokes, const double *position_mm, const unsigned char *loaded, size_t count)
{
    double *sample = malloc((SAMPLE_MOST + 1) * sizeof *sample);
    if (sample == NULL)
        return false;
    size_t step = count / SAMPLE_MOST + 1, used = 0;
    for (size_t i = 0; i < count; i += step) {
        if (loaded[i])
            sample[used++] = position_mm[i];
    }
    strokes->range_mm = used == 0 ? 0 : quantile_of(sample, used, 0.98) - quantile_of(sample, used, 0.02);
    free(sample);
    return true;
}

static bool add_stroke(struct strokes *strokes, size_t *capacity, size_t first, size_t last, const double *position_mm)
{
    if (strokes->count == *capacity) {
        size_t grown = *capacity == 0 ? 64 : *capacity * 2;
        struct stroke *stroke = realloc(strokes->stroke, grown * sizeof *stroke);
        if (stroke == NULL)
            return false;
        strokes->stroke = stroke;
        *capacity = grown;
    }
    strokes->stroke[strokes->count++] = (struct stroke){first, last, position_mm[first], position_mm[last], NAN};
    return true;
}

/* Turning points by hysteresis, each stroke from one to the next. */
static bool find_turns(struct strokes *strokes, const double *position_mm, const unsigned char *loaded, size_t count,
                       double hysteresis_mm)
{
    size_t capacity = 0, low = count, high = count, start = count, last_loaded = 0;
    int sense = 0; /* 1 rising, -1 falling, 0 not known yet */
    for (size_t i = 0; i < count; i++) {
        if (!loaded[i])
            continue;
        last_loaded = i;
        if (start == count)
            start = low = high = i;
        double x = position_mm[i];
        if (x < position_mm[low])
            low = i;
        if (x > position_mm[high])
            high = i;
        if (sense >= 0 && position_mm[high] - x >= hysteresis_mm) {
            /* it turned at the top */
            size_t turn = high;
            if (sense == 0) {
                sense = -1;
                start = turn;
            } else {
                if (!add_stroke(strokes, &capacity, start, turn, position_mm))
                    return false;
                start = turn;
                sense = -1;
            }
            low = i;
        } else if (sense <= 0 && x - position_mm[low] >= hysteresis_mm) {
            size_t turn = low;
            if (sense < 0 && !add_stroke(strokes, &capacity, start, turn, position_mm))
                return false;
            start = turn;
            sense = 1;
            high = i;
        }
    }
    if (sense != 0) {
        size_t end = sense > 0 ? high : low;
        if (end <= last_loaded && !add_stroke(strokes, &capacity, start, end, position_mm))
            return false;
    }
    return true;
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
    return steps < 3 ? NAN : quantile_median(pace, steps);
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
    strokes->pace_s_mm = quantile_median(pace, used);
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
