/* SPDX-License-Identifier: MIT */
#include "dwell/evidence.h"

#include "shared/pseudo_random.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define JITTER_BINS 18     /* largest shift of an interval in a simulation: 90 mm in each direction */
#define NEAR_BINS 1        /* an interval counts in its middle bin and this many bins on each side: 15 mm in total */
#define CENTER_BINS 2      /* a spot's centre may be this many bins beside the strongest bin */
#define SIGNIFICANT_P 0.05 /* the intervals of a place are removed if its p-value is below this */
#define RANDOM_SEED UINT64_C(0x9E3779B97F4A7C15) /* the seed may be any number but 0 */

/* Add the bins near the middle of an interval to difference[bins + 1]: +1 at the first bin, -1 after the last. */
static void add_middle(int *difference, size_t bins, ptrdiff_t middle_bin)
{
    ptrdiff_t first_bin = middle_bin - NEAR_BINS, last_bin = middle_bin + NEAR_BINS;
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

/* Memory of the test, for intervals and bins that are still in question. */
struct step_down {
    const struct excess_dwell *excess;
    ptrdiff_t low_bin, high_bin; /* the range in which the person dwells */
    uint64_t random_state;
    ptrdiff_t *middle_bin; /* [count] of the intervals that are not yet explained by a stronger place */
    size_t count;          /* of such intervals */
    int *difference;       /* [bins + 1] */
    unsigned *overlap;     /* [bins] number of intervals whose middle is near the bin */
    unsigned *null_maxima; /* [EVIDENCE_SIMULATIONS] largest overlap in each simulation, ascending */
};

/* Fill in null_maxima: each simulation shifts every interval independently, so its largest overlap is due to chance
 * alone. */
static void run_simulations(struct step_down *test)
{
    size_t bins = test->excess->bin_count;
    for (size_t s = 0; s < EVIDENCE_SIMULATIONS; s++) {
        for (size_t b = 0; b <= bins; b++)
            test->difference[b] = 0;
        for (size_t k = 0; k < test->count; k++) {
            ptrdiff_t jitter =
                (ptrdiff_t)((pseudo_random_next(&test->random_state) >> 33) % (2 * JITTER_BINS + 1)) - JITTER_BINS;
            add_middle(test->difference, bins, reflect(test->middle_bin[k] + jitter, test->low_bin, test->high_bin));
        }
        test->null_maxima[s] = count_overlaps(test->difference, NULL, bins);
    }
    qsort(test->null_maxima, EVIDENCE_SIMULATIONS, sizeof *test->null_maxima, compare_unsigned);
}

/* Fill in overlap. Returns the first bin with the largest overlap. */
static size_t find_strongest_bin(struct step_down *test)
{
    size_t bins = test->excess->bin_count, strongest = 0;
    for (size_t b = 0; b <= bins; b++)
        test->difference[b] = 0;
    for (size_t k = 0; k < test->count; k++)
        add_middle(test->difference, bins, test->middle_bin[k]);
    (void)count_overlaps(test->difference, test->overlap, bins);
    for (size_t b = 1; b < bins; b++)
        strongest = test->overlap[b] > test->overlap[strongest] ? b : strongest;
    return strongest;
}

/* Return the fraction of the simulations, and of the session itself, in which the largest overlap is at least
 * `overlap`. */
static double find_p(const struct step_down *test, unsigned overlap)
{
    size_t lower_count = 0; /* simulations whose largest overlap is smaller than this */
    while (lower_count < EVIDENCE_SIMULATIONS && test->null_maxima[lower_count] < overlap)
        lower_count++;
    return (1.0 + (double)(EVIDENCE_SIMULATIONS - lower_count)) / (EVIDENCE_SIMULATIONS + 1.0);
}

/* Forget the intervals near a bin. */
static void remove_intervals(struct step_down *test, size_t bin)
{
    size_t kept = 0;
    for (size_t k = 0; k < test->count; k++)
        if (labs((long)(test->middle_bin[k] - (ptrdiff_t)bin)) > NEAR_BINS)
            test->middle_bin[kept++] = test->middle_bin[k];
    test->count = kept;
}

/* Fill in p[bins]: test the strongest place, remove its intervals if it is significant, and draw again. */
static void step_down(struct step_down *test, double *p)
{
    size_t bins = test->excess->bin_count;
    double step_p = 0;
    for (size_t b = 0; b < bins; b++)
        p[b] = 1;
    while (test->count > 0 && step_p < SIGNIFICANT_P) {
        size_t strongest = find_strongest_bin(test);
        double previous_p = step_p;
        run_simulations(test);
        step_p = fmax(find_p(test, test->overlap[strongest]), previous_p);
        for (size_t b = 0; b < bins; b++)
            if (test->overlap[b] > 0 && (step_p >= SIGNIFICANT_P || test->overlap[b] == test->overlap[strongest]))
                p[b] = fmin(p[b], fmax(find_p(test, test->overlap[b]), previous_p));
        remove_intervals(test, strongest);
    }
}

/* Run the test with its memory. False when out of memory. */
static bool run_test(struct evidence *evidence)
{
    const struct excess_dwell *excess = &evidence->excess;
    struct step_down test = {.excess = excess,
                             .random_state = RANDOM_SEED,
                             .middle_bin = malloc((excess->count + 1) * sizeof *test.middle_bin),
                             .count = excess->count,
                             .difference = malloc((excess->bin_count + 1) * sizeof *test.difference),
                             .overlap = malloc(excess->bin_count * sizeof *test.overlap),
                             .null_maxima = malloc(EVIDENCE_SIMULATIONS * sizeof *test.null_maxima)};
    evidence->p = malloc(excess->bin_count * sizeof *evidence->p);
    bool ok = test.middle_bin && test.difference && test.overlap && test.null_maxima && evidence->p;
    if (ok) {
        find_dwell_range(excess, &test.low_bin, &test.high_bin);
        for (size_t k = 0; k < excess->count; k++)
            test.middle_bin[k] = find_middle_bin(&excess->interval[k]);
        step_down(&test, evidence->p);
    }
    free(test.middle_bin);
    free(test.difference);
    free(test.overlap);
    free(test.null_maxima);
    return ok;
}

bool evidence_assess(struct evidence *evidence, const struct trajectory *rows, const struct strokes *strokes,
                     const struct reversals *reversals)
{
    *evidence = (struct evidence){0};
    if (strokes->count < EVIDENCE_STROKES_MIN)
        return true;
    if (!excess_dwell_find(&evidence->excess, rows, strokes, reversals))
        return false;
    bool ok = run_test(evidence);
    evidence->available = ok;
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
    size_t bin = excess_dwell_bin(&evidence->excess, center_mm), bins = evidence->excess.bin_count;
    double p = 1;
    for (size_t b = bin > CENTER_BINS ? bin - CENTER_BINS : 0; b < bins && b <= bin + CENTER_BINS; b++)
        p = fmin(p, evidence->p[b]);
    return p;
}

void evidence_free(struct evidence *evidence)
{
    excess_dwell_free(&evidence->excess);
    free(evidence->p);
    *evidence = (struct evidence){0};
}
