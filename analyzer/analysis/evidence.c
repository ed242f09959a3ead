/* SPDX-License-Identifier: MIT */
#include "evidence.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define BIN_MM 5.0
#define BINS_MOST 400
#define SMOOTH_BINS 2 /* to each side */
#define SHIFTS 999
#define STROKES_MOST 2000 /* of a longer session every 2nd, 3rd, ... is weighed for p */
#define CAP 4.0 /* times what even rolling takes: one long hold must not outweigh many strokes */
#define HOLE_S 3.0
#define TURNING_BINS 5 /* 25 mm at each end, half of what a visit takes: there one turns rather than pauses */

/* xorshift64* (Vigna 2016): good enough to draw shifts, and the same everywhere. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static size_t bin_of(const struct evidence *evidence, double position_mm)
{
    double place = floor((position_mm - evidence->low_mm) / BIN_MM);
    return (size_t)fmin(fmax(place, 0), (double)(evidence->bins - 1));
}

/* Time that even rolling spends between two depths from one end of a stroke. */
static double explained_s(const struct evidence_input *input, double pace_s_mm, double length_mm, double near_mm,
                          double far_mm)
{
    double from = fmin(fmax(near_mm, 0), length_mm), to = fmin(fmax(far_mm, 0), length_mm);
    double turn_most = fmin(TURNAROUND_DEPTHS * TURNAROUND_DEPTH_STEP_MM, length_mm / 2);
    double seconds = 0;
    double turn_from = fmin(from, turn_most), turn_to = fmin(to, turn_most);
    seconds += pace_s_mm * (turnarounds_length_mm(input->turnarounds, turn_to) -
                            turnarounds_length_mm(input->turnarounds, turn_from)) / 2;
    seconds += pace_s_mm * ((to - turn_to) - (from - turn_from));
    return seconds;
}

static void stroke_residual(float *residual, const struct evidence *evidence, const struct evidence_input *input,
                            const struct stroke *stroke)
{
    for (size_t b = 0; b < evidence->bins; b++)
        residual[b] = 0;
    for (size_t i = stroke->first + 1; i <= stroke->last; i++) {
        if (input->loaded[i] && input->loaded[i - 1])
            residual[bin_of(evidence, input->position_mm[i])] +=
                (float)fmin(input->time_s[i] - input->time_s[i - 1], HOLE_S);
    }
    double low = fmin(stroke->from_mm, stroke->to_mm), high = fmax(stroke->from_mm, stroke->to_mm);
    double length = high - low, half = length / 2;
    for (size_t b = 0; b < evidence->bins; b++) {
        double from = evidence->low_mm + (double)b * BIN_MM, to = from + BIN_MM;
        /* each half of the stroke by the depth from its own end */
        double below = explained_s(input, stroke->pace_s_mm, length, fmin(from - low, half), fmin(to - low, half));
        double above = explained_s(input, stroke->pace_s_mm, length, fmin(high - to, half), fmin(high - from, half));
        residual[b] -= (float)(below + above);
    }
}

static void smooth(const double *sum, double *out, size_t bins)
{
    for (size_t b = 0; b < bins; b++) {
        size_t from = b > SMOOTH_BINS ? b - SMOOTH_BINS : 0, to = b + SMOOTH_BINS < bins ? b + SMOOTH_BINS : bins - 1;
        out[b] = 0;
        for (size_t k = from; k <= to; k++)
            out[b] += sum[k];
    }
}

static int rising(const void *a, const void *b)
{
    const double *left = a, *right = b;
    return *left < *right ? -1 : *left > *right ? 1 : 0;
}

