/* SPDX-License-Identifier: MIT */
#include "force/force_series.h"

#include "force/unattended.h"
#include "shared/statistics.h"
#include "shared/physics.h"
#include "numeric/row_array.h"
#include "force/row_sums.h"
#include "numeric/weyl_sequence.h"
#include "force/strip_check.h"
#include "force/strip_gain.h"
#include "force/fast_force_law.h"
#include "force/ring_model.h"

#include <math.h>
#include <stdlib.h>

#define CONTACT_ON 0.15
#define CONTACT_OFF 0.10
#define CONTACT_SHORTEST_S 0.2
#define UNLOADED_PART 0.08 /* of a usual load, below which the roller may lie unloaded */
#define UNLOADED_LIGHT_PART                                                                                  \
    0.2 /* the same under a light thigh, up to UNLOADED_LIGHT_N: rollers weigh 5 to 15 N */
#define UNLOADED_LIGHT_N 20.0
#define WEIGHT_LEAST_S 0.3 /* of lying unloaded to tell its weight */
#define SAMPLE_MOST 20000  /* rows looked at for a roller that lies */
#define USUAL_MOST 2000    /* of these, to tell what is usual: neighbours tell the same */
#define CHECKS 4           /* of the strips, each after a fit */
#define RING_PART_LEAST                                                                                      \
    0.08 /* of the load, that the ring vector has in the median row of a ring that tells */

static void solve_rows(struct force_series *series, const struct session_rows *recording,
                       const struct ring_model *ring, bool put_right)
{
    const struct row_sums sums = {recording,
                                  &series->states,
                                  ring,
                                  series->load,
                                  series->force_n,
                                  series->ring,
                                  put_right ? series->loaded : NULL};
    row_sums_solve(&sums);
}

/* A strip that is believed at full scale. */
static bool is_clipped(const struct session_rows *recording, const struct strip_faults *states, size_t row)
{
    size_t strips = recording->header.strip_count;
    const float *count = recording->strip + row * strips,
                least = (float)(recording->header.adc_full_scale - 0.5);
    unsigned clipped = 0;
    for (size_t k = 0; k < strips; k++)
        clipped |= (count[k] >= least ? 1u : 0u) << k;
    return clipped != 0 && (clipped & ~strip_faults_missing(states, row)) != 0;
}

/* Rows at even steps. */
struct even_sample {
    struct unattended_rows rows;
    unsigned char *lies; /* [SAMPLE_MOST] 1 = the roller lay by itself for long */
    double *value;       /* [SAMPLE_MOST] to work in */
};

static size_t step_of(size_t count)
{
    return count / SAMPLE_MOST + 1;
}

static void free_sample(struct even_sample *sample)
{
    free(sample->lies);
    free(sample->value);
}

/* The 95th percentile of force above `least`, but for rows in which the roller lay by itself. */
static double high_force(const struct even_sample *sample, const double *force_n, double least)
{
    size_t used = 0, step = sample->rows.step, stride = sample->rows.count / step / USUAL_MOST + 1;
    for (size_t n = 0, i = 0; i * step < sample->rows.count; i = weyl_sequence_row(++n, stride)) {
        double here_n = force_n[i * step];
        if (here_n > least && !sample->lies[i])
            sample->value[used++] = here_n;
    }
    return used == 0 ? 0 : statistics_quantile(sample->value, used, 0.95);
}

/* The roller's own weight: the median sum while it lies unloaded. */
static double tell_weight(const struct even_sample *sample, double period_s, double high_n)
{
    const double *sum_n = sample->rows.sum_n;
    size_t step = sample->rows.step, used = 0;
    double below_n = fmax(UNLOADED_PART * high_n, fmin(UNLOADED_LIGHT_PART * high_n, UNLOADED_LIGHT_N));
    for (size_t i = 0; i * step < sample->rows.count; i++) {
        if (sum_n[i * step] < below_n || sample->lies[i])
            sample->value[used++] = sum_n[i * step];
    }
    if ((double)(used * step) * period_s < WEIGHT_LEAST_S)
        return 0;
    return fmin(statistics_median(sample->value, used), UNATTENDED_WEIGHT_MAX_N);
}

/* Turn stretches of `value` shorter than `shortest_s` into what is on both sides of them. */
static void pass_over_short(unsigned char *loaded, const double *time_s, size_t count, unsigned char value,
                            double shortest_s)
{
    size_t start = 0;
    for (size_t i = 1; i < count; i++) {
        if (loaded[i] == loaded[start])
            continue;
        if (start > 0 && loaded[start] == value && time_s[i] - time_s[start] < shortest_s) {
            for (size_t k = start; k < i; k++)
                loaded[k] = !value;
        }
        start = i;
    }
}

void contact_detect(const double *force_n, const double *time_s, size_t count, double on, double off,
                    double shortest_s, unsigned char *loaded)
{
    bool contact = false;
    for (size_t i = 0; i < count; i++) {
        contact = contact ? force_n[i] >= off : force_n[i] > on;
        loaded[i] = contact;
    }
    pass_over_short(loaded, time_s, count, 0, shortest_s);
    pass_over_short(loaded, time_s, count, 1, shortest_s);
}

