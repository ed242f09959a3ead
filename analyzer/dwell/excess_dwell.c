/* SPDX-License-Identifier: MIT */
#include "dwell/excess_dwell.h"

#include <math.h>
#include <stdlib.h>

#define BINS_MOST 400
#define WINDOW_BINS 2 /* to each side of the middle one: 25 mm */
#define LINGER_S 1.5
#define LINGER_MM 50.0 /* worth of the stroke's pace */
#define TURN_MM 50.0   /* this near to a turn, the stroke that ends there answers for both */
#define HOLE_S 3.0

size_t excess_dwell_bin(const struct lingerings *lingerings, double position_mm)
{
    double place = (position_mm - lingerings->low_mm) / EXCESS_DWELL_BIN_MM,
           last = (double)(lingerings->bins - 1);
    return !(place > 0) ? 0 : (size_t)(place < last ? place : last);
}

/* Time that even rolling spends between two depths from one end of a stroke. */
static double explained_s(const struct excess_dwell_input *input, double pace_s_mm, double length_mm,
                          double near_mm, double far_mm)
{
    double from = fmin(fmax(near_mm, 0), length_mm), to = fmin(fmax(far_mm, 0), length_mm);
    double turn_most = fmin(REVERSALS_MAX_DEPTH_MM, length_mm / 2);
    double seconds = 0;
    double turn_from = fmin(from, turn_most), turn_to = fmin(to, turn_most);
    seconds +=
        pace_s_mm *
        (reversals_length_mm(input->reversals, turn_to) - reversals_length_mm(input->reversals, turn_from)) /
        2;
    seconds += pace_s_mm * ((to - turn_to) - (from - turn_from));
    return seconds;
}

/* Time on the way from one place to another, to the bins on the way. */
static void spend(double *spent_s, const struct lingerings *lingerings, double from_mm, double to_mm,
                  double seconds)
{
    double low = fmin(from_mm, to_mm), high = fmax(from_mm, to_mm);
    size_t first = excess_dwell_bin(lingerings, low), last = excess_dwell_bin(lingerings, high);
    for (size_t b = first; b <= last; b++) {
        double bin_mm = lingerings->low_mm + (double)b * EXCESS_DWELL_BIN_MM;
        double from = b == first ? low : bin_mm, to = b == last ? high : bin_mm + EXCESS_DWELL_BIN_MM;
        spent_s[b] += seconds * (to - from) / (high - low);
    }
}

/* Residual of one stroke, all bins: what was spent less what even rolling explains. */
static void stroke_residual(double *residual, const struct lingerings *lingerings,
                            const struct excess_dwell_input *input, const struct stroke *stroke)
{
    for (size_t b = 0; b < lingerings->bins; b++)
        residual[b] = 0;
    size_t before = excess_dwell_bin(lingerings, input->position_mm[stroke->first]);
    for (size_t i = stroke->first + 1; i <= stroke->last; i++) {
        size_t bin = excess_dwell_bin(lingerings, input->position_mm[i]);
        double step_s = input->time_s[i] - input->time_s[i - 1], seconds = step_s < HOLE_S ? step_s : HOLE_S;
        if (input->loaded[i] && input->loaded[i - 1]) {
            if (bin == before)
                residual[bin] += seconds;
            else
                spend(residual, lingerings, input->position_mm[i - 1], input->position_mm[i], seconds);
        }
        before = bin;
    }
    double low = fmin(stroke->from_mm, stroke->to_mm), high = fmax(stroke->from_mm, stroke->to_mm);
    double length = high - low, half = length / 2;
    for (size_t b = 0; b < lingerings->bins; b++) {
        double from = lingerings->low_mm + (double)b * EXCESS_DWELL_BIN_MM, to = from + EXCESS_DWELL_BIN_MM;
        /* each half of the stroke by the depth from its own end */
        double below =
            explained_s(input, stroke->pace_s_mm, length, fmin(from - low, half), fmin(to - low, half));
        double above =
            explained_s(input, stroke->pace_s_mm, length, fmin(high - to, half), fmin(high - from, half));
        residual[b] -= below + above;
    }
}

