/* SPDX-License-Identifier: MIT */
#include "imu_drift.h"

#include "lowpass.h"
#include "turn.h"

#include <math.h>
#include <stdlib.h>

#define BLOCK_S 0.08
#define BLOCK_ROWS 32
#define FORGOTTEN 1e-200
#define TRUST_PUSH 0.1     /* accelerations of this part of gravity halve a row's weight */
#define UNLOADED_TRUST 0.05 /* in the air the axle does not roll along a floor */

/* Stretches of rows that stand for one each. Arrays by block. */
struct blocks {
    size_t count;
    size_t *first; /* row; and the row behind the last block's last */
    double *time_s, *x, *y;
};

static bool blocks_make(struct blocks *blocks, size_t most)
{
    *blocks = (struct blocks){.first = malloc((most + 1) * sizeof *blocks->first)};
    blocks->time_s = malloc(3 * most * sizeof *blocks->time_s);
    if (blocks->first == NULL || blocks->time_s == NULL)
        return false;
    blocks->x = blocks->time_s + most;
    blocks->y = blocks->x + most;
    return true;
}

static void blocks_free(struct blocks *blocks)
{
    free(blocks->first);
    free(blocks->time_s);
}

/* The rotation so far, while it is integrated. */
struct integral {
    double theta, rate;
};

static double integrate(struct integral *integral, const struct imu_drift_input *input, size_t i)
{
    double rate = (double)input->imu->rate[i];
    double corrected = input->imu->whose[i] == BY_GYRO ? (rate - input->bias) * input->scale : rate;
    integral->theta += 0.5 * (corrected + integral->rate) * imu_drift_told_s(input->time_s, i);
    integral->rate = corrected;
    return corrected;
}

/* exp(i rad): of a small angle by the series, good to 1e-7. */
static inline void turned(double rad, double *cosine, double *sine)
{
    double s = rad * rad;
    if (s > 0.5) {
        *cosine = cos(rad);
        *sine = sin(rad);
        return;
    }
    *cosine = 1 - s * (1.0 / 2) * (1 - s * (1.0 / 12) * (1 - s * (1.0 / 30) * (1 - s * (1.0 / 56))));
    *sine = rad * (1 - s * (1.0 / 6) * (1 - s * (1.0 / 20) * (1 - s * (1.0 / 42))));
}

/* The mean over rows first..end-1 of up, turned by theta and weighed. All angles of a block are near the one in its middle. */
static void add_block(struct blocks *blocks, const struct imu_drift_input *input, const struct imu_inverse *inverse,
                      size_t first, size_t end, const double *theta, const double *rate)
{
    static const double trust_of[] = {UNLOADED_TRUST, 1};
    double per_g = inverse->model.radius_mm / ROLLER_GRAVITY_MM_S2 / TRUST_PUSH, per_g_squared = per_g * per_g;
    double middle = theta[first + (end - first) / 2], x = 0, y = 0;
    for (size_t i = first; i < end; i++) {
        if (!input->imu->valid[i])
            continue;
        double up_x, up_y, c, s, w = rate[i - first], change = (double)input->rate_change[i];
        imu_model_up(inverse, (double)input->imu->accel[2 * i], (double)input->imu->accel[2 * i + 1], w, change, &up_x,
                     &up_y);
        double trust = trust_of[input->loaded[i] != 0] / (1 + per_g_squared * (change * change + w * w * w * w));
        turned(theta[i] - middle, &c, &s);
        x += trust * (up_x * c - up_y * s);
        y += trust * (up_x * s + up_y * c);
    }
    double c = cos(middle), s = sin(middle), rows = (double)(end - first);
    size_t b = blocks->count++;
    blocks->first[b] = first;
    blocks->time_s[b] = 0.5 * (input->time_s[first] + input->time_s[end - 1]);
    blocks->x[b] = (x * c - y * s) / rows;
    blocks->y[b] = (x * s + y * c) / rows;
}

size_t imu_drift_piece_end(const struct imu_drift_input *input, size_t first, size_t count)
{
    size_t end = first + 1;
    const unsigned char *whose = input->imu->whose;
    while (end < count && input->time_s[end] - input->time_s[end - 1] <= IMU_DRIFT_HOLE_S &&
           (whose[end] == BLIND) == (whose[first] == BLIND))
        end++;
    return end;
}

/* Take the phase off the rows of the blocks from `block` on, a piece. `*phase` goes on from block to block. */
static void take_off(const struct blocks *blocks, size_t block, double *phase, const double *time_s, double *theta)
{
    double *told = blocks->x;
    for (size_t b = block; b < blocks->count; b++) {
        double x = blocks->x[b], y = blocks->y[b], squared = x * x + y * y;
        if (squared > FORGOTTEN && squared < INFINITY) /* far into a silence nothing is left of gravity */
            *phase += turn_nearest(turn_of(x, y) - *phase);
        told[b] = *phase;
    }
    for (size_t b = block; b < blocks->count; b++) {
        size_t from = b > block ? b - 1 : b, to = b + 1 < blocks->count ? b + 1 : b, half = blocks->first[b];
        double before = from < b ? (told[b] - told[from]) / (blocks->time_s[b] - blocks->time_s[from]) : 0;
        double behind = to > b ? (told[to] - told[b]) / (blocks->time_s[to] - blocks->time_s[b]) : before;
        if (from == b)
            before = behind;
        for (; half < blocks->first[b + 1] && time_s[half] < blocks->time_s[b]; half++)
            theta[half] -= told[b] + before * (time_s[half] - blocks->time_s[b]);
        for (; half < blocks->first[b + 1]; half++)
            theta[half] -= told[b] + behind * (time_s[half] - blocks->time_s[b]);
    }
}

bool imu_drift_follow(const struct imu_drift_input *input, size_t count, double *theta_rad, float *rate,
                      double *gyro_theta)
{
    struct blocks blocks;
    struct integral integral = {0};
    const struct imu_inverse inverse = imu_model_invert(&input->model);
    double phase = 0;
    bool good = blocks_make(&blocks, count);
    for (size_t piece = 0; good && piece < count;) {
        size_t end = imu_drift_piece_end(input, piece, count), block = blocks.count;
        for (size_t first = piece; first < end;) {
            double here[BLOCK_ROWS];
            size_t i = first;
            for (; i < end && i - first < BLOCK_ROWS && input->time_s[i] - input->time_s[first] < BLOCK_S; i++) {
                here[i - first] = integrate(&integral, input, i);
                theta_rad[i] = integral.theta;
                if (rate != NULL) {
                    rate[i] = (float)here[i - first];
                    gyro_theta[i] = integral.theta;
                }
            }
            add_block(&blocks, input, &inverse, first, i, theta_rad, here);
            first = i;
        }
        blocks.first[blocks.count] = end;
        lowpass_pair_both_ways(blocks.x + block, blocks.y + block, blocks.time_s + block, blocks.count - block,
                               IMU_DRIFT_S);
        take_off(&blocks, block, &phase, input->time_s, theta_rad);
        piece = end;
    }
    blocks_free(&blocks);
    return good;
}
