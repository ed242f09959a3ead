/* SPDX-License-Identifier: MIT */
#include "dwell/evidence.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define DRAWS 999
#define JITTER_BINS 18 /* to each side: 90 mm */

/* xorshift64* (Vigna 2016). */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

/* Intervals are added as steps of the height at their ends, clipped to the bins. step[bins + 1]. */
static void add_interval(int *step, size_t bins, ptrdiff_t first, ptrdiff_t last)
{
    if (last < 0 || first >= (ptrdiff_t)bins)
        return;
    step[first > 0 ? first : 0]++;
    step[last + 1 < (ptrdiff_t)bins ? last + 1 : (ptrdiff_t)bins]--;
}

/* height[bins] (NULL = not wanted) from its steps. Returns the largest. */
static unsigned sum_steps(const int *step, unsigned *height, size_t bins)
{
    int sum = 0;
    unsigned max = 0;
    for (size_t b = 0; b < bins; b++) {
        sum += step[b];
        if (height != NULL)
            height[b] = (unsigned)sum;
        max = (unsigned)sum > max ? (unsigned)sum : max;
    }
    return max;
}

static ptrdiff_t middle_of(const struct excess_interval *interval)
{
    return (ptrdiff_t)(interval->first + interval->last) / 2;
}

/* Bins [*low, *high] in which the person dwells at all: the ends of a uniform distribution of the middles. */
static void find_ends(const struct excess_dwell *excess, ptrdiff_t *low, ptrdiff_t *high)
{
    ptrdiff_t bins = (ptrdiff_t)excess->bins;
    *low = bins;
    *high = 0;
    for (size_t k = 0; k < excess->count; k++) {
        ptrdiff_t middle = middle_of(&excess->interval[k]);
        *low = middle < *low ? middle : *low;
        *high = middle > *high ? middle : *high;
    }
    ptrdiff_t beyond = excess->count > 1 ? (*high - *low + 1) / (ptrdiff_t)(excess->count - 1) : 0;
    ptrdiff_t lacking = 2 * JITTER_BINS - (*high - *low);
    if (2 * beyond < lacking)
        beyond = (lacking + 1) / 2;
    *low = *low - beyond > 0 ? *low - beyond : 0;
    *high = *high + beyond < bins - 1 ? *high + beyond : bins - 1;
}

static ptrdiff_t reflect(ptrdiff_t bin, ptrdiff_t low, ptrdiff_t high)
{
    if (bin < low)
        bin = 2 * low - bin;
    if (bin > high)
        bin = 2 * high - bin;
    return bin < low ? low : bin;
}

static int ascending(const void *a, const void *b)
{
    unsigned left = *(const unsigned *)a, right = *(const unsigned *)b;
    return left < right ? -1 : left > right ? 1 : 0;
}

/* The largest height of each draw, in which every interval moves by itself. step[bins + 1]. */
static void draw_null(struct evidence *evidence, int *step)
{
    const struct excess_dwell *excess = &evidence->excess;
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15);
    ptrdiff_t low, high;
    find_ends(excess, &low, &high);
    for (size_t draw = 0; draw < DRAWS; draw++) {
        for (size_t b = 0; b <= excess->bins; b++)
            step[b] = 0;
        for (size_t k = 0; k < excess->count; k++) {
            const struct excess_interval *interval = &excess->interval[k];
            ptrdiff_t by = (ptrdiff_t)((next_random(&state) >> 33) % (2 * JITTER_BINS + 1)) - JITTER_BINS;
            ptrdiff_t middle = middle_of(interval), moved = reflect(middle + by, low, high) - middle;
            add_interval(step, excess->bins, (ptrdiff_t)interval->first + moved,
                         (ptrdiff_t)interval->last + moved);
        }
        evidence->null_max[draw] = sum_steps(step, NULL, excess->bins);
    }
    qsort(evidence->null_max, DRAWS, sizeof *evidence->null_max, ascending);
}

bool evidence_assess(struct evidence *evidence, const struct trajectory *rows, const struct strokes *strokes,
                     const struct reversals *reversals)
{
    *evidence = (struct evidence){0};
    if (strokes->count < EVIDENCE_MIN_STROKES)
        return true;
    struct excess_dwell *excess = &evidence->excess;
    if (!excess_dwell_find(excess, rows, strokes, reversals))
        return false;
    int *step = calloc(excess->bins + 1, sizeof *step);
    evidence->height = malloc(excess->bins * sizeof *evidence->height);
    evidence->null_max = malloc(DRAWS * sizeof *evidence->null_max);
    bool good = step && evidence->height && evidence->null_max;
    if (good) {
        for (size_t k = 0; k < excess->count; k++)
            add_interval(step, excess->bins, (ptrdiff_t)excess->interval[k].first,
                         (ptrdiff_t)excess->interval[k].last);
        (void)sum_steps(step, evidence->height, excess->bins);
        draw_null(evidence, step);
    }
    evidence->available = good;
    free(step);
    if (!good)
        evidence_free(evidence);
    return good;
}

double evidence_excess_s(const struct evidence *evidence, double from_mm, double to_mm)
{
    const struct excess_dwell *excess = &evidence->excess;
    if (!evidence->available)
        return NAN;
    double sum = 0;
    for (size_t b = excess_dwell_bin(excess, from_mm); b <= excess_dwell_bin(excess, to_mm); b++)
        sum += excess->excess_s[b];
    return sum;
}

double evidence_p(const struct evidence *evidence, double center_mm)
{
    if (!evidence->available)
        return NAN;
    unsigned height = evidence->height[excess_dwell_bin(&evidence->excess, center_mm)];
    size_t lower = 0;
    while (lower < DRAWS && evidence->null_max[lower] < height)
        lower++;
    return (1.0 + (double)(DRAWS - lower)) / (DRAWS + 1.0);
}

void evidence_free(struct evidence *evidence)
{
    excess_dwell_free(&evidence->excess);
    free(evidence->height);
    free(evidence->null_max);
    *evidence = (struct evidence){0};
}
