/* SPDX-License-Identifier: MIT */
#include "force/force_series.h"

#include "force/fast_force_law.h"
#include "force/ring_model.h"
#include "force/strip_check.h"
#include "numeric/angle.h"
#include "numeric/row_array.h"
#include "numeric/weyl_sequence.h"
#include "shared/physics.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

#define CHECKS_MAX 4           /* checks of the strips, each after a fit */
#define RING_SAMPLE_MAX 2000   /* rows that show whether the ring has a direction */
#define RING_FRACTION_MIN 0.08 /* smallest ratio of ring vector and load in the median row */
#define FOLLOW_MAX_RAD 0.8     /* an eighth of a revolution: if off by more, up was followed wrongly */

/* Input and output of the step from loads as read to sums and ring vectors. */
struct solver {
    const struct session_rows *session;
    const struct ring_model *ring;
    struct force_series *series; /* force_n (the sums) and ring are set; with `correct`, load too */
    bool correct;                /* `contact` is known: correct the loads for gains and faults */
};

/* Return up as the working strips measure it, near `about`: for rows whose predecessor had no direction. */
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

/* Return up as the accelerometer measures it, to some ten degrees; NAN without a reading. */
static double up_from_imu(const struct session_rows *session, size_t row)
{
    if (!session->header.has_imu)
        return NAN;
    const float *imu = session->imu + row * SESSION_ROWS_IMU_AXES;
    return physics_up_rad((double)imu[SESSION_ROWS_ACCEL_X], (double)imu[SESSION_ROWS_ACCEL_Y]);
}

/* Sum each row when all strips work: the results are linear in the loads. Four floats fit one register. */
static void sum_rows(const struct solver *solver)
{
    const struct ring_model *ring = solver->ring;
    struct force_series *series = solver->series;
    size_t strips = ring->strips;
    float weight[SESSION_STRIPS_MAX][4] = {{0}}, gain[SESSION_STRIPS_MAX];
    for (size_t k = 0; k < strips; k++) {
        gain[k] = (float)(1 / series->faults.strip[k].gain);
        weight[k][0] = gain[k];
        weight[k][1] = (float)ring->x[k] * gain[k];
        weight[k][2] = (float)ring->y[k] * gain[k];
    }
    for (size_t i = 0; i < series->count; i++) {
        float sum[4] = {0}, *load = series->load + i * strips;
        for (size_t k = 0; k < strips; k++) {
            for (int c = 0; c < 4; c++)
                sum[c] += load[k] * weight[k][c];
        }
        series->force_n[i] = (double)sum[0];
        series->ring[2 * i] = sum[1];
        series->ring[2 * i + 1] = sum[2];
        for (size_t k = 0; solver->correct && k < strips; k++)
            load[k] *= gain[k];
    }
}

/*
 * Solve each row near the previous one, when strips are missing or loose, or the ring is mirrored. Thigh and
 * floor differ in H, so up must be the direction that the fit used, not the opposite one: follow the ring
 * vectors that the fit's sample followed, which are still in series->ring.
 */
static void solve_each_row(const struct solver *solver)
{
    const struct ring_model *ring = solver->ring;
    struct force_series *series = solver->series;
    size_t strips = ring->strips;
    bool is_up_known = false;
    double up = 0, followed_up = 0;
    for (size_t i = 0; i < series->count; i++) {
        struct ring_model_row row;
        float *load = series->load + i * strips;
        for (size_t k = 0; k < strips; k++)
            row.load[k] = (double)load[k] / series->faults.strip[k].gain;
        row.missing = strip_faults_missing(&series->faults, i);
        if (ring->mirrored)
            up = up_from_imu(solver->session, i);
        else if (row.missing && !is_up_known)
            up = first_up(ring, &row, up);
        if (solver->correct && series->contact[i] && !isnan(up)) {
            followed_up = strip_sample_unwrap_up(followed_up, series->ring + 2 * i);
            up = !ring->mirrored && fabs(up - followed_up) < FOLLOW_MAX_RAD ? up : followed_up;
        }
        ring_model_solve(ring, &row, up);
        if (solver->correct)
            ring_model_solve_without_loose(ring, series->faults.loose, &row, up);
        is_up_known = row.sum > CONTACT_THIGH_MIN_N;
        up = is_up_known ? row.up_rad : up;
        series->force_n[i] = row.sum;
        series->ring[2 * i] = (float)row.x;
        series->ring[2 * i + 1] = (float)row.y;
        for (size_t k = 0; solver->correct && k < strips; k++)
            load[k] = (float)row.load[k];
    }
}

static void solve_rows(struct force_series *series, const struct session_rows *session, const struct ring_model *ring,
                       bool correct)
{
    const struct solver solver = {session, ring, series, correct};
    const struct strip_faults *faults = &series->faults;
    if (!ring->mirrored && faults->first >= faults->end && faults->loose == 0)
        sum_rows(&solver);
    else
        solve_each_row(&solver);
}