/* Weight, thigh force and contact from the sums in force_n. */
static void find_contact(struct force_series *series, const double *time_s, struct even_sample *sample)
{
    size_t count = series->count;
    double least_n = 2 * ROW_SUMS_THIGH_MIN_N;
    sample->rows = (struct unattended_rows){series->force_n, series->ring, time_s, count, step_of(count)};
    unattended_find_still(&sample->rows, sample->lies);
    double high_n = high_force(sample, series->force_n, least_n);
    if (unattended_reject_loaded(&sample->rows, high_n, sample->lies))
        high_n = high_force(sample, series->force_n, least_n);
    series->weight_n = tell_weight(sample, series->period_s, high_n);
    for (size_t i = 0; i < count; i++)
        series->force_n[i] = physics_thigh_force_n(series->force_n[i], series->weight_n);
    series->force_p95_n = high_force(sample, series->force_n, ROW_SUMS_THIGH_MIN_N);
    contact_detect(series->force_n, time_s, count,
                   fmax(CONTACT_ON * series->force_p95_n, ROW_SUMS_THIGH_MIN_N),
                   fmax(CONTACT_OFF * series->force_p95_n, 0.6 * ROW_SUMS_THIGH_MIN_N), CONTACT_SHORTEST_S,
                   series->loaded);
}

/* Find out about the strips by the loads as they read, and then put these right. */
static bool judge_strips(struct force_series *series, const struct session_rows *recording,
                         struct ring_model *ring)
{
    struct strip_sample sample;
    bool swapped;
    do { /* each strip is swapped once at most */
        if (!strip_sample_select(&sample, ring, series->load, series->ring, series->loaded, series->count))
            return false;
        swapped = strip_check_swap(ring, &series->states, &sample);
        if (swapped) {
            strip_sample_free(&sample);
            solve_rows(series, recording, ring, false);
        }
    } while (swapped);
    for (int check = 0; check < CHECKS; check++) {
        strip_gain_fit(ring, &series->states, &sample);
        if (!strip_check(ring, &series->states, &sample, series->count))
            break;
    }
    strip_sample_free(&sample);
    solve_rows(series, recording, ring, true);
    return true;
}

/* Whether the ring vector is a fair part of the load. */
static bool ring_gives_angle(const struct force_series *series, const struct ring_model *ring, double *value)
{
    size_t step = series->count / USUAL_MOST + 1, used = 0;
    for (size_t n = 0, i = 0; i < series->count; i = weyl_sequence_row(++n, step)) {
        double sum = 2 * series->force_n[i] + series->weight_n;
        double x = (double)series->ring[2 * i], y = (double)series->ring[2 * i + 1];
        if (series->loaded[i] && sum > 0)
            value[used++] = sqrt(x * x + y * y) / sum;
    }
    return used > 0 && statistics_median(value, used) > RING_PART_LEAST && !ring->mirrored;
}

static bool make_arrays(struct force_series *series, size_t strips)
{
    series->force_n = row_array(series->count, sizeof *series->force_n);
    series->loaded = row_array(series->count, 1);
    series->ring = row_array(2 * series->count, sizeof *series->ring);
    series->load = row_array(series->count * strips, sizeof *series->load);
    return series->force_n != NULL && series->loaded != NULL && series->ring != NULL && series->load != NULL;
}

bool force_series_make(struct force_series *series, const struct session_rows *recording)
{
    size_t count = recording->count, strips = recording->header.strip_count, loaded_rows = 0,
           clipped_rows = 0;
    struct ring_model ring;
    *series = (struct force_series){.count = count,
                                    .period_s = session_rows_median_period_s(recording->time_s, count)};
    struct even_sample sample = {.lies = malloc(SAMPLE_MOST), .value = malloc(SAMPLE_MOST * sizeof(double))};
    bool good = sample.lies != NULL && sample.value != NULL && make_arrays(series, strips);
    if (good) {
        fast_force_law_loads(series->load, recording->strip, count, &recording->header);
        strip_faults_find(&series->states, recording);
        ring_model_init(&ring, recording->header.strip_angle_deg, strips);
        solve_rows(series, recording, &ring, false);
        find_contact(series, recording->time_s, &sample);
        good = judge_strips(series, recording, &ring);
    }
    if (!good) {
        free_sample(&sample);
        force_series_free(series);
        return false;
    }
    find_contact(series, recording->time_s, &sample);
    series->ring_gives_angle = ring_gives_angle(series, &ring, sample.value);
    free_sample(&sample);
    for (size_t i = 0; i < count; i++) {
        if (series->loaded[i]) {
            loaded_rows++;
            clipped_rows += is_clipped(recording, &series->states, i);
        } else {
            series->force_n[i] = 0;
        }
    }
    series->clipped_fraction = loaded_rows > 0 ? (double)clipped_rows / (double)loaded_rows : 0;
    return true;
}

void force_series_free(struct force_series *series)
{
    free(series->force_n);
    free(series->loaded);
    free(series->ring);
    free(series->load);
    *series = (struct force_series){0};
}
