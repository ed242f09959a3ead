/* SPDX-License-Identifier: MIT */
/* Blocks of IMU readings: during a sinusoidal rotation at several row rates, and at gaps and dropouts. */
#include "rotation/imu_blocks.h"
#include "support/cmocka_includes.h"

#include <math.h>

#define ROWS 3000

/* Readings of a perfect sensor on the axle of a loaded roller that rotates in place. */
struct rotation {
    double time_s[ROWS];
    float rate_rad_s[ROWS], accel_g[2 * ROWS];
    unsigned char source[ROWS], loaded[ROWS];
};

#define G 9806.65
#define TWO_PI 6.283185307179586

/* Rotate out and back `times` times, beginning with the largest rate, `rate`; the mean rate is 0. */
static void rotate(struct rotation *rotation, double hz, double rate, double times)
{
    double w = TWO_PI * times * hz / ROWS;
    for (size_t i = 0; i < ROWS; i++) {
        double time_s = (double)i / hz, rotated_rad = rate / w * sin(w * time_s);
        rotation->time_s[i] = time_s;
        rotation->rate_rad_s[i] = (float)(rate * cos(w * time_s));
        rotation->accel_g[2 * i] = (float)cos(rotated_rad); /* up, seen from the body */
        rotation->accel_g[2 * i + 1] = (float)-sin(rotated_rad);
        rotation->loaded[i] = 1;
        rotation->source[i] = ROTATION_FROM_IMU;
    }
}

static void make_blocks(struct imu_blocks *blocks, struct rotation *rotation)
{
    const struct imu_readings imu = {
        .rate_rad_s = rotation->rate_rad_s, .accel_g = rotation->accel_g, .source = rotation->source};
    assert_true(imu_blocks_make(blocks, &imu, rotation->time_s, rotation->loaded, ROWS));
    assert_true(blocks->count > 0 && blocks->block[0].first == 0 && blocks->block[0].begins_segment);
    assert_int_equal(blocks->block[blocks->count].first, ROWS);
}

/* Each block has the readings of its middle row. */
static void a_block_stands_for_its_middle_row(void **state)
{
    (void)state;
    static struct rotation rotation;
    const struct {
        double hz, rate_rad_s, times;
    } cases[] = {{100, 5, 10}, {600, -5, 2}, {25, 3, 30}, {5, 0.3, 20}};
    for (size_t n = 0; n < sizeof cases / sizeof cases[0]; n++) {
        struct imu_blocks blocks;
        rotate(&rotation, cases[n].hz, cases[n].rate_rad_s, cases[n].times);
        make_blocks(&blocks, &rotation);
        double w = TWO_PI * cases[n].times * cases[n].hz / ROWS, max_change = fabs(cases[n].rate_rad_s) * w;
        for (size_t b = 0; b < blocks.count; b++) {
            const struct imu_block *block = &blocks.block[b];
            size_t end = block[1].first, middle = block->first + (end - block->first) / 2;
            double change = -cases[n].rate_rad_s * w * sin(w * blocks.time_s[b]);
            assert_true(rotation.time_s[end - 1] - rotation.time_s[block->first] < IMU_BLOCK_DURATION_S);
            assert_true(end == ROWS ||
                        rotation.time_s[end] - rotation.time_s[block->first] > IMU_BLOCK_DURATION_S - 1e-9);
            assert_true(fabs((double)crealf(block->accel_g) - (double)rotation.accel_g[2 * middle]) < 2e-3);
            assert_true(fabs((double)cimagf(block->accel_g) - (double)rotation.accel_g[2 * middle + 1]) < 2e-3);
            assert_true(fabs(block->gyro_rad - cases[n].rate_rad_s / w * sin(w * rotation.time_s[middle])) < 5e-3);
            assert_true(b == 0 || end == ROWS || fabs((double)block->tangential * G - change) < 0.03 * max_change);
            assert_true(block->is_loaded && fabs((double)block->weight - 1) < 1e-6);
            assert_true(block->begins_segment == (b == 0));
        }
        imu_blocks_free(&blocks);
    }
}

/* A segment begins after a gap and where unknown rates begin or end; rates from the ring have their own integral. */
static void segments_end_at_gaps_and_unknown_rates(void **state)
{
    (void)state;
    static struct rotation rotation;
    struct imu_blocks blocks;
    size_t segments = 0, dropout_blocks = 0;
    rotate(&rotation, 100, 1, 10);
    for (size_t i = 1000; i < ROWS; i++)
        rotation.time_s[i] += 2;
    for (size_t i = 1500; i < 1700; i++) {
        rotation.accel_g[2 * i] = rotation.accel_g[2 * i + 1] = NAN;
        rotation.source[i] = i < 1600 ? ROTATION_UNKNOWN : ROTATION_FROM_RING;
        rotation.rate_rad_s[i] = i < 1600 ? 0 : 1;
    }
    make_blocks(&blocks, &rotation);
    for (size_t b = 0; b < blocks.count; b++) {
        const struct imu_block *block = &blocks.block[b];
        bool starts = block->first == 0 || block->first == 1000 || block->first == 1500 || block->first == 1600;
        assert_true(block->begins_segment == starts);
        segments += block->begins_segment;
        dropout_blocks += block[1].first > 1500 && block->first < 1700 && !block->is_loaded;
    }
    assert_int_equal(segments, 4);
    assert_int_equal(dropout_blocks,
                     7 + 6); /* 100 rows twice, in blocks of 16; the very last block also has readings */
    const struct imu_block *last = &blocks.block[blocks.count - 1];
    assert_true(fabs(last->ring_rad - 1) < 0.02);
    size_t middle = last->first + (ROWS - last->first) / 2; /* the gyro has no readings for 2 s before this row */
    assert_true(fabs(last->gyro_s + 2 - (double)middle / 100) < 0.03);
    imu_blocks_free(&blocks);
}

/* What is fixed to the body is smeared in a block, and is kept as what it becomes. */
static void a_fast_block_keeps_what_is_fixed_to_the_body(void **state)
{
    (void)state;
    static struct rotation rotation;
    struct imu_blocks blocks;
    const double rate = 25, bias_g = 0.3, lever_mm = 100; /* rad/s; both along the body's x */
    for (size_t i = 0; i < ROWS; i++) {
        double time_s = (double)i / 120;
        rotation.time_s[i] = time_s;
        rotation.rate_rad_s[i] = (float)rate;
        rotation.accel_g[2 * i] = (float)(cos(rate * time_s) + bias_g - lever_mm * rate * rate / G);
        rotation.accel_g[2 * i + 1] = (float)-sin(rate * time_s);
        rotation.loaded[i] = 1;
        rotation.source[i] = ROTATION_FROM_IMU;
    }
    make_blocks(&blocks, &rotation);
    for (size_t b = 0; b < blocks.count; b++) {
        const struct imu_block *block = &blocks.block[b];
        size_t middle = block->first + (block[1].first - block->first) / 2;
        double complex fixed = bias_g * (double complex)block->body + lever_mm * (double complex)block->lever;
        double complex up = (double complex)block->accel_g - fixed,
                       expected = cexp(-I * rate * rotation.time_s[middle]);
        assert_true(cabs((double complex)block->body) < 0.7);
        assert_true(cabs(up - expected) < 1e-3);
    }
    imu_blocks_free(&blocks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_stands_for_its_middle_row),
        cmocka_unit_test(a_fast_block_keeps_what_is_fixed_to_the_body),
        cmocka_unit_test(segments_end_at_gaps_and_unknown_rates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
