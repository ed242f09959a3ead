/* SPDX-License-Identifier: MIT */
#include "strip_gain.h"

#include "roller.h"

#include <math.h>
#include <stdlib.h>

#define TURN 6.283185307179586
#define BINS 72
#define ROUNDS 12
#define STEP_RAD 0.02      /* rotation from one row that is used to the next */
#define ROWS_MOST 10000
#define ROTATION_LEAST 6.3 /* rad rolled in all, below which nothing is told */
#define GAIN_MOST 3.0      /* what is farther from 1 is broken, not unlike */
#define LOAD_LEAST 0.01    /* of the sum, below which a strip's reading is noise */
#define LOOSE_SHARE 0.08   /* of the sum, that a strip should carry to judge its contact */
#define LOOSE_PART 0.45    /* of that; strips that work differ by less */

/* The rows used: loads of their strips, and up in the body, unwrapped. */
struct sample {
    size_t count, strips;
    float *load;
    double *up;
    double angle[SESSION_STRIPS_MAX];
};

/* H: what each strip carries of the whole at an angle from up. */
struct shares {
    double part[BINS], rows[BINS];
};

static void take_row(struct sample *sample, const struct session_rows *recording, size_t row, double up)
{
    const struct session_header *header = &recording->header;
    for (size_t k = 0; k < sample->strips; k++)
        sample->load[sample->count * sample->strips + k] = (float)roller_strip_force_n(
            (double)recording->strip[row * sample->strips + k], header->adc_full_scale, header->calibration_k_n[k],
            header->calibration_p[k]);
    sample->up[sample->count++] = up;
}

static void take_rows(struct sample *sample, const struct session_rows *recording, const float *ring,
                      const unsigned char *loaded)
{
    double up = 0, taken = INFINITY;
    for (size_t i = 0; i < recording->count && sample->count < ROWS_MOST; i++) {
        if (!loaded[i])
            continue;
        up += remainder(atan2((double)ring[2 * i + 1], (double)ring[2 * i]) - 2 * up, TURN) / 2;
        if (fabs(up - taken) < STEP_RAD)
            continue;
        take_row(sample, recording, i, up);
        taken = up;
    }
}

static size_t bin_of(double rad)
{
    double part = rad / TURN;
    size_t bin = (size_t)((part - floor(part)) * BINS);
    return bin < BINS ? bin : BINS - 1;
}

/* The loads of a row put right, their sum, and up: of the two that are half a turn apart the one near `about`. */
static double read_row(const struct sample *sample, size_t row, const double *gain, double *load,
                       double *sum)
{
    double x = 0, y = 0, about = sample->up[row];
    *sum = 0;
    for (size_t k = 0; k < sample->strips; k++) {
        load[k] = (double)sample->load[row * sample->strips + k] / gain[k];
        *sum += load[k];
        x += load[k] * cos(2 * sample->angle[k]);
        y += load[k] * sin(2 * sample->angle[k]);
    }
    return about + remainder(atan2(y, x) - 2 * about, TURN) / 2;
}

static void collect(struct shares *shares, const struct sample *sample, const double *gain)
{
    *shares = (struct shares){0};
    for (size_t i = 0; i < sample->count; i++) {
        double load[SESSION_STRIPS_MAX], sum, up = read_row(sample, i, gain, load, &sum);
        for (size_t k = 0; k < sample->strips && sum > 0; k++) {
            size_t bin = bin_of(sample->angle[k] - up);
            shares->part[bin] += load[k] / sum;
            shares->rows[bin]++;
        }
    }
    for (size_t b = 0; b < BINS; b++)
        shares->part[b] /= fmax(shares->rows[b], 1);
}

/* Weighed logarithms of what a strip reads over what it should. */
struct ratio {
    double weight, sum;
};

static void compare(struct ratio *ratio, const struct sample *sample, const struct shares *shares, const double *gain)
{
    for (size_t i = 0; i < sample->count; i++) {
        double load[SESSION_STRIPS_MAX], expected[SESSION_STRIPS_MAX], sum;
        double up = read_row(sample, i, gain, load, &sum);
        bool loose = false;
        for (size_t k = 0; k < sample->strips; k++) {
            expected[k] = sum * shares->part[bin_of(sample->angle[k] - up)];
            loose = loose || (expected[k] > LOOSE_SHARE * sum && load[k] < LOOSE_PART * expected[k]);
        }
        for (size_t k = 0; k < sample->strips && !loose; k++) {
            if (expected[k] < LOAD_LEAST * sum || load[k] <= 0)
                continue;
            double weight = expected[k] * expected[k];
            ratio[k].weight += weight;
            ratio[k].sum += weight * log(load[k] / expected[k]);
        }
    }
}

static void settle(double *gain, const struct ratio *ratio, size_t strips)
{
    double middle = 0;
    for (size_t k = 0; k < strips; k++) {
        if (ratio[k].weight > 0)
            gain[k] = fmin(fmax(gain[k] * exp(ratio[k].sum / ratio[k].weight), 1 / GAIN_MOST), GAIN_MOST);
        middle += log(gain[k]) / (double)strips;
    }
    for (size_t k = 0; k < strips; k++)
        gain[k] /= exp(middle);
}

bool strip_gain_fit(double *gain, const struct session_rows *recording, const float *ring, const unsigned char *loaded)
{
    struct sample sample = {.strips = recording->header.strip_count};
    size_t most = recording->count < ROWS_MOST ? recording->count : ROWS_MOST;
    sample.load = malloc((most * sample.strips + 1) * sizeof *sample.load);
    sample.up = malloc((most + 1) * sizeof *sample.up);
    bool good = sample.load != NULL && sample.up != NULL;
    for (size_t k = 0; k < sample.strips; k++) {
        gain[k] = 1;
        sample.angle[k] = recording->header.strip_angle_deg[k] * TURN / 360;
    }
    if (good)
        take_rows(&sample, recording, ring, loaded);
    for (int round = 0; good && round < ROUNDS && (double)sample.count * STEP_RAD > ROTATION_LEAST; round++) {
        struct shares shares;
        struct ratio ratio[SESSION_STRIPS_MAX] = {{0}};
        collect(&shares, &sample, gain);
        compare(ratio, &sample, &shares, gain);
        settle(gain, ratio, sample.strips);
    }
    free(sample.load);
    free(sample.up);
    return good;
}
