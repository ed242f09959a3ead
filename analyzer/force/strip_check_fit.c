/* SPDX-License-Identifier: MIT */
#include "force/strip_check.h"

#include "shared/statistics.h"

#include <math.h>
#include <string.h>

#define BINS RING_MODEL_BINS
#define ROUNDS_MIN 3
#define ROUNDS_MAX 16
#define FIRST_STEP 2           /* every second sample row is enough for the first, rough fit of H (ring_model.h) */
#define SETTLED_CHANGE 0.004   /* the fit ends when no gain changes by more: further rounds only drift */
#define LOAD_FRACTION_MIN 0.01 /* smallest load fraction at which a strip's reading is more than noise */
#define ALIKE_LOG 0.4          /* a log(gain) farther from the median is not used for the scale */

struct sums {
    /* Load fractions by bin of H. The last two bins are the first two, one revolution later. */
    double carried[BINS + 2], expected[BINS + 2];
    /* For each strip, the sums of read load * expected load and of expected load^2. Their ratio is the slope of the
     * read load over the expected load. */
    double read_times_expected[SESSION_STRIPS_MAX], expected_squared[SESSION_STRIPS_MAX];
};

/* Add a row to the sums for H (ring_model.h). Each reading is divided between the two bins next to its strip's angle to
 * up, in proportion to nearness (linear interpolation). */
static void add_response(struct sums *sums, const struct ring_model *ring, const struct ring_model_row *row,
                         const double *fraction)
{
    double inverse_sum = 1 / row->sum_n, position[SESSION_STRIPS_MAX];
    ring_model_bin_positions(ring, row->up_rad, position);
    for (size_t k = 0; k < ring->strip_count; k++) {
        if (row->missing & 1u << k)
            continue;
        int bin = (int)position[k];
        double carried = row->load_n[k] * inverse_sum, upper_weight = position[k] - bin;
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
    for (size_t k = 0; k < ring->strip_count; k++) {
        double expected = fraction[k] * row->sum_n;
        if (fraction[k] < LOAD_FRACTION_MIN || row->load_n[k] <= 0 || row->missing & 1u << k)
            continue;
        sums->read_times_expected[k] += row->load_n[k] * expected;
        sums->expected_squared[k] += expected * expected;
    }
}

/* Sum up every step-th row of the sample, and set up_rad of these rows. */
static void add_rows(struct sums *sums, struct strip_sample *sample, const struct ring_model *ring,
                     const struct strip_faults *faults, size_t step)
{
    *sums = (struct sums){0};
    for (size_t i = 0; i < sample->count; i += step) {
        struct ring_model_row row;
        double fraction[SESSION_STRIPS_MAX];
        strip_sample_solve(sample, ring, faults, i, &row, fraction);
        sample->up_rad[i] = row.up_rad;
        if (!(row.sum_n > 0))
            continue;
        add_response(sums, ring, &row, fraction);
        add_gains(sums, ring, &row, fraction);
    }
    /* the last two bins are the first two, one revolution later */
    for (size_t b = 0; b < 2; b++) {
        sums->carried[b] += sums->carried[BINS + b];
        sums->expected[b] += sums->expected[BINS + b];
    }
}

/* Multiply each bin of the response H by carried load / expected load. Bins without readings keep their value. */
static void update_response(struct ring_model *ring, const struct sums *sums)
{
    for (size_t b = 0; b < BINS; b++)
        if (sums->expected[b] > 0)
            ring->response[b] *= sums->carried[b] / sums->expected[b];
    ring_model_update_response(ring);
}

/* Return the scale of the gains. A common factor of all gains cannot be measured, so the scale is chosen to make the
 * mean of the gains near the median 1. log_gain[strip_count] is INFINITY for strips without readings. */
static double gain_scale(const double *log_gain, size_t strip_count)
{
    double sorted[SESSION_STRIPS_MAX], sum = 0;
    size_t used = 0, alike = 0;
    for (size_t k = 0; k < strip_count; k++)
        if (isfinite(log_gain[k]))
            sorted[used++] = log_gain[k];
    double median = used > 0 ? statistics_median(sorted, used) : 0;
    for (size_t k = 0; k < strip_count; k++) {
        if (fabs(log_gain[k] - median) <= ALIKE_LOG) {
            sum += exp(log_gain[k]);
            alike++;
        }
    }
    return alike > 0 ? sum / (double)alike : exp(median);
}

/* Multiply each gain by the slope of the read load over the expected load, then divide all gains by their scale.
 * Returns the largest relative change. */
static double update_gains(struct strip_faults *faults, const struct sums *sums)
{
    double log_gain[SESSION_STRIPS_MAX], gain[SESSION_STRIPS_MAX] = {0}, max_change = 0;
    for (size_t k = 0; k < faults->strip_count; k++) {
        gain[k] = faults->strip[k].gain;
        log_gain[k] = INFINITY;
        if (!(sums->expected_squared[k] > 0))
            continue;
        gain[k] = gain[k] * sums->read_times_expected[k] / sums->expected_squared[k];
        gain[k] = fmin(fmax(gain[k], 1 / STRIP_GAIN_MAX), STRIP_GAIN_MAX);
        log_gain[k] = log(gain[k]);
    }
    double scale = gain_scale(log_gain, faults->strip_count);
    for (size_t k = 0; k < faults->strip_count; k++) {
        double previous = faults->strip[k].gain;
        faults->strip[k].gain = isfinite(log_gain[k]) ? gain[k] / scale : previous;
        max_change = fmax(max_change, fabs(faults->strip[k].gain / previous - 1));
    }
    return max_change;
}

void strip_check_fit(struct strip_fit *fit, const struct ring_model *ring, const struct strip_faults *faults,
                     const struct strip_sample *sample)
{
    struct strip_sample fitted_sample = *sample; /* the same rows, with the fitted up directions */
    *fit = (struct strip_fit){.ring = *ring, .faults = *faults};
    memcpy(fit->up_rad, sample->up_rad, sample->count * sizeof *fit->up_rad);
    fitted_sample.up_rad = fit->up_rad;
    for (int round = 0; sample->is_sufficient && round < ROUNDS_MAX; round++) {
        struct sums sums;
        add_rows(&sums, &fitted_sample, &fit->ring, &fit->faults, round == 0 ? FIRST_STEP : 1);
        update_response(&fit->ring, &sums);
        if (round == 0) /* H is still the initial guess, whose error the gains would absorb */
            continue;
        if (update_gains(&fit->faults, &sums) < SETTLED_CHANGE && round + 1 >= ROUNDS_MIN)
            break;
    }
}