/* Give the stroke before what this one spent near the turn between them. */
static void hand_over_turn(const struct lingerings *lingerings, const struct stroke *stroke, double *residual,
                           double *before)
{
    for (size_t b = 0; b < lingerings->bins; b++) {
        double middle_mm = lingerings->low_mm + ((double)b + 0.5) * EXCESS_DWELL_BIN_MM;
        if (fabs(middle_mm - stroke->from_mm) >= TURN_MM)
            continue;
        before[b] += residual[b];
        residual[b] = 0;
    }
}

static bool add_lingering(struct lingerings *lingerings, size_t first, size_t last)
{
    if (lingerings->count == lingerings->capacity) {
        size_t capacity = lingerings->capacity == 0 ? 64 : 2 * lingerings->capacity;
        struct lingering *grown = realloc(lingerings->item, capacity * sizeof *grown);
        if (grown == NULL)
            return false;
        lingerings->item = grown;
        lingerings->capacity = capacity;
    }
    lingerings->item[lingerings->count++] = (struct lingering){first, last};
    return true;
}

/* The stretches of bins around which a stroke's residual is enough for a lingering. */
static bool add_stroke(struct lingerings *lingerings, const double *residual, double pace_s_mm)
{
    size_t bins = lingerings->bins;
    double least_s = fmax(LINGER_S, LINGER_MM * pace_s_mm);
    size_t first = bins;
    for (size_t b = 0; b <= bins; b++) {
        double around_s = 0;
        for (size_t k = b > WINDOW_BINS ? b - WINDOW_BINS : 0; b < bins && k <= b + WINDOW_BINS && k < bins;
             k++)
            around_s += residual[k];
        bool lingered = b < bins && around_s >= least_s;
        if (lingered && first == bins)
            first = b;
        if (!lingered && first < bins) {
            if (!add_lingering(lingerings, first, b - 1))
                return false;
            first = bins;
        }
    }
    return true;
}

/* The excess, and the lingerings of all strokes. `row` has room for 2 * bins. */
static bool weigh_strokes(struct lingerings *lingerings, const struct excess_dwell_input *input, double *row)
{
    const struct strokes *strokes = input->strokes;
    size_t bins = lingerings->bins;
    double *residual = row, *before = row + bins;
    for (size_t k = 0; k < strokes->count; k++) {
        stroke_residual(residual, lingerings, input, &strokes->stroke[k]);
        for (size_t b = 0; b < bins; b++)
            lingerings->excess_s[b] += residual[b];
        if (k > 0) {
            hand_over_turn(lingerings, &strokes->stroke[k], residual, before);
            if (!add_stroke(lingerings, before, strokes->stroke[k - 1].pace_s_mm))
                return false;
        }
        double *swap = before;
        before = residual;
        residual = swap;
    }
    return add_stroke(lingerings, before, strokes->stroke[strokes->count - 1].pace_s_mm);
}

static void lay_bins(struct lingerings *lingerings, const struct strokes *strokes)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t k = 0; k < strokes->count; k++) {
        low = fmin(low, fmin(strokes->stroke[k].from_mm, strokes->stroke[k].to_mm));
        high = fmax(high, fmax(strokes->stroke[k].from_mm, strokes->stroke[k].to_mm));
    }
    lingerings->low_mm = EXCESS_DWELL_BIN_MM * floor(low / EXCESS_DWELL_BIN_MM);
    lingerings->bins = (size_t)fmin(ceil((high - lingerings->low_mm) / EXCESS_DWELL_BIN_MM) + 1, BINS_MOST);
}

bool excess_dwell_find(struct lingerings *lingerings, const struct excess_dwell_input *input)
{
    *lingerings = (struct lingerings){0};
    lay_bins(lingerings, input->strokes);
    double *row = malloc(2 * lingerings->bins * sizeof *row);
    lingerings->excess_s = calloc(lingerings->bins, sizeof *lingerings->excess_s);
    bool good = row && lingerings->excess_s && weigh_strokes(lingerings, input, row);
    free(row);
    if (!good)
        excess_dwell_free(lingerings);
    return good;
}

void excess_dwell_free(struct lingerings *lingerings)
{
    free(lingerings->item);
    free(lingerings->excess_s);
    *lingerings = (struct lingerings){0};
}