/* Find weight, thigh force and contact from the sums in force_n. */
static bool find_contact(struct force_series *series, const struct session_rows *session)
{
    const struct contact_rows rows = {series->ring, session->time_s, series->count, series->period_s};
    struct contact_forces forces;
    if (!contact_find(&forces, &rows, series->force_n, series->force_n, series->contact))
        return false;
    series->weight_n = forces.weight_n;
    series->force_p95_n = forces.force_p95_n;
    return true;
}

/* Find swapped strips, gains and faults from the loads as read, then correct the loads. */
static bool correct_strips(struct force_series *series, const struct session_rows *session, struct ring_model *ring)
{
    struct strip_sample sample;
    bool swapped;
    do { /* terminates, since each strip is swapped at most once */
        if (!strip_sample_select(&sample, series->load, series->ring, series->contact, series->count, ring->strips))
            return false;
        swapped = strip_check_swap(ring, &series->faults, &sample);
        if (swapped) {
            strip_sample_free(&sample);
            solve_rows(series, session, ring, false);
        }
    } while (swapped);
    for (int check = 0; check < CHECKS_MAX; check++) {
        strip_gain_fit(ring, &series->faults, &sample);
        if (!strip_check_faults(ring, &series->faults, &sample, series->count))
            break;
    }
    strip_sample_free(&sample);
    solve_rows(series, session, ring, true);
    return true;
}

/* Whether the ring vector is long enough, in the median loaded row, to have a direction. */
static bool is_ring_angle_valid(const struct force_series *series, const struct ring_model *ring)
{
    double fraction[RING_SAMPLE_MAX + 1];
    size_t step = series->count / RING_SAMPLE_MAX + 1, used = 0;
    for (size_t n = 0, i = 0; i < series->count; i = weyl_sequence_row(++n, step)) {
        double sum = 2 * series->force_n[i] + series->weight_n;
        double x = (double)series->ring[2 * i], y = (double)series->ring[2 * i + 1];
        if (series->contact[i] && sum > 0)
            fraction[used++] = sqrt(x * x + y * y) / sum;
    }
    return used > 0 && statistics_median(fraction, used) > RING_FRACTION_MIN && !ring->mirrored;
}

/* Whether any strip that is not left out is at full scale. */
static bool is_clipped(const struct session_rows *session, const struct strip_faults *faults, size_t row)
{
    size_t strips = session->header.strip_count;
    const float *count = session->strip + row * strips;
    float full = (float)(session->header.adc_full_scale - 0.5);
    unsigned clipped = 0;
    for (size_t k = 0; k < strips; k++)
        clipped |= (count[k] >= full ? 1u : 0u) << k;
    return clipped != 0 && (clipped & ~strip_faults_missing(faults, row)) != 0;
}

static void clear_unloaded(struct force_series *series, const struct session_rows *session)
{
    size_t loaded_rows = 0, clipped_rows = 0;
    for (size_t i = 0; i < series->count; i++) {
        if (series->contact[i]) {
            loaded_rows++;
            clipped_rows += is_clipped(session, &series->faults, i);
        } else {
            series->force_n[i] = 0;
        }
    }
    series->clipped_fraction = loaded_rows > 0 ? (double)clipped_rows / (double)loaded_rows : 0;
}

static bool allocate_arrays(struct force_series *series, size_t strips)
{
    series->force_n = row_array_alloc(series->count, sizeof *series->force_n);
    series->contact = row_array_alloc(series->count, 1);
    series->ring = row_array_alloc(2 * series->count, sizeof *series->ring);
    series->load = row_array_alloc(series->count * strips, sizeof *series->load);
    return series->force_n != NULL && series->contact != NULL && series->ring != NULL && series->load != NULL;
}

bool force_series_make(struct force_series *series, const struct session_rows *session)
{
    size_t count = session->count, strips = session->header.strip_count;
    struct ring_model ring;
    *series = (struct force_series){.count = count, .period_s = session_rows_median_period_s(session->time_s, count)};
    bool ok = allocate_arrays(series, strips);
    if (ok) {
        fast_force_law_loads(series->load, session->strip, count, &session->header);
        strip_faults_find(&series->faults, session);
        ring_model_init(&ring, session->header.strip_angle_deg, strips);
        solve_rows(series, session, &ring, false);
        ok = find_contact(series, session) && correct_strips(series, session, &ring) && find_contact(series, session);
    }
    if (ok) {
        series->ring_angle_valid = is_ring_angle_valid(series, &ring);
        clear_unloaded(series, session);
    } else {
        force_series_free(series);
    }
    return ok;
}

void force_series_release_loads(struct force_series *series)
{
    free(series->load);
    series->load = NULL;
}

void force_series_release_ring(struct force_series *series)
{
    free(series->ring);
    series->ring = NULL;
}

void force_series_free(struct force_series *series)
{
    free(series->force_n);
    free(series->contact);
    free(series->ring);
    free(series->load);
    *series = (struct force_series){0};
}
