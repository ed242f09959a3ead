/* SPDX-License-Identifier: MIT */
#include "dwell/evidence.h"

#include "shared/pseudo_random.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define JITTER_BINS 18 /* largest shift of an interval in a simulation: 90 mm in each direction */
#define RANDOM_SEED UINT64_C(0x9E3779B97F4A7C15) /* the seed may be any number but 0 */

/* Add an interval, clipped to the bins, to difference[bins + 1]: +1 at its first bin, -1 after its last. */
static void add_interval(int *difference, size_t bins, ptrdiff_t first_bin, ptrdiff_t last_bin)
{
    if (last_bin < 0 || first_bin >= (ptrdiff_t)bins)
        return;
    difference[first_bin > 0 ? first_bin : 0]++;
    difference[last_bin + 1 < (ptrdiff_t)bins ? last_bin + 1 : (ptrdiff_t)bins]--;
}

/* Count the intervals that cover each bin, which are the running sums of difference[bins]. Unless `overlap` is NULL,
 * overlap[bins] receives the counts. Returns the largest count. */
static unsigned count_overlaps(const int *difference, unsigned *overlap, size_t bins)
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

static ptrdiff_t find_middle_bin(const struct excess_interval *interval)
{
    return (ptrdiff_t)(interval->first_bin + interval->last_bin) / 2;
}

/* Estimate the range of bins in which the person dwells: from the lowest to the highest middle of an interval, extended
 * at both ends by the mean distance between middles, as for a uniform distribution. The range is clipped to the bins.
 * Unless it is clipped, it is at least 2 * JITTER_BINS wide, so that a shifted interval is reflected at one end
 * only. */
static void find_dwell_range(const struct excess_dwell *excess, ptrdiff_t *low_bin, ptrdiff_t *high_bin)
{
    ptrdiff_t bins = (ptrdiff_t)excess->bin_count, low = bins, high = 0;
    for (size_t k = 0; k < excess->count; k++) {
        ptrdiff_t middle = find_middle_bin(&excess->interval[k]);
        low = middle < low ? middle : low;
        high = middle > high ? middle : high;
    }
    ptrdiff_t margin = excess->count > 1 ? (high - low + 1) / (ptrdiff_t)(excess->count - 1) : 0;
    ptrdiff_t min_margin = (2 * JITTER_BINS - (high - low) + 1) / 2;
    if (margin < min_margin)
        margin = min_margin;
    *low_bin = low - margin > 0 ? low - margin : 0;
    *high_bin = high + margin < bins - 1 ? high + margin : bins - 1;
}

/* Reflect a bin outside [low, high] at the end that it passed. Returns `low` if the range is too short for that. */
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

/* Fill in null_maxima: each simulation shifts every interval independently, so its largest overlap is due to chance
 * alone. difference[excess.bin_count + 1] is scratch memory. */
static void run_simulations(struct evidence *evidence, int *difference)
{
    const struct excess_dwell *excess = &evidence->excess;
    uint64_t random_state = RANDOM_SEED;
    ptrdiff_t low, high;
    find_dwell_range(excess, &low, &high);
    for (size_t s = 0; s < EVIDENCE_SIMULATIONS; s++) {
        for (size_t b = 0; b <= excess->bin_count; b++)
            difference[b] = 0;
        for (size_t k = 0; k < excess->count; k++) {
            const struct excess_interval *interval = &excess->interval[k];
            ptrdiff_t jitter =
                (ptrdiff_t)((pseudo_random_next(&random_state) >> 33) % (2 * JITTER_BINS + 1)) - JITTER_BINS;
            ptrdiff_t middle = find_middle_bin(interval), shift = reflect(middle + jitter, low, high) - middle;
            add_interval(difference, excess->bin_count, (ptrdiff_t)interval->first_bin + shift,
                         (ptrdiff_t)interval->last_bin + shift);
        }
        evidence->null_maxima[s] = count_overlaps(difference, NULL, excess->bin_count);
    }
    qsort(evidence->null_maxima, EVIDENCE_SIMULATIONS, sizeof *evidence->null_maxima, compare_unsigned);
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
    int *difference = calloc(excess->bin_count + 1, sizeof *difference);
    evidence->overlap = malloc(excess->bin_count * sizeof *evidence->overlap);
    evidence->null_maxima = malloc(EVIDENCE_SIMULATIONS * sizeof *evidence->null_maxima);
    bool ok = difference != NULL && evidence->overlap != NULL && evidence->null_maxima != NULL;
    if (ok) {
        for (size_t k = 0; k < excess->count; k++)
            add_interval(difference, excess->bin_count, (ptrdiff_t)excess->interval[k].first_bin,
                         (ptrdiff_t)excess->interval[k].last_bin);
        (void)count_overlaps(difference, evidence->overlap, excess->bin_count);
        run_simulations(evidence, difference);
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
    double sum_s = 0;
    for (size_t b = excess_dwell_bin(excess, from_mm); b <= excess_dwell_bin(excess, to_mm); b++)
        sum_s += excess->excess_s[b];
    return sum_s;
}

double evidence_p(const struct evidence *evidence, double center_mm)
{
    if (!evidence->available)
        return NAN;
    unsigned overlap = evidence->overlap[excess_dwell_bin(&evidence->excess, center_mm)];
    size_t lower_count = 0; /* number of simulations whose largest overlap is smaller */
    while (lower_count < EVIDENCE_SIMULATIONS && evidence->null_maxima[lower_count] < overlap)
        lower_count++;
    return (1.0 + (double)(EVIDENCE_SIMULATIONS - lower_count)) / (EVIDENCE_SIMULATIONS + 1.0);
}

void evidence_free(struct evidence *evidence)
{
    excess_dwell_free(&evidence->excess);
    free(evidence->overlap);
    free(evidence->null_maxima);
    *evidence = (struct evidence){0};
}