/* The highest smoothed sum of each of SHIFTS random turns of all strokes. */
static void draw_null(struct evidence *evidence, const float *residual, size_t strokes, double *sum, double *smoothed)
{
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15);
    size_t bins = evidence->bins, ends = bins > 4 * TURNING_BINS ? TURNING_BINS : 0, inner = bins - 2 * ends;
    for (size_t shift = 0; shift < SHIFTS; shift++) {
        for (size_t b = 0; b < bins; b++)
            sum[b] = 0;
        for (size_t k = 0; k < strokes; k++) {
            const float *row = residual + k * bins;
            size_t turn = (size_t)(next_random(&state) >> 33) % inner;
            for (size_t b = 0; b < ends; b++) {
                sum[b] += (double)row[b];
                sum[bins - 1 - b] += (double)row[bins - 1 - b];
            }
            for (size_t b = turn; b < inner; b++)
                sum[ends + b] += (double)row[ends + b - turn];
            for (size_t b = 0; b < turn; b++)
                sum[ends + b] += (double)row[ends + b + inner - turn];
        }
        smooth(sum, smoothed, bins);
        double highest = smoothed[ends];
        for (size_t b = ends + 1; b < bins - ends; b++)
            highest = fmax(highest, smoothed[b]);
        evidence->null_s[shift] = highest;
    }
    qsort(evidence->null_s, SHIFTS, sizeof *evidence->null_s, rising);
}

static void lay_bins(struct evidence *evidence, const struct strokes *strokes)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t k = 0; k < strokes->count; k++) {
        low = fmin(low, fmin(strokes->stroke[k].from_mm, strokes->stroke[k].to_mm));
        high = fmax(high, fmax(strokes->stroke[k].from_mm, strokes->stroke[k].to_mm));
    }
    evidence->low_mm = BIN_MM * floor(low / BIN_MM);
    evidence->bins = (size_t)fmin(ceil((high - evidence->low_mm) / BIN_MM) + 1, BINS_MOST);
}

bool evidence_weigh(struct evidence *evidence, const struct evidence_input *input)
{
    const struct strokes *strokes = input->strokes;
    *evidence = (struct evidence){0};
    if (strokes->count < EVIDENCE_STROKES_LEAST)
        return true;
    lay_bins(evidence, strokes);
    size_t bins = evidence->bins, step = (strokes->count + STROKES_MOST - 1) / STROKES_MOST;
    size_t used = (strokes->count + step - 1) / step;
    float *residual = malloc((used + 1) * bins * sizeof *residual); /* the last: of a stroke that is not weighed */
    double *work = malloc(2 * bins * sizeof *work);
    evidence->sum_s = calloc(bins, sizeof *evidence->sum_s);
    evidence->smooth_s = malloc(bins * sizeof *evidence->smooth_s);
    evidence->null_s = malloc(SHIFTS * sizeof *evidence->null_s);
    evidence->told = residual && work && evidence->sum_s && evidence->smooth_s && evidence->null_s;
    if (evidence->told) {
        for (size_t b = 0; b < bins; b++)
            work[b] = 0;
        for (size_t k = 0; k < strokes->count; k++) {
            const struct stroke *stroke = &strokes->stroke[k];
            bool weighed = k % step == 0;
            float *row = residual + (weighed ? k / step : used) * bins;
            stroke_residual(row, evidence, input, stroke);
            float most = (float)(CAP * stroke->pace_s_mm * BIN_MM);
            for (size_t b = 0; b < bins; b++) {
                evidence->sum_s[b] += (double)row[b];
                row[b] = fminf(row[b], most);
                work[b] += weighed ? (double)row[b] : 0;
            }
        }
        smooth(work, evidence->smooth_s, bins);
        draw_null(evidence, residual, used, work, work + bins);
    }
    bool good = evidence->told;
    free(residual);
    free(work);
    if (!good)
        evidence_free(evidence);
    return good;
}

double evidence_excess_s(const struct evidence *evidence, double from_mm, double to_mm)
{
    if (!evidence->told)
        return NAN;
    double sum = 0;
    for (size_t b = bin_of(evidence, from_mm); b <= bin_of(evidence, to_mm); b++)
        sum += evidence->sum_s[b];
    return sum;
}

double evidence_p(const struct evidence *evidence, double center_mm)
{
    if (!evidence->told)
        return NAN;
    double height = evidence->smooth_s[bin_of(evidence, center_mm)];
    size_t low = 0, high = SHIFTS; /* how many are below `height` */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (evidence->null_s[middle] < height)
            low = middle + 1;
        else
            high = middle;
    }
    return (1.0 + (double)(SHIFTS - low)) / (SHIFTS + 1.0);
}

void evidence_free(struct evidence *evidence)
{
    free(evidence->sum_s);
    free(evidence->smooth_s);
    free(evidence->null_s);
    *evidence = (struct evidence){0};
}
