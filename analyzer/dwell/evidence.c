/* SPDX-License-Identifier: MIT */
#include "dwell/evidence.h"

#include "shared/pseudo_random.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define SIMULATIONS 999
#define JITTER_BINS 18 /* 90 mm on each side */

/* Add an interval, clipped to the bins, to difference[bins + 1]: +1 at its first bin, -1 after its last. */
static void add_interval(int *difference, size_t bins, ptrdiff_t first, ptrdiff_t last)
{
    if (last < 0 || first >= (ptrdiff_t)bins)
        return;
    difference[first > 0 ? first : 0]++;
    difference[last + 1 < (ptrdiff_t)bins ? last + 1 : (ptrdiff_t)bins]--;
}

/* Fill in overlap[bins], the number of intervals over each bin, unless it is NULL. Returns the largest. */
static unsigned sum_differences(const int *difference, unsigned *overlap, size_t bins)
{
    int sum = 0;
    unsigned max = 0;
    for (size_t b = 0; b < bins; b++) {
        sum += difference[b];
        if (overlap != NULL)
            overlap[b] = (unsigned)sum;
        max = (unsigned)sum > max ? (unsigned)sum : max;
    }
    return max;
}

static ptrdiff_t middle_of(const struct excess_interval *interval)
{
    return (ptrdiff_t)(interval->first + interval->last) / 2;
}

/* Find the bins [*low, *high] in which the person dwells: the ends of a uniform distribution. */
static void find_dwell_range(const struct excess_dwell *excess, ptrdiff_t *low, ptrdiff_t *high)
{
    ptrdiff_t bins = (ptrdiff_t)excess->bins;
    *low = bins;
    *high = 0;
    for (size_t k = 0; k < excess->count; k++) {
        ptrdiff_t middle = middle_of(&excess->interval[k]);
        *low = middle < *low ? middle : *low;
        *high = middle > *high ? middle : *high;
    }
    ptrdiff_t margin = excess->count > 1 ? (*high - *low + 1) / (ptrdiff_t)(excess->count - 1) : 0;
    ptrdiff_t missing = 2 * JITTER_BINS - (*high - *low);
    if (2 * margin < missing)
        margin = (missing + 1) / 2;
    *low = *low - margin > 0 ? *low - margin : 0;
    *high = *high + margin < bins - 1 ? *high + margin : bins - 1;
}

static ptrdiff_t reflect(ptrdiff_t bin, ptrdiff_t low, ptrdiff_t high)
{
    if (bin < low)
        bin = 2 * low - bin;
    if (bin > high)
        bin = 2 * high - bin;
    return bin < low ? low : bin;
}

static int compare_unsigned(const void *a, const void *b)
{
    unsigned left = *(const unsigned *)a, right = *(const unsigned *)b;
    return left < right ? -1 : left > right ? 1 : 0;
}

/* Fill in null_maxima: in each simulation every interval moves independently. difference[] is scratch. */
static void simulate_null(struct evidence *evidence, int *difference)
{
    const struct excess_dwell *excess = &evidence->excess;
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15);
    ptrdiff_t low, high;
    find_dwell_range(excess, &low, &high);
    for (size_t s = 0; s < SIMULATIONS; s++) {
        for (size_t b = 0; b <= excess->bins; b++)
            difference[b] = 0;
        for (size_t k = 0; k < excess->count; k++) {
            const struct excess_interval *interval = &excess->interval[k];
            ptrdiff_t jitter = (ptrdiff_t)((pseudo_random_next(&state) >> 33) % (2 * JITTER_BINS + 1)) - JITTER_BINS;
            ptrdiff_t middle = middle_of(interval), shift = reflect(middle + jitter, low, high) - middle;
            add_interval(difference, excess->bins, (ptrdiff_t)interval->first + shift,
                         (ptrdiff_t)interval->last + shift);
        }
        evidence->null_maxima[s] = sum_differences(difference, NULL, excess->bins);
    }
    qsort(evidence->null_maxima, SIMULATIONS, sizeof *evidence->null_maxima, compare_unsigned);
}

bool evidence_assess(struct evidence *evidence, const struct trajectory *rows, const struct strokes *strokes,
                     const struct reversals *reversals)
{
    *evidence = (struct evidence){0};
    if (strokes->count < EVIDENCE_STROKES_MIN)
        return true;
    struct excess_dwell *excess = &evidence->excess;
    if (!excess_dwell_find(excess, rows, strokes, reversals))
        return false;
    int *difference = calloc(excess->bins + 1, sizeof *difference);
    evidence->overlap = malloc(excess->bins * sizeof *evidence->overlap);
    evidence->null_maxima = malloc(SIMULATIONS * sizeof *evidence->null_maxima);
    bool ok = difference && evidence->overlap && evidence->null_maxima;
    if (ok) {
        for (size_t k = 0; k < excess->count; k++)
            add_interval(difference, excess->bins, (ptrdiff_t)excess->interval[k].first,
                         (ptrdiff_t)excess->interval[k].last);
        (void)sum_differences(difference, evidence->overlap, excess->bins);
        simulate_null(evidence, difference);
    }
    evidence->available = ok;
    free(difference);
    if (!ok)
        evidence_free(evidence);
    return ok;
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
    unsigned overlap = evidence->overlap[excess_dwell_bin(&evidence->excess, center_mm)];
    size_t lower = 0;
    while (lower < SIMULATIONS && evidence->null_maxima[lower] < overlap)
        lower++;
    return (1.0 + (double)(SIMULATIONS - lower)) / (SIMULATIONS + 1.0);
}

void evidence_free(struct evidence *evidence)
{
    excess_dwell_free(&evidence->excess);
    free(evidence->overlap);
    free(evidence->null_maxima);
    *evidence = (struct evidence){0};
}
