/* SPDX-License-Identifier: MIT */
#include "strip_gain.h"

#include "quantile.h"
#include "turn.h"

#include <math.h>
#include <stdlib.h>

#define BINS STRIP_RING_BINS
#define ROUNDS 12
#define STEP_RAD 0.02 /* rotation from one row that is used to the next, or more in a long session */
#define ROWS_MOST 10000
#define ROTATION_LEAST 6.3 /* rad rolled in all, below which nothing is told */
#define LOAD_LEAST 0.01    /* of the sum, below which a strip's reading is noise */
#define LOOSE_SHARE 0.08   /* of the sum, that a strip should carry to judge its contact */
#define LOOSE_PART 0.45    /* of that; strips that work differ by less */
#define ALIKE 0.4          /* of a logarithm; gains this near the median one are of strips that work */

double strip_gain_turn_up(double up, const float *vector)
{
    return up + turn_nearest(atan2((double)vector[1], (double)vector[0]) - 2 * up) / 2;
}

/* Rotation in all, rad. */
static double rotation_of(const float *ring_vector, const unsigned char *loaded, size_t count)
{
    double up = 0, taken = INFINITY, sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (!loaded[i])
            continue;
        up = strip_gain_turn_up(up, ring_vector + 2 * i);
        if (fabs(up - taken) < STEP_RAD)
            continue;
        sum += isinf(taken) ? 0 : fabs(up - taken);
        taken = up;
    }
    return sum;
}

bool strip_sample_take(struct strip_sample *sample, const struct strip_ring *ring, const float *load,
                       const float *ring_vector, const unsigned char *loaded, size_t count)
{
    size_t most = count < ROWS_MOST ? count : ROWS_MOST;
    *sample = (struct strip_sample){.strips = ring->strips};
    sample->row = malloc((most + 1) * sizeof *sample->row);
    sample->load = malloc((most * ring->strips + 1) * sizeof *sample->load);
    sample->up = malloc((most + 1) * sizeof *sample->up);
    if (sample->row == NULL || sample->load == NULL || sample->up == NULL) {
        strip_sample_free(sample);
        return false;
    }
    double rotation = rotation_of(ring_vector, loaded, count), up = 0, taken = INFINITY;
    double step = fmax(STEP_RAD, rotation / ROWS_MOST);
    for (size_t i = 0; i < count && sample->count < most; i++) {
        if (!loaded[i])
            continue;
        up = strip_gain_turn_up(up, ring_vector + 2 * i);
        if (fabs(up - taken) < step)
            continue;
        for (size_t k = 0; k < ring->strips; k++)
            sample->load[sample->count * ring->strips + k] = load[i * ring->strips + k];
        sample->row[sample->count] = i;
        sample->up[sample->count++] = up;
        taken = up;
    }
    sample->tells = (double)sample->count * step > ROTATION_LEAST;
    return true;
}

void strip_sample_free(struct strip_sample *sample)
{
    free(sample->row);
    free(sample->load);
    free(sample->up);
    *sample = (struct strip_sample){0};
}

unsigned strip_gain_loose(const struct strip_ring *ring, const struct strip_ring_row *row)
{
    double share[SESSION_STRIPS_MAX];
    unsigned loose = 0;
    strip_ring_shares(ring, row->up_rad, share);
    for (size_t k = 0; k < ring->strips; k++) {
        if (share[k] > LOOSE_SHARE && row->load[k] < LOOSE_PART * share[k] * row->sum)
            loose |= 1u << k;
    }
    return loose & ~row->missing;
}

void strip_gain_mend(const struct strip_ring *ring, const struct strip_states *states,
                     struct strip_ring_row *row, double about_rad)
{
    unsigned known = 0;
    for (size_t k = 0; k < ring->strips; k++)
        known |= states->strip[k].fault == STRIP_LOOSE ? 1u << k : 0u;
    unsigned loose = known ? known & strip_gain_loose(ring, row) : 0;
    if (loose == 0)
        return;
    row->missing |= loose;
    strip_ring_solve(ring, row, about_rad);
}

