/* SPDX-License-Identifier: MIT */
#include "force/row_sums.h"

#include "shared/physics.h"
#include "force/strip_gain.h"
#include "numeric/angle.h"

#include <math.h>

#define LED_RAD 0.8 /* an eighth of a turn: farther from where it is led, up is another */

/* The way up that the strips tell that are there, near `about`: for a row that no row before it leads to. */
static double first_up(const struct ring_model *ring, const struct ring_model_row *row, double about)
{
    double x = 0, y = 0;
    for (size_t k = 0; k < ring->strips; k++) {
        if (row->missing & 1u << k)
            continue;
        x += row->load[k] * ring->x[k];
        y += row->load[k] * ring->y[k];
    }
    return angle_half_nearest(about, x, y);
}

/* The way up by the motion sensor alone, good to some ten degrees; NAN without a reading. */
static double up_by_imu(const struct session_rows *recording, size_t row)
{
    if (!recording->header.has_imu)
        return NAN;
    const float *imu = recording->imu + row * SESSION_ROWS_IMU_AXES;
    return physics_up_rad((double)imu[SESSION_ROWS_ACCEL_X], (double)imu[SESSION_ROWS_ACCEL_Y]);
}

/* Whether all rows are only sums of loads: nothing is to put in, for which up would have to be followed. */
static bool all_work(const struct strip_faults *states, const struct ring_model *ring)
{
    return !ring->mirrored && states->first >= states->last && states->loose == 0;
}

/* The same as row_sums_solve for these: sum and ring vector at once, four numbers wide. */
static void sum_rows(const struct row_sums *sums)
{
    const struct ring_model *ring = sums->ring;
    size_t strips = ring->strips;
    float weight[SESSION_STRIPS_MAX][4] = {{0}}, gain[SESSION_STRIPS_MAX];
    for (size_t k = 0; k < strips; k++) {
        gain[k] = (float)(1 / sums->states->strip[k].gain);
        weight[k][0] = gain[k];
        weight[k][1] = (float)ring->x[k] * gain[k];
        weight[k][2] = (float)ring->y[k] * gain[k];
    }
    for (size_t i = 0; i < sums->recording->count; i++) {
        float sum[4] = {0}, *load = sums->load + i * strips;
        for (size_t k = 0; k < strips; k++) {
            for (int c = 0; c < 4; c++)
                sum[c] += load[k] * weight[k][c];
        }
        sums->sum_n[i] = (double)sum[0];
        sums->vector[2 * i] = sum[1];
        sums->vector[2 * i + 1] = sum[2];
        for (size_t k = 0; sums->loaded != NULL && k < strips; k++)
            load[k] *= gain[k];
    }
}

void row_sums_solve(const struct row_sums *sums)
{
    const struct ring_model *ring = sums->ring;
    size_t strips = ring->strips;
    bool put_right = sums->loaded != NULL, follows = false;
    double up = 0, led = 0;
    if (all_work(sums->states, ring)) {
        sum_rows(sums);
        return;
    }
    for (size_t i = 0; i < sums->recording->count; i++) {
        struct ring_model_row row;
        float *load = sums->load + i * strips;
        for (size_t k = 0; k < strips; k++)
            row.load[k] = (double)load[k] / sums->states->strip[k].gain;
        row.missing = strip_faults_missing(sums->states, i);
        if (ring->mirrored)
            up = up_by_imu(sums->recording, i);
        else if (row.missing && !follows)
            up = first_up(ring, &row, up);
        if (put_right && sums->loaded[i] && !isnan(up)) {
            led = strip_gain_unwrap_up(led, sums->vector + 2 * i);
            up = !ring->mirrored && fabs(up - led) < LED_RAD ? up : led;
        }
        ring_model_solve(ring, &row, up);
        if (put_right)
            strip_gain_solve_without_loose(ring, sums->states, &row, up);
        follows = row.sum > ROW_SUMS_THIGH_MIN_N;
        up = follows ? row.up_rad : up;
        sums->sum_n[i] = row.sum;
        sums->vector[2 * i] = (float)row.x;
        sums->vector[2 * i + 1] = (float)row.y;
        for (size_t k = 0; put_right && k < strips; k++)
            load[k] = (float)row.load[k];
    }
}
