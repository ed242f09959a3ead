/* SPDX-License-Identifier: MIT */
#include "force/strip_check.h"

#include "shared/statistics.h"

#include <math.h>

#define BINS RING_MODEL_BINS
#define ROUNDS_MIN 3
#define ROUNDS_MAX 16
#define FIRST_STEP 2           /* in sample rows: half of them are enough for the first, rough fit of H */
#define SETTLED_CHANGE 0.004   /* relative change of all gains that ends the fit; more rounds only drift */
#define LOAD_FRACTION_MIN 0.01 /* smallest load fraction for which a strip's reading is more than noise */
#define ALIKE_LOG 0.4          /* largest distance of a working strip's gain from the median, in logarithms */

/* Sums over the sample: per bin for H, and per strip for the slope of read over expected load. */
struct sums {
    double carried[BINS + 2], expected[BINS + 2]; /* the last two wrap around: they are added to the first two */
    double read_expected[SESSION_STRIPS_MAX], expected_squared[SESSION_STRIPS_MAX];
};

/* Add a row to the sums for H. Each reading counts for the two bins on either side of its angle. */
static void add_response(struct sums *sums, const struct ring_model *ring, const struct ring_model_row *row,
                         const double *fraction)
{
    double inverse_sum = 1 / row->sum, position[SESSION_STRIPS_MAX];
    ring_model_bin_positions(ring, row->up_rad, position);
    for (size_t k = 0; k < ring->strips; k++) {
        if (row->missing & 1u << k)
            continue;
        int bin = (int)position[k];
        double carried = row->load[k] * inverse_sum, upper_weight = position[k] - bin;
        sums->carried[bin] += (1 - upper_weight) * carried;
        sums->expected[bin] += (1 - upper_weight) * fraction[k];
        sums->carried[bin + 1] += upper_weight * carried;
        sums->expected[bin + 1] += upper_weight * fraction[k];
    }
}

/* Add a row to the sums for the gains, unless a strip is loose in it. */
static void add_gains(struct sums *sums, const struct ring_model *ring, const struct ring_model_row *row,
                      const double *fraction)
{
    if (ring_model_find_loose(ring, row, fraction) != 0)
        return;
    for (size_t k = 0; k < ring->strips; k++) {
        double expected = fraction[k] * row->sum;
        if (fraction[k] < LOAD_FRACTION_MIN || row->load[k] <= 0 || row->missing & 1u << k)
            continue;
        sums->read_expected[k] += row->load[k] * expected;
        sums->expected_squared[k] += expected * expected;
    }
}

/* Sum up every step-th row of the sample, and update its up. */
static void add_rows(struct sums *sums, const struct ring_model *ring, const struct strip_faults *faults,
                     struct strip_sample *sample, size_t step)
{
    *sums = (struct sums){0};
    for (size_t i = 0; i < sample->count; i += step) {
        struct ring_model_row row;
        double fraction[SESSION_STRIPS_MAX];
        strip_sample_solve(sample, ring, faults, i, &row, fraction);
        sample->up_rad[i] = row.up_rad;
        if (!(row.sum > 0))
            continue;
        add_response(sums, ring, &row, fraction);
        add_gains(sums, ring, &row, fraction);
    }
    for (size_t b = 0; b < 2; b++) {
        sums->carried[b] += sums->carried[BINS + b];
        sums->expected[b] += sums->expected[BINS + b];
    }
}

/* Update H; bins without readings keep theirs. */
static void update_response(struct ring_model *ring, const struct sums *sums)
{
    for (size_t b = 0; b < BINS; b++) {
        if (sums->expected[b] > 0)
            ring->response[b] *= sums->carried[b] / sums->expected[b];
    }
    ring_model_set_response(ring);
}

/* Multiply each gain by its slope, then scale all so that the mean of those near the median is 1. Returns the
 * largest relative change. */
static double update_gains(struct strip_faults *faults, const struct sums *sums)
{
    double log_gain[SESSION_STRIPS_MAX], sorted[SESSION_STRIPS_MAX], previous[SESSION_STRIPS_MAX];
    double sum = 0, change = 0;
    size_t used = 0, alike = 0, strips = faults->strips;
    for (size_t k = 0; k < strips; k++) {
        double *gain = &faults->strip[k].gain;
        previous[k] = *gain;
        log_gain[k] = INFINITY;
        if (!(sums->expected_squared[k] > 0))
            continue;
        *gain =
            fmin(fmax(*gain * sums->read_expected[k] / sums->expected_squared[k], 1 / STRIP_GAIN_MAX), STRIP_GAIN_MAX);
        sorted[used++] = log_gain[k] = log(*gain);
    }
    double median = used > 0 ? statistics_median(sorted, used) : 0;
    for (size_t k = 0; k < strips; k++) {
        if (fabs(log_gain[k] - median) <= ALIKE_LOG) {
            sum += exp(log_gain[k]);
            alike++;
        }
    }
    for (size_t k = 0; k < strips; k++) {
        if (sums->expected_squared[k] > 0)
            faults->strip[k].gain /= alike > 0 ? sum / (double)alike : exp(median);
        change = fmax(change, fabs(faults->strip[k].gain / previous[k] - 1));
    }
    return change;
}

void strip_gain_fit(struct ring_model *ring, struct strip_faults *faults, struct strip_sample *sample)
{
    for (int round = 0; sample->is_sufficient && round < ROUNDS_MAX; round++) {
        struct sums sums;
        add_rows(&sums, ring, faults, sample, round == 0 ? FIRST_STEP : 1);
        update_response(ring, &sums);
        if (round == 0) /* gains fitted with the initial guess of H would absorb its error */
            continue;
        if (update_gains(faults, &sums) < SETTLED_CHANGE && round + 1 >= ROUNDS_MIN)
            break;
    }
}
