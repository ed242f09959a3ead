/* SPDX-License-Identifier: MIT */
#include "force/strip_gain.h"

#include "shared/statistics.h"
#include "numeric/weyl_sequence.h"
#include "numeric/angle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BINS RING_MODEL_BINS
#define ROUNDS_LEAST 3
#define ROUNDS 16
#define FIRST_STEP 2 /* sample rows, of the first round, which only brings H near */
#define SETTLED                                                                                              \
    0.004 /* part of a gain by which none changes any more: behind that only what H can hide as well drifts  \
           */
#define STEP_TAN                                                                                             \
    0.06 /* of the angle by which the ring vector turns in a step: half of it, 0.03 rad, is the roller's */
#define STEP_RAD (STEP_TAN / 2)
#define ROWS_MOST 512
#define ROTATION_LEAST 6.3 /* rad rolled in all, below which nothing is told */
#define LOAD_LEAST 0.01    /* of the sum, below which a strip's reading is noise */
#define LOOSE_SHARE 0.08   /* of the sum, that a strip should carry to judge its contact */
#define LOOSE_PART 0.45    /* of that; strips that work differ by less */
#define ALIKE 0.4          /* of a logarithm; gains this near the median one are of strips that work */

double strip_gain_unwrap_up(double up, const float *vector)
{
    return angle_half_nearest(up, (double)vector[0], (double)vector[1]);
}

/* Whether a ring vector has turned by a step, and by how much, half of which the roller has: `*turned_rad`.
 */
static bool has_turned(const float *before, const float *now, double *turned_rad)
{
    double along = (double)before[0] * (double)now[0] + (double)before[1] * (double)now[1];
    double across = (double)before[0] * (double)now[1] - (double)before[1] * (double)now[0];
    if (fabs(across) <= STEP_TAN * along)
        return false;
    *turned_rad = atan2(across, along);
    return true;
}

/* Keep the rows with a part below the limit. */
static void thin(struct strip_sample *sample, uint32_t limit)
{
    size_t strips = sample->strips, kept = 0;
    for (size_t i = 0; i < sample->count; i++) {
        if (sample->part[i] >= limit)
            continue;
        sample->part[kept] = sample->part[i];
        sample->row[kept] = sample->row[i];
        sample->up[kept] = sample->up[i];
        memmove(sample->load + kept * strips, sample->load + i * strips, strips * sizeof *sample->load);
        kept++;
    }
    sample->count = kept;
}

static bool make_arrays(struct strip_sample *sample, size_t most)
{
    sample->row = malloc(most * sizeof *sample->row);
    sample->load = malloc(most * sample->strips * sizeof *sample->load);
    sample->up = malloc(most * sizeof *sample->up);
    sample->part = malloc(most * sizeof *sample->part);
    return sample->row != NULL && sample->load != NULL && sample->up != NULL && sample->part != NULL;
}

bool strip_sample_select(struct strip_sample *sample, const struct ring_model *ring, const float *load,
                         const float *ring_vector, const unsigned char *loaded, size_t count)
{
    size_t strips = ring->strips, steps = 0;
    uint32_t limit = UINT32_MAX;
    *sample = (struct strip_sample){.strips = strips};
    if (!make_arrays(sample, ROWS_MOST)) {
        strip_sample_free(sample);
        return false;
    }
    const float *before = NULL;
    double up = 0;
    for (size_t i = 0; i < count; i++) {
        const float *vector = ring_vector + 2 * i;
        double turned_rad = 0;
        if (!loaded[i] || (before != NULL && !has_turned(before, vector, &turned_rad)))
            continue;
        before = vector;
        up += turned_rad / 2;
        /* Steps are taken whose part is below a limit; half the limit leaves about every second of them. */
        uint32_t part = weyl_sequence_term(steps++);
        if (part < limit && sample->count == ROWS_MOST)
            thin(sample, limit /= 2);
        if (part >= limit)
            continue;
        up = strip_gain_unwrap_up(up, vector);
        memcpy(sample->load + sample->count * strips, load + i * strips, strips * sizeof *load);
        sample->part[sample->count] = part;
        sample->row[sample->count] = i;
        sample->up[sample->count++] = up;
    }
    sample->tells = (double)steps * STEP_RAD > ROTATION_LEAST;
    return true;
}

void strip_sample_free(struct strip_sample *sample)
{
    free(sample->row);
    free(sample->load);
    free(sample->up);
    free(sample->part);
    *sample = (struct strip_sample){0};
}

unsigned strip_gain_find_loose(const struct ring_model *ring, const struct ring_model_row *row,
                               const double share[SESSION_STRIPS_MAX])
{
    unsigned loose = 0;
    for (size_t k = 0; k < ring->strips; k++) {
        if (share[k] > LOOSE_SHARE && row->load[k] < LOOSE_PART * share[k] * row->sum)
            loose |= 1u << k;
    }
    return loose & ~row->missing;
}

void strip_gain_solve_without_loose(const struct ring_model *ring, const struct strip_faults *states,
                                    struct ring_model_row *row, double about_rad)
{
    if (states->loose == 0)
        return;
    double share[SESSION_STRIPS_MAX];
    ring_model_load_fractions(ring, row->up_rad, share);
    unsigned loose = states->loose & strip_gain_find_loose(ring, row, share);
    if (loose == 0)
        return;
    row->missing |= loose;
    ring_model_solve(ring, row, about_rad);
}

