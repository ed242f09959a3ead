/* SPDX-License-Identifier: MIT */
/* Blocks of IMU readings: of a sinusoidal rotation at several rates, and at gaps and dropouts. */
#include "rotation/imu_blocks.h"
#include "support/cmocka_includes.h"

#include <math.h>

#define ROWS 3000

/* Readings of a perfect sensor on a loaded axle that rotates in place. */
struct rotation {
    double time_s[ROWS];
    float rate[ROWS], accel[2 * ROWS];
    unsigned char valid[ROWS], source[ROWS], loaded[ROWS];
};

#define TWO_PI 6.283185307179586

/* Rotate out and back `times` times, so that the mean rate is 0; it begins with the largest rate, `rate`. */
static void rotate(struct rotation *t, double hz, double rate, double times)
{
    double w = TWO_PI * times * hz / ROWS;
    for (size_t i = 0; i < ROWS; i++) {
        double s = (double)i / hz, theta = rate / w * sin(w * s);
        t->time_s[i] = s;
        t->rate[i] = (float)(rate * cos(w * s));
        t->accel[2 * i] = (float)cos(theta); /* up, seen from the body */
        t->accel[2 * i + 1] = (float)-sin(theta);
        t->valid[i] = t->loaded[i] = 1;
        t->source[i] = IMU_RATES_FROM_GYRO;
    }
}

static void make(struct imu_blocks *blocks, struct rotation *t)
{
    const struct imu_rates rates = {.rate = t->rate, .accel = t->accel, .valid = t->valid, .source = t->source};
    assert_true(imu_blocks_make(blocks, &rates, t->time_s, t->loaded, ROWS));
    assert_true(blocks->count > 0 && blocks->block[0].first == 0 && blocks->block[0].begins_segment);
    assert_int_equal(blocks->block[blocks->count].first, ROWS);
}

/* Each block has the readings of its middle row. */
static void a_block_stands_for_its_middle_row(void **state)
{
    (void)state;
    static struct rotation t;
    const struct {
        double hz, rate, times;
    } cases[] = {{100, 5, 10}, {600, -5, 2}, {25, 3, 30}, {5, 0.3, 20}};
    for (size_t n = 0; n < sizeof cases / sizeof cases[0]; n++) {
        struct imu_blocks blocks;
        rotate(&t, cases[n].hz, cases[n].rate, cases[n].times);
        make(&blocks, &t);
        double w = TWO_PI * cases[n].times * cases[n].hz / ROWS, max_change = fabs(cases[n].rate) * w;
        for (size_t b = 0; b < blocks.count; b++) {
            const struct imu_block *block = &blocks.block[b];
            size_t end = block[1].first, middle = block->first + (end - block->first) / 2;
            double s = t.time_s[middle], change = -cases[n].rate * w * sin(w * blocks.time_s[b]);
            assert_true(t.time_s[end - 1] - t.time_s[block->first] < IMU_BLOCK_DURATION_S);
            assert_true(end == ROWS || t.time_s[end] - t.time_s[block->first] > IMU_BLOCK_DURATION_S - 1e-9);
            assert_true(fabs((double)block->accel_x - (double)t.accel[2 * middle]) < 2e-3);
            assert_true(fabs((double)block->accel_y - (double)t.accel[2 * middle + 1]) < 2e-3);
            assert_true(fabs(block->gyro_rad + blocks.bias * block->gyro_s - cases[n].rate / w * sin(w * s)) < 5e-3);
            assert_true(b == 0 || end == ROWS || fabs((double)block->rate_change - change) < 0.03 * max_change);
            assert_true(block->is_loaded && block->is_all_gyro && fabs((double)block->weight - 1) < 1e-6);
            assert_true(block->begins_segment == (b == 0));
        }
        imu_blocks_free(&blocks);
    }
}

/* A segment begins after a gap and where unknown rates begin or end; rates of the ring are kept apart. */
static void segments_end_at_gaps_and_unknown_rates(void **state)
{
    (void)state;
    static struct rotation t;
    struct imu_blocks blocks;
    size_t segments = 0, dropout_blocks = 0;
    rotate(&t, 100, 1, 10);
    for (size_t i = 1000; i < ROWS; i++)
        t.time_s[i] += 2;
    for (size_t i = 1500; i < 1700; i++) {
        t.valid[i] = 0;
        t.source[i] = i < 1600 ? IMU_RATES_UNKNOWN : IMU_RATES_FROM_RING;
        t.rate[i] = i < 1600 ? 0 : 1;
    }
    make(&blocks, &t);
    for (size_t b = 0; b < blocks.count; b++) {
        const struct imu_block *block = &blocks.block[b];
        bool starts = block->first == 0 || block->first == 1000 || block->first == 1500 || block->first == 1600;
        assert_true(block->begins_segment == starts);
        segments += block->begins_segment;
        dropout_blocks += block[1].first > 1500 && block->first < 1700 && !block->is_loaded;
    }
    assert_int_equal(segments, 4);
    assert_int_equal(dropout_blocks, 7 + 6); /* 100 rows twice, 16 per block; the last block also has readings */
    const struct imu_block *last = &blocks.block[blocks.count - 1];
    assert_true(fabs(last->ring_rad - 1) < 0.02);
    size_t middle = last->first + (ROWS - last->first) / 2; /* 2 s before it are not measured by the gyro */
    assert_true(fabs(last->gyro_s + 2 - (double)middle / 100) < 0.03);
    imu_blocks_free(&blocks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_stands_for_its_middle_row),
        cmocka_unit_test(segments_end_at_gaps_and_unknown_rates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
