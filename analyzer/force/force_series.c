/* SPDX-License-Identifier: MIT */
#include "force/force_series.h"

#include "force/strip_loads.h"
#include "force/mirrored_ring.h"
#include "force/ring_model.h"
#include "force/saturation.h"
#include "force/strip_check.h"
#include "numeric/angle.h"
#include "numeric/row_array.h"
#include "numeric/weyl_sequence.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CHECKS_MAX 4           /* checks of the strips, each after a fit */
#define RING_SAMPLE_MAX 2000   /* rows from which to decide whether the ring has a direction */
#define RING_FRACTION_MIN 0.08 /* smallest length of the median ring vector, as a fraction of the load */
#define FOLLOW_MAX_RAD 0.8     /* an eighth of a revolution; up farther from the fit's up direction is wrong */

/* Input of sum_rows and solve_each_row, which turn the loads of a series into sums (in force_n) and ring vectors. */
struct rows_input {
    const struct session_table *session;
    const struct ring_model *ring;
    bool is_fitted; /* the strips were fitted to the ring vectors of the series, so correct load_n, too */
};

/* Return the up direction that the working strips measure, for a row after one whose direction is unknown. Of the two
 * opposite directions, return the one nearer to `about_rad`. */
static double first_up_rad(const struct ring_model *ring, const struct ring_model_row *row, double about_rad)
{
    double x = 0, y = 0;
    for (size_t k = 0; k < ring->strip_count; k++) {
        if (row->missing & 1u << k)
            continue;
        x += row->load_n[k] * ring->weighted_x[k];
        y += row->load_n[k] * ring->weighted_y[k];
    }
    return angle_half_nearest(about_rad, x, y);
}

/* Sum each row. This is enough if all strips work, because sum and ring vector are then linear in the loads. Four
 * floats, of which one is unused, fill one register. */
static void sum_rows(struct force_series *series, const struct rows_input *input)
{
    const struct ring_model *ring = input->ring;
    size_t strip_count = ring->strip_count;
    float weight[SESSION_STRIPS_MAX][4] = {{0}}, correction[SESSION_STRIPS_MAX];
    for (size_t k = 0; k < strip_count; k++) {
        correction[k] = (float)(1 / series->faults.strip[k].gain);
        weight[k][0] = correction[k];
        weight[k][1] = (float)ring->weighted_x[k] * correction[k];
        weight[k][2] = (float)ring->weighted_y[k] * correction[k];
    }
    for (size_t i = 0; i < series->count; i++) {
        float sum[4] = {0}, *load = series->load_n + i * strip_count;
        for (size_t k = 0; k < strip_count; k++)
            for (int c = 0; c < 4; c++)
                sum[c] += load[k] * weight[k][c];
        series->force_n[i] = (double)sum[0];
        series->ring_vector_n[2 * i] = sum[1];
        series->ring_vector_n[2 * i + 1] = sum[2];
        for (size_t k = 0; input->is_fitted && k < strip_count; k++)
            load[k] *= correction[k];
    }
}

/* Solve each row, starting from the previous row's solution. This is necessary if strips are missing or loose, or if
 * the ring is mirrored. A ring vector gives the up direction only to within half a revolution. After the fit, the
 * response H (ring_model.h) is correct only for the half that the fit chose, so the up direction is kept near that of
 * the ring vector from before the fit. */
static void solve_each_row(struct force_series *series, const struct rows_input *input)
{
    const struct ring_model *ring = input->ring;
    size_t strip_count = ring->strip_count;
    bool is_up_known = false;
    double up_rad = 0, fit_up_rad = 0;
    for (size_t i = 0; i < series->count; i++) {
        struct ring_model_row row;
        float *load = series->load_n + i * strip_count;
        for (size_t k = 0; k < strip_count; k++)
            row.load_n[k] = (double)load[k] / series->faults.strip[k].gain;
        row.missing = strip_faults_missing(&series->faults, i);
        if (ring->mirrored)
            up_rad = mirrored_ring_up_rad(ring, input->session, i);
        else if (row.missing && !is_up_known)
            up_rad = first_up_rad(ring, &row, up_rad);
        if (input->is_fitted && series->contact[i] && !isnan(up_rad)) {
            fit_up_rad = strip_sample_unwrap_up(fit_up_rad, series->ring_vector_n + 2 * i);
            if (ring->mirrored || !(fabs(up_rad - fit_up_rad) < FOLLOW_MAX_RAD))
                up_rad = fit_up_rad;
        }
        ring_model_solve(ring, &row, up_rad);
        if (input->is_fitted)
            ring_model_solve_without_loose(ring, series->faults.loose, &row, up_rad);
        is_up_known = row.sum_n > CONTACT_THIGH_MIN_N;
        if (is_up_known)
            up_rad = row.up_rad;
        series->force_n[i] = row.sum_n;
        series->ring_vector_n[2 * i] = (float)row.x_n;
        series->ring_vector_n[2 * i + 1] = (float)row.y_n;
        for (size_t k = 0; input->is_fitted && k < strip_count; k++)
            load[k] = (float)row.load_n[k];
    }
}

/* Sum each row if the ring is complete; otherwise solve each row. */
static void solve_rows(struct force_series *series, const struct rows_input *input)
{
    const struct strip_faults *faults = &series->faults;
    if (!input->ring->mirrored && faults->first >= faults->end && faults->loose == 0)
        sum_rows(series, input);
    else
        solve_each_row(series, input);
}

/* Find weight, contact and the thigh's force, which replaces the sums in force_n. */
static bool find_contact(struct force_series *series, const struct session_table *session)
{
    const struct contact_rows rows = {series->ring_vector_n, session->time_s, series->count, series->period_s};
    struct contact_forces forces;
    if (!contact_find(&forces, &rows, series->force_n, series->force_n, series->contact))
        return false;
    series->weight_n = forces.weight_n;
    series->force_p95_n = forces.force_p95_n;
    return true;
}