void strip_sample_solve(const struct strip_sample *sample, const struct ring_model *ring,
                        const struct strip_faults *states, size_t i, struct ring_model_row *row,
                        double share[SESSION_STRIPS_MAX])
{
    for (size_t k = 0; k < sample->strips; k++)
        row->load[k] = (double)sample->load[i * sample->strips + k] / states->strip[k].gain;
    row->missing = strip_faults_missing(states, sample->row[i]);
    ring_model_solve(ring, row, sample->up[i]);
    strip_gain_solve_without_loose(ring, states, row, sample->up[i]);
    ring_model_load_fractions(ring, row->up_rad, share);
}

/* What the rows of the sample say of H at each bin, and of the gain of each strip. */
struct sums {
    double carried[BINS + 2],
        given[BINS + 2]; /* the last two are the first ones again, until all is added up */
    double reads_should[SESSION_STRIPS_MAX], should_should[SESSION_STRIPS_MAX];
};

/* Each reading counts for the two bins that its angle lies between. */
static void add_claims(struct sums *sums, const struct ring_model *ring, const struct ring_model_row *row,
                       const double *share)
{
    double per_sum = 1 / row->sum, place[SESSION_STRIPS_MAX];
    ring_model_bin_positions(ring, row->up_rad, place);
    for (size_t k = 0; k < ring->strips; k++) {
        if (row->missing & 1u << k)
            continue;
        int bin = (int)place[k];
        double carried = row->load[k] * per_sum, ahead = place[k] - bin;
        sums->carried[bin] += (1 - ahead) * carried;
        sums->given[bin] += (1 - ahead) * share[k];
        sums->carried[bin + 1] += ahead * carried;
        sums->given[bin + 1] += ahead * share[k];
    }
}

static void add_gains(struct sums *sums, const struct ring_model *ring, const struct ring_model_row *row,
                      const double *share)
{
    if (strip_gain_find_loose(ring, row, share) != 0)
        return;
    for (size_t k = 0; k < ring->strips; k++) {
        double should = share[k] * row->sum;
        if (share[k] < LOAD_LEAST || row->load[k] <= 0 || row->missing & 1u << k)
            continue;
        sums->reads_should[k] += row->load[k] * should;
        sums->should_should[k] += should * should;
    }
}

/* By every `step`-th row of the sample. */
static void add_up(struct sums *sums, const struct ring_model *ring, const struct strip_faults *states,
                   struct strip_sample *sample, size_t step)
{
    *sums = (struct sums){0};
    for (size_t i = 0; i < sample->count; i += step) {
        struct ring_model_row row;
        double share[SESSION_STRIPS_MAX];
        strip_sample_solve(sample, ring, states, i, &row, share);
        sample->up[i] = row.up_rad;
        if (!(row.sum > 0))
            continue;
        add_claims(sums, ring, &row, share);
        add_gains(sums, ring, &row, share);
    }
    for (size_t b = 0; b < 2; b++) {
        sums->carried[b] += sums->carried[BINS + b];
        sums->given[b] += sums->given[BINS + b];
    }
}

/* Bins without any reading stay as they are. */
static void change_claims(struct ring_model *ring, const struct sums *sums)
{
    for (size_t b = 0; b < BINS; b++) {
        if (sums->given[b] > 0)
            ring->claim[b] *= sums->carried[b] / sums->given[b];
    }
    ring_model_set_response(ring);
}

/* A gain is the slope of what a strip reads over what it should. Returns the greatest change of one, as a
 * part of it. */
static double change_gains(struct strip_faults *states, const struct sums *sums)
{
    double told[SESSION_STRIPS_MAX], logs[SESSION_STRIPS_MAX], before[SESSION_STRIPS_MAX], sum = 0,
                                                                                           change = 0;
    size_t used = 0, alike = 0, strips = states->strips;
    for (size_t k = 0; k < strips; k++) {
        double *gain = &states->strip[k].gain;
        before[k] = *gain;
        logs[k] = INFINITY;
        if (!(sums->should_should[k] > 0))
            continue;
        *gain = fmin(fmax(*gain * sums->reads_should[k] / sums->should_should[k], 1 / STRIP_GAIN_MAX),
                     STRIP_GAIN_MAX);
        told[used++] = logs[k] = log(*gain);
    }
    double middle = used > 0 ? statistics_median(told, used) : 0;
    for (size_t k = 0; k < strips; k++) {
        if (fabs(logs[k] - middle) <= ALIKE) {
            sum += exp(logs[k]);
            alike++;
        }
    }
    for (size_t k = 0; k < strips; k++) {
        if (sums->should_should[k] > 0)
            states->strip[k].gain /= alike > 0 ? sum / (double)alike : exp(middle);
        change = fmax(change, fabs(states->strip[k].gain / before[k] - 1));
    }
    return change;
}

void strip_gain_fit(struct ring_model *ring, struct strip_faults *states, struct strip_sample *sample)
{
    for (int round = 0; sample->tells && round < ROUNDS; round++) {
        struct sums sums;
        add_up(&sums, ring, states, sample, round == 0 ? FIRST_STEP : 1);
        change_claims(ring, &sums);
        if (round == 0) /* gains by the usual H would put right what is not wrong */
            continue;
        if (change_gains(states, &sums) < SETTLED && round + 1 >= ROUNDS_LEAST)
            break;
    }
}
