/* SPDX-License-Identifier: MIT */
#include "dwell/evidence.h"

#include "shared/dose.h"
#include "shared/pseudo_random.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define JITTER_BINS ((int)(EVIDENCE_JITTER_MM / EXCESS_DWELL_BIN_MM))
#define NEAR_BINS 2       /* intervals of one place have their middles within this many bins of the place */
#define CENTER_BINS 2     /* a spot's centre may be this many bins beside the place */
#define PLACES_MAX 5      /* places that are tested: 2^5 - 1 tests */
#define PLACE_COUNT_MIN 2 /* a single interval is no return */
#define NO_PLACE 0
#define RANDOM_SEED UINT64_C(0x9E3779B97F4A7C15) /* the seed may be any number but 0 */

/* The weight of two intervals by the distance of their middles in bins, and the number of weights. */
static const int PAIR_WEIGHT[] = {4, 3, 2, 1};
#define PAIR_BINS ((ptrdiff_t)(sizeof PAIR_WEIGHT / sizeof PAIR_WEIGHT[0]))

/* A leg rolled as the reports advise gets a p-value. */
_Static_assert(DOSE_LEG_MIN_STROKES >= EVIDENCE_STROKES_MIN, "the advised rolling is too short for a p-value");

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

/* Memory of the tests. A place is a group of intervals near one position; places are numbered from 1. */
struct place_tests {
    ptrdiff_t bins;
    ptrdiff_t low_bin, high_bin; /* the range in which the person dwells */
    size_t count;                /* of intervals */
    ptrdiff_t *middle_bin;       /* [count] */
    unsigned char *place;        /* [count] of each interval; NO_PLACE = of none */
    ptrdiff_t place_bin[PLACES_MAX + 1];
    unsigned place_count;
    int *intervals; /* [bins] number of intervals with their middle in a bin */
};

/* Return how closely the intervals lie together: the sum of the weights of all pairs, from the counts in the bins. */
static int64_t find_closeness(const struct place_tests *tests)
{
    int64_t sum = 0;
    for (ptrdiff_t b = tests->low_bin; b <= tests->high_bin; b++) {
        int64_t here = tests->intervals[b];
        if (here == 0)
            continue;
        sum += here * (here - 1) / 2 * PAIR_WEIGHT[0];
        for (ptrdiff_t d = 1; d < PAIR_BINS && b + d <= tests->high_bin; d++)
            sum += here * tests->intervals[b + d] * PAIR_WEIGHT[d];
    }
    return sum;
}

/* Count the intervals in the bins, each shifted by a random jitter of up to `jitter_bins`. Those of the places in
 * `removed` (bits) are left out. */
static void count_intervals(struct place_tests *tests, unsigned removed, ptrdiff_t jitter_bins, uint64_t *random_state)
{
    for (ptrdiff_t b = 0; b < tests->bins; b++)
        tests->intervals[b] = 0;
    for (size_t k = 0; k < tests->count; k++) {
        if (removed & 1u << tests->place[k])
            continue;
        uint64_t random = jitter_bins > 0 ? pseudo_random_next(random_state) >> 33 : 0;
        ptrdiff_t jitter = (ptrdiff_t)(random % (uint64_t)(2 * jitter_bins + 1)) - jitter_bins;
        tests->intervals[reflect(tests->middle_bin[k] + jitter, tests->low_bin, tests->high_bin)]++;
    }
}

/* Return the p-value of the hypothesis that all intervals but those of the places in `removed` lie where they do by
 * chance: the fraction of simulations, and of the session itself, in which they lie at least as closely together. */
static double test_closeness(struct place_tests *tests, unsigned removed)
{
    uint64_t random_state = RANDOM_SEED;
    count_intervals(tests, removed, 0, &random_state);
    int64_t closeness = find_closeness(tests);
    size_t as_close = 1;
    for (size_t s = 0; s < EVIDENCE_SIMULATIONS; s++) {
        count_intervals(tests, removed, JITTER_BINS, &random_state);
        as_close += find_closeness(tests) >= closeness;
    }
    return (double)as_close / (EVIDENCE_SIMULATIONS + 1.0);
}

