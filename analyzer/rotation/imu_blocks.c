/* SPDX-License-Identifier: MIT */
#include "rotation/imu_blocks.h"

#include <math.h>
#include <stdlib.h>

#define ROWS_MOST 128       /* of a block: more than 600 Hz give */
#define UNLOADED_TRUST 0.05 /* in the air the axle does not roll along a floor */
#define BLOCKS_AT_FIRST 1024

/* The rows, as they are walked along once. */
struct walk {
    const struct imu_rates *imu;
    const double *time_s;
    const unsigned char *loaded;
    size_t rows, piece_end;
    double bias;
    double gyro_rad, gyro_s, ring_rad; /* so far */
    double gyro_rate, ring_rate;       /* of the row before */
    double by_gyro;                    /* 1 = that one's rate was the gyro's */
};

/* The mean rate: rolling goes both ways, so it is near the bias. */
static double mean_rate(const struct imu_rates *imu, size_t rows)
{
    double sum = 0;
    size_t used = 0;
    for (size_t i = 0; i < rows; i++) {
        if (imu->valid[i]) {
            sum += (double)imu->rate[i];
            used++;
        }
    }
    return used > 0 ? sum / (double)used : 0;
}

static size_t piece_end(const struct walk *walk, size_t first)
{
    size_t end = first + 1;
    const unsigned char *source = walk->imu->source;
    while (end < walk->rows && walk->time_s[end] - walk->time_s[end - 1] <= IMU_BLOCKS_GAP_S &&
           (source[end] == IMU_RATES_UNKNOWN) == (source[first] == IMU_RATES_UNKNOWN))
        end++;
    return end;
}

/* Integrate on to row i. Returns the rotation by the gyro without its scale. */
static double step_to(struct walk *walk, size_t i)
{
    double half_s = 0.5 * imu_blocks_step_s(walk->time_s, i), rate = (double)walk->imu->rate[i];
    double by_gyro = walk->imu->source[i] == IMU_RATES_BY_GYRO ? 1 : 0;
    double gyro_rate = by_gyro * (rate - walk->bias), ring_rate = (1 - by_gyro) * rate;
    walk->gyro_rad += half_s * (gyro_rate + walk->gyro_rate);
    walk->gyro_s += half_s * (by_gyro + walk->by_gyro);
    walk->ring_rad += half_s * (ring_rate + walk->ring_rate);
    walk->gyro_rate = gyro_rate;
    walk->ring_rate = ring_rate;
    walk->by_gyro = by_gyro;
    return walk->gyro_rad + walk->ring_rad;
}

/* The means over rows first..end-1, source rotation is theta[0...]; `middle` is the middle row's place in
 * these. */
static void take_means(struct imu_block *block, const struct walk *walk, size_t end, const double *theta,
                       size_t middle)
{
    static const double trust_of[] = {UNLOADED_TRUST, 1};
    const struct imu_rates *imu = walk->imu;
    size_t first = block->first, readings = 0, felt = 0, by_gyro = 0;
    double x = 0, y = 0, rate = 0, trusted = 0;
    for (size_t i = first; i < end; i++) {
        by_gyro += imu->source[i] == IMU_RATES_BY_GYRO;
        if (!imu->valid[i])
            continue;
        double turned = theta[i - first] - theta[middle], c = cos(turned), s = sin(turned);
        double accel_x = (double)imu->accel[2 * i], accel_y = (double)imu->accel[2 * i + 1];
        x += accel_x * c - accel_y * s;
        y += accel_x * s + accel_y * c;
        rate += (double)imu->rate[i];
        trusted += trust_of[walk->loaded[i] != 0];
        felt += walk->loaded[i] != 0;
        readings++;
    }
    double rows = (double)(end - first), per_reading = readings > 0 ? 1 / (double)readings : 0;
    block->accel_x = (float)(x * per_reading);
    block->accel_y = (float)(y * per_reading);
    block->rate = readings > 0 ? (float)(rate * per_reading - walk->bias) : 0;
    block->trusted = (float)(trusted / rows);
    block->by_gyro = by_gyro == end - first;
    block->felt = 2 * felt > end - first;
}

/* The slope of the rate between the rows around first..end-1, as far as these are of the piece. */
static double slope(const struct walk *walk, size_t piece, size_t first, size_t end)
{
    size_t from = first > piece ? first - 1 : first, to = end < walk->piece_end ? end : end - 1;
    double span_s = walk->time_s[to] - walk->time_s[from];
    return span_s > 0 ? ((double)walk->imu->rate[to] - (double)walk->imu->rate[from]) / span_s : 0;
}

/* The block that begins_segment at row `first`. Returns where it ends. */
static size_t make_block(struct imu_block *block, struct walk *walk, size_t piece, size_t first)
{
    double theta[ROWS_MOST];
    size_t end = first + 1;
    while (end < walk->piece_end && end - first < ROWS_MOST &&
           walk->time_s[end] - walk->time_s[first] < IMU_BLOCKS_S)
        end++;
    size_t middle = (end - first) / 2;
    *block = (struct imu_block){.first = first, .begins_segment = first == piece};
    for (size_t i = 0; i < end - first; i++) {
        theta[i] = step_to(walk, first + i);
        if (i == middle) {
            block->gyro_rad = walk->gyro_rad;
            block->gyro_s = walk->gyro_s;
            block->ring_rad = walk->ring_rad;
        }
    }
    take_means(block, walk, end, theta, middle);
    block->rate_change = (float)slope(walk, piece, first, end);
    return end;
}

/* Room for one more block and the end behind it. */
static bool has_room(struct imu_blocks *blocks, size_t *room)
{
    if (blocks->count + 1 < *room)
        return true;
    size_t more = *room == 0 ? BLOCKS_AT_FIRST : 2 * *room;
    struct imu_block *block = realloc(blocks->block, more * sizeof *block);
    if (block == NULL)
        return false;
    blocks->block = block;
    *room = more;
    return true;
}

static bool take_times(struct imu_blocks *blocks, const double *time_s)
{
    blocks->time_s = malloc((blocks->count + 1) * sizeof *blocks->time_s);
    for (size_t b = 0; blocks->time_s != NULL && b < blocks->count; b++)
        blocks->time_s[b] = 0.5 * (time_s[blocks->block[b].first] + time_s[blocks->block[b + 1].first - 1]);
    return blocks->time_s != NULL;
}

bool imu_blocks_make(struct imu_blocks *blocks, const struct imu_rates *imu, const double *time_s,
                     const unsigned char *loaded, size_t rows)
{
    struct walk walk = {
        .imu = imu, .time_s = time_s, .loaded = loaded, .rows = rows, .bias = mean_rate(imu, rows)};
    size_t room = 0;
    *blocks = (struct imu_blocks){.bias = walk.bias};
    bool good = has_room(blocks, &room);
    for (size_t piece = 0; good && piece < rows; piece = walk.piece_end) {
        walk.piece_end = piece_end(&walk, piece);
        for (size_t first = piece; good && first < walk.piece_end; good = has_room(blocks, &room))
            first = make_block(&blocks->block[blocks->count++], &walk, piece, first);
    }
    if (good) {
        blocks->block[blocks->count] = (struct imu_block){.first = rows};
        good = take_times(blocks, time_s);
    }
    if (!good)
        imu_blocks_free(blocks);
    return good;
}

void imu_blocks_free(struct imu_blocks *blocks)
{
    free(blocks->block);
    free(blocks->time_s);
    *blocks = (struct imu_blocks){0};
}
