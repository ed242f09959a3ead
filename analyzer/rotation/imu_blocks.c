/* SPDX-License-Identifier: MIT */
#include "rotation/imu_blocks.h"

#include "shared/array_grow.h"
#include "shared/physics.h"

#include <math.h>
#include <stdlib.h>

#define ROWS_MAX 128         /* largest number of rows per block; reached above 800 Hz */
#define UNLOADED_WEIGHT 0.05 /* weight of an unloaded row, in which the roller may be lifted */

struct block_pass {
    const struct imu_readings *imu;
    const double *time_s;
    const unsigned char *contact;
    size_t rows;
    size_t segment, segment_end;       /* rows of the current segment */
    double gyro_rad, gyro_s, ring_rad; /* integrals up to the previous row */
    double gyro_rad_s, ring_rad_s;     /* rates of the previous row; one of the two is 0 */
    double from_gyro;                  /* 1 = the previous row's rate comes from the gyro, else 0 */
};

/* Return the end of the segment that begins at row `first`: the next gap or change to or from unknown rates. */
static size_t find_segment_end(const struct block_pass *pass, size_t first)
{
    const unsigned char *source = pass->imu->source;
    size_t end = first + 1;
    while (end < pass->rows && pass->time_s[end] - pass->time_s[end - 1] <= IMU_BLOCKS_GAP_S &&
           (source[end] == ROTATION_UNKNOWN) == (source[first] == ROTATION_UNKNOWN))
        end++;
    return end;
}

/* Integrate to row i by the trapezoidal rule. Returns the rotation before the gyro's scale is applied. */
static double integrate_to(struct block_pass *pass, size_t i)
{
    double half_s = 0.5 * imu_blocks_step_s(pass->time_s, i), rate = (double)pass->imu->rate_rad_s[i];
    double from_gyro = pass->imu->source[i] == ROTATION_FROM_IMU ? 1 : 0;
    double gyro_rad_s = from_gyro * rate, ring_rad_s = (1 - from_gyro) * rate;
    pass->gyro_rad += half_s * (gyro_rad_s + pass->gyro_rad_s);
    pass->gyro_s += half_s * (from_gyro + pass->from_gyro);
    pass->ring_rad += half_s * (ring_rad_s + pass->ring_rad_s);
    pass->gyro_rad_s = gyro_rad_s;
    pass->ring_rad_s = ring_rad_s;
    pass->from_gyro = from_gyro;
    return pass->gyro_rad + pass->ring_rad;
}

/* Return the slope of the rate at row i from its neighbours in the segment, rad/s^2. */
static double rate_slope(const struct block_pass *pass, size_t i)
{
    size_t from = i > pass->segment ? i - 1 : i, to = i + 1 < pass->segment_end ? i + 1 : i;
    double span_s = pass->time_s[to] - pass->time_s[from];
    return span_s > 0 ? ((double)pass->imu->rate_rad_s[to] - (double)pass->imu->rate_rad_s[from]) / span_s : 0;
}