/* Whether interval `k` belongs to no place yet, and its middle is near the bin. */
static bool is_free_near(const struct place_tests *tests, size_t k, ptrdiff_t bin)
{
    return tests->place[k] == NO_PLACE && labs((long)(tests->middle_bin[k] - bin)) <= NEAR_BINS;
}

/* Return the bin that is near the middles of most intervals that belong to no place yet; their number in *count. Of
 * several such bins, return the middle one of the first run. */
static ptrdiff_t find_next_place(const struct place_tests *tests, size_t *count)
{
    ptrdiff_t first = 0, last = -1;
    *count = 0;
    for (ptrdiff_t b = 0; b < tests->bins; b++) {
        size_t near = 0;
        for (size_t k = 0; k < tests->count; k++)
            near += is_free_near(tests, k, b);
        if (near > *count) {
            *count = near;
            first = b;
            last = b;
        } else if (near == *count && last == b - 1) {
            last = b;
        }
    }
    return (first + last) / 2;
}

/* Group the intervals into places, the one with most intervals first. */
static void find_places(struct place_tests *tests)
{
    while (tests->place_count < PLACES_MAX) {
        size_t count;
        ptrdiff_t bin = find_next_place(tests, &count);
        if (count < PLACE_COUNT_MIN)
            return;
        unsigned place = ++tests->place_count;
        tests->place_bin[place] = bin;
        for (size_t k = 0; k < tests->count; k++)
            if (is_free_near(tests, k, bin))
                tests->place[k] = (unsigned char)place;
    }
}

/* Fill in p[bins] by closed testing: whichever of the other places are real, what is left without them must be closer
 * together than by chance. */
static void test_places(struct place_tests *tests, double *p)
{
    double place_p[PLACES_MAX + 1] = {0};
    for (ptrdiff_t b = 0; b < tests->bins; b++)
        p[b] = 1;
    for (unsigned subset = 0; subset + 1 < 1u << tests->place_count; subset++) {
        unsigned removed = subset << 1; /* places are numbered from 1 */
        double subset_p = test_closeness(tests, removed);
        for (unsigned place = 1; place <= tests->place_count; place++)
            if (!(removed & 1u << place))
                place_p[place] = fmax(place_p[place], subset_p);
    }
    for (unsigned place = 1; place <= tests->place_count; place++) {
        ptrdiff_t bin = tests->place_bin[place];
        for (ptrdiff_t b = bin > 0 ? bin - 1 : 0; b <= bin + 1 && b < tests->bins; b++)
            p[b] = fmin(p[b], place_p[place]);
    }
}

/* Run the tests with their memory. False when out of memory. */
static bool run_tests(struct evidence *evidence)
{
    const struct excess_dwell *excess = &evidence->excess;
    struct place_tests tests = {.bins = (ptrdiff_t)excess->bin_count,
                                .count = excess->count,
                                .middle_bin = malloc((excess->count + 1) * sizeof *tests.middle_bin),
                                .place = calloc(excess->count + 1, 1),
                                .intervals = malloc(excess->bin_count * sizeof *tests.intervals)};
    evidence->p = malloc(excess->bin_count * sizeof *evidence->p);
    bool ok = tests.middle_bin != NULL && tests.place != NULL && tests.intervals != NULL && evidence->p != NULL;
    if (ok) {
        find_dwell_range(excess, &tests.low_bin, &tests.high_bin);
        for (size_t k = 0; k < excess->count; k++)
            tests.middle_bin[k] = find_middle_bin(&excess->interval[k]);
        find_places(&tests);
        test_places(&tests, evidence->p);
    }
    free(tests.middle_bin);
    free(tests.place);
    free(tests.intervals);
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
    bool ok = run_tests(evidence);
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