/* Exchange the angles of swapped strips, pair by pair. *sample receives the selected rows, not corrected for gains.
 * False when out of memory. */
static bool correct_swaps(struct strip_sample *sample, struct ring_model *ring, struct force_series *series,
                          const struct session_table *session)
{
    for (;;) { /* the loop ends, as each strip is swapped at most once */
        size_t pair[2];
        if (!strip_sample_select(sample, series->load_n, series->ring_vector_n, series->contact, series->count,
                                 ring->strip_count))
            return false;
        if (!strip_check_swap(pair, ring, &series->faults, sample))
            return true;
        strip_sample_free(sample);
        ring_model_swap(ring, pair[0], pair[1]);
        series->faults.strip[pair[0]].swapped_with = (int)pair[1];
        series->faults.strip[pair[1]].swapped_with = (int)pair[0];
        solve_rows(series, &(struct rows_input){.session = session, .ring = ring});
    }
}

/* Fit the strips and leave out those with faults, until no more faults are found. */
static void fit_strips(struct ring_model *ring, struct strip_faults *faults, struct strip_sample *sample, size_t rows)
{
    bool found_any = true;
    for (int check = 0; check < CHECKS_MAX && found_any; check++) {
        struct strip_fit fit;
        struct strip_faults found;
        strip_check_fit(&fit, ring, faults, sample);
        *ring = fit.ring;
        *faults = fit.faults;
        memcpy(sample->up_rad, fit.up_rad, sample->count * sizeof *sample->up_rad);
        found_any = strip_check_faults(&found, ring, faults, sample, rows);
        *faults = found;
    }
}

/* Find swapped strips, gains and faults, correct the loads for them, and find saturation. False when out of memory. */
static bool correct_strips(struct force_series *series, const struct session_table *session, struct ring_model *ring)
{
    struct strip_sample sample;
    if (!correct_swaps(&sample, ring, series, session))
        return false;
    fit_strips(ring, &series->faults, &sample, series->count);
    solve_rows(series, &(struct rows_input){session, ring, .is_fitted = true});
    series->saturation =
        saturation_find(&(struct saturation_input){ring, series->count, series->ring_vector_n, series->contact,
                                                   series->load_n, sample.row, sample.count, series->weight_n});
    strip_sample_free(&sample);
    return true;
}

/* Whether the ring vector of the median loaded row is long enough to have a direction. */
static bool is_ring_angle_valid(const struct force_series *series, const struct ring_model *ring)
{
    double fraction[RING_SAMPLE_MAX + 1];
    size_t step = series->count / RING_SAMPLE_MAX + 1, used = 0;
    for (size_t n = 0, i = 0; i < series->count; i = weyl_sequence_row(++n, step)) {
        double sum_n = 2 * series->force_n[i] + series->weight_n; /* sum of the loads by the thigh and by the floor */
        double x = (double)series->ring_vector_n[2 * i], y = (double)series->ring_vector_n[2 * i + 1];
        if (series->contact[i] && sum_n > 0)
            fraction[used++] = sqrt(x * x + y * y) / sum_n;
    }
    return used > 0 && statistics_median(fraction, used) > RING_FRACTION_MIN && !ring->mirrored;
}

/* Whether any strip that is not left out is at full scale. */
static bool is_clipped(const struct session_table *session, const struct strip_faults *faults, size_t row)
{
    size_t strip_count = session->header.strip_count;
    const float *reading = session->strip + row * strip_count;
    float full = (float)(session->header.adc_full_scale - 0.5);
    unsigned clipped = 0;
    for (size_t k = 0; k < strip_count; k++)
        clipped |= (reading[k] >= full ? 1u : 0u) << k;
    return clipped != 0 && (clipped & ~strip_faults_missing(faults, row)) != 0;
}

/* Set the force of unloaded rows to 0, and compute clipped_fraction. */
static void clear_unloaded(struct force_series *series, const struct session_table *session)
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

static bool allocate_arrays(struct force_series *series, size_t strip_count)
{
    series->force_n = row_array_alloc(series->count, sizeof *series->force_n);
    series->contact = row_array_alloc(series->count, 1);
    series->ring_vector_n = row_array_alloc(2 * series->count, sizeof *series->ring_vector_n);
    series->load_n = row_array_alloc(series->count * strip_count, sizeof *series->load_n);
    return series->force_n != NULL && series->contact != NULL && series->ring_vector_n != NULL &&
           series->load_n != NULL;
}

bool force_series_make(struct force_series *series, const struct session_table *session)
{
    size_t count = session->count, strip_count = session->header.strip_count;
    struct ring_model ring;
    *series = (struct force_series){.count = count, .period_s = session_table_median_period_s(session->time_s, count)};
    bool ok = allocate_arrays(series, strip_count);
    if (ok) {
        strip_loads_compute(series->load_n, session->strip, count, &session->header);
        strip_faults_find(&series->faults, session);
        ring_model_init(&ring, session->header.strip_angle_deg, strip_count);
        if (ring.mirrored && series->faults.first >= series->faults.end) /* needs all strips */
            mirrored_ring_find_mounting(&ring, session, series->load_n);
        solve_rows(series, &(struct rows_input){.session = session, .ring = &ring});
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
    free(series->load_n);
    series->load_n = NULL;
}

void force_series_release_ring(struct force_series *series)
{
    free(series->ring_vector_n);
    series->ring_vector_n = NULL;
}

void force_series_free(struct force_series *series)
{
    free(series->force_n);
    free(series->contact);
    free(series->ring_vector_n);
    free(series->load_n);
    *series = (struct force_series){0};
}