/* Set the means over the block's rows up to `end`. rotation_rad[] is the rotation of each row of the block. */
static void set_means(struct imu_block *block, const struct block_pass *pass, size_t end, const double *rotation_rad,
                      size_t middle)
{
    static const double row_weight[] = {UNLOADED_WEIGHT, 1};
    const struct imu_readings *imu = pass->imu;
    size_t first = block->first, readings = 0, loaded = 0;
    double complex accel_g = 0, body = 0, twice = 0, lever = 0;
    double tangential = 0, centripetal = 0, weight = 0;
    for (size_t i = first; i < end; i++) {
        if (isnan(imu->accel_g[2 * i]) || isnan(imu->accel_g[2 * i + 1]))
            continue;
        double rotated_rad = rotation_rad[i - first] - rotation_rad[middle];
        double x = cos(rotated_rad), y = sin(rotated_rad), rate = (double)imu->rate_rad_s[i];
        double accel_x = (double)imu->accel_g[2 * i], accel_y = (double)imu->accel_g[2 * i + 1];
        double along = rate_slope(pass, i) / PHYSICS_GRAVITY_MM_S2, inward = rate * rate / PHYSICS_GRAVITY_MM_S2;
        accel_g += accel_x * x - accel_y * y + I * (accel_x * y + accel_y * x);
        body += x + I * y;
        twice += x * x - y * y + I * (2 * x * y);
        lever += -inward * x - along * y + I * (along * x - inward * y);
        tangential += along;
        centripetal += inward;
        weight += row_weight[pass->contact[i] != 0];
        loaded += pass->contact[i] != 0;
        readings++;
    }
    double per_reading = readings > 0 ? 1 / (double)readings : 0;
    block->accel_g = (float complex)(accel_g * per_reading);
    block->body = (float complex)(body * per_reading);
    block->twice = (float complex)(twice * per_reading);
    block->lever = (float complex)(lever * per_reading);
    block->tangential = (float)(tangential * per_reading);
    block->centripetal = (float)(centripetal * per_reading);
    block->weight = (float)(weight / (double)(end - first));
    block->is_loaded = 2 * loaded > end - first;
}

/* Make the block that begins at row `first`. Returns its end. */
static size_t make_block(struct imu_block *block, struct block_pass *pass, size_t first)
{
    double rotation_rad[ROWS_MAX];
    size_t end = first + 1;
    while (end < pass->segment_end && end - first < ROWS_MAX &&
           pass->time_s[end] - pass->time_s[first] < IMU_BLOCK_DURATION_S)
        end++;
    size_t middle = (end - first) / 2;
    *block = (struct imu_block){.first = first, .begins_segment = first == pass->segment};
    for (size_t i = 0; i < end - first; i++) {
        rotation_rad[i] = integrate_to(pass, first + i);
        if (i == middle) {
            block->gyro_rad = pass->gyro_rad;
            block->gyro_s = pass->gyro_s;
            block->ring_rad = pass->ring_rad;
        }
    }
    set_means(block, pass, end, rotation_rad, middle);
    return end;
}

/* Ensure capacity for one more block and the end mark. */
static bool reserve_block(struct imu_blocks *blocks, size_t *capacity)
{
    return array_grow(&blocks->block, capacity, blocks->count + 2, sizeof *blocks->block);
}

static bool set_times(struct imu_blocks *blocks, const double *time_s)
{
    blocks->time_s = malloc((blocks->count + 1) * sizeof *blocks->time_s);
    for (size_t b = 0; blocks->time_s != NULL && b < blocks->count; b++)
        blocks->time_s[b] = 0.5 * (time_s[blocks->block[b].first] + time_s[blocks->block[b + 1].first - 1]);
    return blocks->time_s != NULL;
}

bool imu_blocks_make(struct imu_blocks *blocks, const struct imu_readings *imu, const double *time_s,
                     const unsigned char *contact, size_t rows)
{
    struct block_pass pass = {.imu = imu, .time_s = time_s, .contact = contact, .rows = rows};
    size_t capacity = 0;
    *blocks = (struct imu_blocks){0};
    bool ok = reserve_block(blocks, &capacity);
    for (; ok && pass.segment < rows; pass.segment = pass.segment_end) {
        pass.segment_end = find_segment_end(&pass, pass.segment);
        for (size_t first = pass.segment; ok && first < pass.segment_end; ok = reserve_block(blocks, &capacity))
            first = make_block(&blocks->block[blocks->count++], &pass, first);
    }
    if (ok) {
        blocks->block[blocks->count] = (struct imu_block){.first = rows};
        ok = set_times(blocks, time_s);
    }
    if (!ok)
        imu_blocks_free(blocks);
    return ok;
}

void imu_blocks_free(struct imu_blocks *blocks)
{
    free(blocks->block);
    free(blocks->time_s);
    *blocks = (struct imu_blocks){0};
}