void strip_sample_solve(const struct strip_sample *sample, const struct strip_ring *ring,
                        const struct strip_states *states, size_t i, struct strip_ring_row *row)
{
    for (size_t k = 0; k < sample->strips; k++)
        row->load[k] = (double)sample->load[i * sample->strips + k] / states->strip[k].gain;
    row->missing = strip_states_missing(states, sample->row[i]);
    strip_ring_solve(ring, row, sample->up[i]);
    strip_gain_mend(ring, states, row, sample->up[i]);
}

/* H anew: each reading counts for the two bins that its angle lies between. Bins without any stay as they
 * are. */
static void collect(struct strip_ring *ring, const struct strip_states *states, struct strip_sample *sample)
{
    double carried[BINS] = {0}, given[BINS] = {0};
    for (size_t i = 0; i < sample->count; i++) {
        struct strip_ring_row row;
        double share[SESSION_STRIPS_MAX];
        strip_sample_solve(sample, ring, states, i, &row);
        sample->up[i] = row.up_rad;
        strip_ring_shares(ring, row.up_rad, share);
        for (size_t k = 0; k < sample->strips && row.sum > 0; k++) {
            if (row.missing & 1u << k)
                continue;
            double place = turn_part((ring->angle_rad[k] - row.up_rad) / TURN) * BINS;
            int low = (int)place % BINS, high = (low + 1) % BINS;
            double ahead = turn_part(place);
            carried[low] += (1 - ahead) * row.load[k] / row.sum;
            given[low] += (1 - ahead) * share[k];
            carried[high] += ahead * row.load[k] / row.sum;
            given[high] += ahead * share[k];
        }
    }
    for (size_t b = 0; b < BINS; b++) {
        if (given[b] > 0)
            ring->claim[b] *= carried[b] / given[b];
    }
}

/* Weighed logarithms of what a strip reads over what it should. */
struct ratio {
    double weight, sum;
};

static void compare(struct ratio *ratio, const struct strip_ring *ring, const struct strip_states *states,
                    const struct strip_sample *sample)
{
    for (size_t i = 0; i < sample->count; i++) {
        struct strip_ring_row row;
        double share[SESSION_STRIPS_MAX];
        strip_sample_solve(sample, ring, states, i, &row);
        strip_ring_shares(ring, row.up_rad, share);
        bool loose = strip_gain_loose(ring, &row) != 0;
        for (size_t k = 0; k < sample->strips && !loose; k++) {
            if (share[k] < LOAD_LEAST || row.load[k] <= 0 || row.missing & 1u << k)
                continue;
            double weight = share[k] * share[k] * row.sum * row.sum;
            ratio[k].weight += weight;
            ratio[k].sum += weight * log(row.load[k] / (share[k] * row.sum));
        }
    }
}

static void settle(struct strip_states *states, const struct ratio *ratio)
{
    double told[SESSION_STRIPS_MAX], logs[SESSION_STRIPS_MAX], sum = 0;
    size_t used = 0, alike = 0, strips = states->strips;
    for (size_t k = 0; k < strips; k++) {
        double *gain = &states->strip[k].gain;
        if (ratio[k].weight > 0)
            *gain =
                fmin(fmax(*gain * exp(ratio[k].sum / ratio[k].weight), 1 / STRIP_GAIN_MOST), STRIP_GAIN_MOST);
        if (ratio[k].weight > 0)
            told[used++] = logs[k] = log(*gain);
        else
            logs[k] = INFINITY;
    }
    double middle = used > 0 ? quantile_median(told, used) : 0;
    for (size_t k = 0; k < strips; k++) {
        if (fabs(logs[k] - middle) <= ALIKE) {
            sum += exp(logs[k]);
            alike++;
        }
    }
    for (size_t k = 0; k < strips; k++) {
        if (ratio[k].weight > 0)
            states->strip[k].gain /= alike > 0 ? sum / (double)alike : exp(middle);
    }
}

void strip_gain_fit(struct strip_ring *ring, struct strip_states *states, struct strip_sample *sample)
{
    for (int round = 0; sample->tells && round < ROUNDS; round++) {
        struct ratio ratio[SESSION_STRIPS_MAX] = {{0}};
        collect(ring, states, sample);
        compare(ratio, ring, states, sample);
        settle(states, ratio);
    }
}
