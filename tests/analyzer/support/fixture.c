/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "session/session_reader.h"
#include "position/strokes.h"
#include "support/temp_dir.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

void bench_init(struct bench *bench)
{
    memset(bench, 0, sizeof *bench);
    motion_init(&bench->motion);
    bench->sensors = SENSORS_PERFECT;
}

void bench_free(struct bench *bench)
{
    motion_free(&bench->motion);
    session_rows_free(&bench->rows);
    bench_forget(bench);
    notes_free(&bench->notes);
}

void bench_read(struct bench *bench)
{
    struct temp_dir dir;
    struct failure failure;
    char path[300];
    temp_dir_make(&dir);
    motion_write(&bench->motion, &bench->sensors, temp_dir_join(&dir, "s.csv", path, sizeof path));
    bool good = session_reader_read(path, &bench->rows, &bench->notes, &failure);
    temp_dir_remove(&dir);
    if (!good)
        fail_msg("%s", failure.sentence);
}

void bench_estimate(struct bench *bench, int direction)
{
    assert_true(series_make(&bench->series, &bench->rows));
    assert_true(position_estimate(&bench->position, &bench->rows, &bench->series, bench->sensors.radius_mm,
                                  direction, bench->rows.header.thigh_length_mm, true));
}

void bench_forget(struct bench *bench)
{
    series_free(&bench->series);
    position_free(&bench->position);
}

void bench_find(struct bench *bench)
{
    bench_read(bench);
    bench_estimate(bench, 0);
}

size_t bench_stroke_count(const struct bench *bench)
{
    struct strokes strokes;
    assert_true(strokes_find(&strokes, bench->position.mm, bench->series.loaded, bench->rows.time_s,
                             bench->rows.count));
    size_t count = strokes.count;
    strokes_free(&strokes);
    return count;
}

/* The movement's row at the time of a row of the session. */
static size_t truth_row(const struct bench *bench, size_t row)
{
    return (size_t)(bench->rows.time_s[row] * MOTION_RATE_HZ + 0.5);
}

double bench_worst_mm(const struct bench *bench, double offset_mm)
{
    double worst = 0;
    for (size_t i = 0; i < bench->rows.count; i++) {
        size_t k = truth_row(bench, i);
        if (k < bench->motion.count && bench->motion.loaded[k]) {
            double off = fabs(bench->position.mm[i] - bench->motion.position_mm[k] - offset_mm);
            worst = off > worst || isnan(off) ? off : worst;
        }
    }
    return worst;
}

double bench_rms_mm(const struct bench *bench)
{
    double sum = 0, used = 0;
    for (size_t i = 0; i < bench->rows.count; i++) {
        size_t k = truth_row(bench, i);
        if (!bench->motion.loaded[k])
            continue;
        double off = bench->position.mm[i] - bench->motion.position_mm[k];
        sum += off * off;
        used++;
    }
    return sqrt(sum / used);
}

static void force_off(const struct bench *bench, double *mean, double *square)
{
    double used = 0;
    *mean = *square = 0;
    for (size_t i = 0; i < bench->rows.count; i++) {
        double truth = bench->motion.force_n[truth_row(bench, i)];
        if (truth < 10)
            continue;
        double off = bench->series.force_n[i] / truth - 1;
        *mean += off;
        *square += off * off;
        used++;
    }
    *mean /= used;
    *square = sqrt(*square / used);
}

double bench_force_off(const struct bench *bench)
{
    double mean, square;
    force_off(bench, &mean, &square);
    return mean;
}

double bench_force_rms(const struct bench *bench)
{
    double mean, square;
    force_off(bench, &mean, &square);
    return square;
}

void bench_strokes(struct motion *motion, int count, double length_mm, double seconds)
{
    motion_hold(motion, 1);
    for (int k = 0; k < count; k++)
        motion_glide(motion, k % 2 == 0 ? length_mm : 0, seconds);
}

void bench_roll(struct bench *bench, bool ring_only)
{
    bench_init(bench);
    bench->sensors.without_imu = ring_only;
    bench->sensors.gyro_bias_dps = 8;
    bench_strokes(&bench->motion, 20, 330, 2);
}
