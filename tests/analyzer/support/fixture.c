/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "session/session_reader.h"
#include "position/strokes.h"
#include "support/cmocka_includes.h"
#include "support/temp_dir.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void fixture_init(struct fixture *fixture)
{
    memset(fixture, 0, sizeof *fixture);
    motion_init(&fixture->motion);
    fixture->sensors = SENSORS_PERFECT;
}

void fixture_free(struct fixture *fixture)
{
    motion_free(&fixture->motion);
    session_table_free(&fixture->rows);
    fixture_free_estimate(fixture);
    notes_free(&fixture->notes);
}

void fixture_read(struct fixture *fixture)
{
    struct temp_dir dir;
    struct failure failure;
    char path[300];
    temp_dir_make(&dir);
    motion_write(&fixture->motion, &fixture->sensors, temp_dir_join(&dir, "s.csv", path, sizeof path));
    bool ok = session_reader_read(path, &fixture->rows, &fixture->notes, &failure);
    temp_dir_remove(&dir);
    if (!ok)
        fail_msg("%s", failure.message);
}

void fixture_estimate(struct fixture *fixture, int direction)
{
    imu_check(&fixture->rows, &fixture->imu);
    assert_true(force_series_make(&fixture->series, &fixture->rows));
    fixture->rows.header.rolling_radius_mm = fixture->sensors.radius_mm;
    fixture->rows.header.roll_direction = direction;
    assert_true(rotation_estimate(&fixture->rotation, &fixture->rows, &fixture->series, true));
    assert_true(lifts_find(&fixture->lifts, &fixture->rows, &fixture->series, &fixture->rotation));
    assert_true(
        position_estimate(&fixture->position, &fixture->rows, &fixture->series, &fixture->rotation, &fixture->lifts));
}

void fixture_free_estimate(struct fixture *fixture)
{
    force_series_free(&fixture->series);
    rotation_free(&fixture->rotation);
    lifts_free(&fixture->lifts);
    position_free(&fixture->position);
}

void fixture_find(struct fixture *fixture)
{
    fixture_read(fixture);
    fixture_estimate(fixture, 0);
}

size_t fixture_stroke_count(const struct fixture *fixture)
{
    struct strokes strokes;
    const struct trajectory rows = {fixture->rows.count, fixture->rows.time_s, fixture->position.mm,
                                    fixture->position.contact};
    assert_true(strokes_find(&strokes, &rows));
    size_t count = strokes.count;
    strokes_free(&strokes);
    return count;
}

/* Return the row of the movement at the time of a session row. */
static size_t truth_row(const struct fixture *fixture, size_t row)
{
    return (size_t)(fixture->rows.time_s[row] * MOTION_RATE_HZ + 0.5);
}

double fixture_max_error_mm(const struct fixture *fixture, double offset_mm)
{
    double worst = 0;
    for (size_t i = 0; i < fixture->rows.count; i++) {
        size_t k = truth_row(fixture, i);
        if (k < fixture->motion.count && fixture->motion.loaded[k]) {
            double error = fabs(fixture->position.mm[i] - fixture->motion.position_mm[k] - offset_mm);
            worst = error > worst || isnan(error) ? error : worst;
        }
    }
    return worst;
}

double fixture_rms_error_mm(const struct fixture *fixture)
{
    double sum = 0, used = 0;
    for (size_t i = 0; i < fixture->rows.count; i++) {
        size_t k = truth_row(fixture, i);
        if (!fixture->motion.loaded[k])
            continue;
        double error = fixture->position.mm[i] - fixture->motion.position_mm[k];
        sum += error * error;
        used++;
    }
    return sqrt(sum / used);
}

static void force_off(const struct fixture *fixture, double *mean, double *square)
{
    double used = 0;
    *mean = *square = 0;
    for (size_t i = 0; i < fixture->rows.count; i++) {
        double truth = fixture->motion.force_n[truth_row(fixture, i)];
        if (truth < 10)
            continue;
        double error = fixture->series.force_n[i] / truth - 1;
        *mean += error;
        *square += error * error;
        used++;
    }
    *mean /= used;
    *square = sqrt(*square / used);
}

double fixture_force_bias(const struct fixture *fixture)
{
    double mean, square;
    force_off(fixture, &mean, &square);
    return mean;
}

double fixture_force_rms_error(const struct fixture *fixture)
{
    double mean, square;
    force_off(fixture, &mean, &square);
    return square;
}

void fixture_strokes(struct motion *motion, int count, double length_mm, double seconds)
{
    motion_hold(motion, 1);
    for (int k = 0; k < count; k++)
        motion_glide(motion, k % 2 == 0 ? length_mm : 0, seconds);
}

void fixture_roll(struct fixture *fixture, bool ring_only)
{
    fixture_init(fixture);
    fixture->sensors.without_imu = ring_only;
    fixture->sensors.gyro_bias_dps = 8;
    fixture_strokes(&fixture->motion, 20, 330, 2);
}
