/* SPDX-License-Identifier: MIT */
#include "dwell/evidence.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define DRAWS 999
#define JITTER_BINS 18 /* to each side: 90 mm */

/* xorshift64* (Vigna 2016): good enough to draw jitter, and the same everywhere. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

/* How many lingerings are at each bin, from the differences of neighbours; returns the greatest. */
static unsigned add_up(const int *step, unsigned *height, size_t bins)
{
    int sum = 0;
    unsigned greatest = 0;
    for (size_t b = 0; b < bins; b++) {
        sum += step[b];
        if (height != NULL)
            height[b] = (unsigned)sum;
        greatest = (unsigned)sum > greatest ? (unsigned)sum : greatest;
    }
    return greatest;
}

static void put(int *step, size_t bins, ptrdiff_t first, ptrdiff_t last)
{
    if (last < 0 || first >= (ptrdiff_t)bins)
        return;
    step[first > 0 ? first : 0]++;
    step[last + 1 < (ptrdiff_t)bins ? last + 1 : (ptrdiff_t)bins]--;
}

static ptrdiff_t middle_of(const struct lingering *lingering)
{
    return (ptrdiff_t)(lingering->first + lingering->last) / 2;
}

/* Where one lingered at all, bins [*low, *high]. */
static void find_ends(const struct lingerings *lingerings, ptrdiff_t bins, ptrdiff_t *low, ptrdiff_t *high)
{
    *low = bins;
    *high = 0;
    for (size_t k = 0; k < lingerings->count; k++) {
        ptrdiff_t middle = middle_of(&lingerings->item[k]);
        *low = middle < *low ? middle : *low;
        *high = middle > *high ? middle : *high;
    }
    ptrdiff_t beyond = lingerings->count > 1 ? (*high - *low + 1) / (ptrdiff_t)(lingerings->count - 1) : 0;
    ptrdiff_t lacking = 2 * JITTER_BINS - (*high - *low);
    if (2 * beyond < lacking)
        beyond = (lacking + 1) / 2;
    *low = *low - beyond > 0 ? *low - beyond : 0;
    *high = *high + beyond < bins - 1 ? *high + beyond : bins - 1;
}

static ptrdiff_t reflect(ptrdiff_t place, ptrdiff_t low, ptrdiff_t high)
{
    if (place < low)
        place = 2 * low - place;
    if (place > high)
        place = 2 * high - place;
    return place < low ? low : place;
}

static int rising(const void *a, const void *b)
{
    unsigned left = *(const unsigned *)a, right = *(const unsigned *)b;
    return left < right ? -1 : left > right ? 1 : 0;
}

/* The greatest height of each of DRAWS jitters of all lingerings. `step` has room for bins + 1. */
static void draw_null(struct evidence *evidence, int *step)
{
    const struct lingerings *lingerings = &evidence->lingerings;
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15);
    ptrdiff_t low, high;
    find_ends(lingerings, (ptrdiff_t)lingerings->bins, &low, &high);
    for (size_t draw = 0; draw < DRAWS; draw++) {
        for (size_t b = 0; b <= lingerings->bins; b++)
            step[b] = 0;
        for (size_t k = 0; k < lingerings->count; k++) {
            const struct lingering *lingering = &lingerings->item[k];
            ptrdiff_t by = (ptrdiff_t)((next_random(&state) >> 33) % (2 * JITTER_BINS + 1)) - JITTER_BINS;
            ptrdiff_t middle = middle_of(lingering), moved = reflect(middle + by, low, high) - middle;
            put(step, lingerings->bins, (ptrdiff_t)lingering->first + moved,
                (ptrdiff_t)lingering->last + moved);
        }
        evidence->null[draw] = add_up(step, NULL, lingerings->bins);
    }
    qsort(evidence->null, DRAWS, sizeof *evidence->null, rising);
}

bool evidence_assess(struct evidence *evidence, const struct excess_dwell_input *input)
{
    *evidence = (struct evidence){0};
    if (input->strokes->count < EVIDENCE_MIN_STROKES)
        return true;
    if (!excess_dwell_find(&evidence->lingerings, input))
        return false;
    const struct lingerings *lingerings = &evidence->lingerings;
    size_t bins = lingerings->bins;
    int *step = calloc(bins + 1, sizeof *step);
    evidence->height = malloc(bins * sizeof *evidence->height);
    evidence->null = malloc(DRAWS * sizeof *evidence->null);
    evidence->told = step && evidence->height && evidence->null;
    if (evidence->told) {
        for (size_t k = 0; k < lingerings->count; k++)
            put(step, bins, (ptrdiff_t)lingerings->item[k].first, (ptrdiff_t)lingerings->item[k].last);
        (void)add_up(step, evidence->height, bins);
        draw_null(evidence, step);
    }
    bool good = evidence->told;
    free(step);
    if (!good)
        evidence_free(evidence);
    return good;
}

double evidence_excess_s(const struct evidence *evidence, double from_mm, double to_mm)
{
    if (!evidence->told)
        return NAN;
    double sum = 0;
    for (size_t b = excess_dwell_bin(&evidence->lingerings, from_mm);
         b <= excess_dwell_bin(&evidence->lingerings, to_mm); b++)
        sum += evidence->lingerings.excess_s[b];
    return sum;
}

double evidence_p(const struct evidence *evidence, double center_mm)
{
    if (!evidence->told)
        return NAN;
    unsigned height = evidence->height[excess_dwell_bin(&evidence->lingerings, center_mm)];
    size_t low = 0, high = DRAWS; /* how many are below `height` */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (evidence->null[middle] < height)
            low = middle + 1;
        else
            high = middle;
    }
    return (1.0 + (double)(DRAWS - low)) / (DRAWS + 1.0);
}

void evidence_free(struct evidence *evidence)
{
    excess_dwell_free(&evidence->lingerings);
    free(evidence->height);
    free(evidence->null);
    *evidence = (struct evidence){0};
}
