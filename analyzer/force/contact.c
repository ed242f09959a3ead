/* SPDX-License-Identifier: MIT */
#include "force/contact.h"

#include "numeric/weyl_sequence.h"
#include "shared/physics.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CONTACT_ON_FRACTION 0.15     /* contact begins above this fraction of the 95th percentile */
#define CONTACT_OFF_FRACTION 0.10    /* contact ends below this fraction of the 95th percentile */
#define CONTACT_OFF_MIN_FRACTION 0.6 /* contact ends, at the latest, below this fraction of CONTACT_THIGH_MIN_N */
#define CONTACT_MIN_S 0.2            /* shorter breaks and contacts are noise */

#define WEIGHT_MAX_N 40.0 /* more than any roller weighs */
#define WEIGHT_MIN_S 0.3  /* the roller's weight is computed only from at least this much unloaded time */
/* The roller is unloaded below UNLOADED_FRACTION of a high load. For people who press lightly the limit is higher:
 * UNLOADED_LIGHT_FRACTION of a high load, but at most UNLOADED_LIGHT_N, more than a roller weighs (5 to 24 N). */
#define UNLOADED_FRACTION 0.08
#define UNLOADED_LIGHT_FRACTION 0.2
#define UNLOADED_LIGHT_N 30.0

#define MOTIONLESS_MIN_S 10.0    /* shortest motionless segment that counts as unattended */
#define MOTIONLESS_FRACTION 0.15 /* fraction of the load: largest change due to noise; rolling by 10 mm causes more */
#define BUMP_MAX_S 0.2 /* longest change of load or direction (a bump) that does not end a motionless segment */
#define UNATTENDED_FRACTION (1.0 / 3) /* fraction of a high load; a motionless load above it is a thigh */

#define SAMPLE_MAX 20000   /* largest number of rows searched for an unattended roller */
#define QUANTILE_ROWS 2000 /* rows that are enough for a quantile */
#define HIGH_QUANTILE 0.95 /* quantile of the loads that counts as a high load */

struct sample {
    const struct contact_rows *rows;
    const double *sum_n;       /* [rows->count] */
    size_t step;               /* the sample is every step-th row */
    unsigned char *unattended; /* [SAMPLE_MAX] 1 = the roller is unattended */
    double *value;             /* [SAMPLE_MAX] scratch */
};

/* Whether load and direction in `row` equal those in row `first`, except for noise. */
static bool is_unchanged(const struct sample *sample, size_t row, size_t first)
{
    const float *vector = sample->rows->ring_vector_n;
    double max_change = MOTIONLESS_FRACTION * sample->sum_n[first];
    return fabs(sample->sum_n[row] - sample->sum_n[first]) <= max_change &&
           fabs((double)vector[2 * row] - (double)vector[2 * first]) <= max_change &&
           fabs((double)vector[2 * row + 1] - (double)vector[2 * first + 1]) <= max_change;
}

/* If the segment [from, end) of the sample is long enough, mark its rows unattended, except those during a short change
 * of load or direction (a bump). */
static void mark_motionless(const struct sample *sample, size_t from, size_t end)
{
    const double *time_s = sample->rows->time_s;
    size_t first = from * sample->step;
    if (end == from || time_s[(end - 1) * sample->step] - time_s[first] < MOTIONLESS_MIN_S)
        return;
    for (size_t i = from; i < end; i++)
        sample->unattended[i] = is_unchanged(sample, i * sample->step, first);
}

/* Mark rows as unattended if load and direction do not change for a long time, and the load may be only the roller's
 * weight. */
static void find_unattended(const struct sample *sample)
{
    const double *time_s = sample->rows->time_s;
    size_t from = 0, end = 0; /* the current motionless segment; empty if from == end */
    for (size_t i = 0; i * sample->step < sample->rows->count; i++) {
        size_t row = i * sample->step;
        bool is_light = sample->sum_n[row] <= WEIGHT_MAX_N;
        sample->unattended[i] = 0;
        if (end > from && is_light && is_unchanged(sample, row, from * sample->step)) {
            end = i + 1;
        } else if (end == from || time_s[row] - time_s[(end - 1) * sample->step] > BUMP_MAX_S) {
            mark_motionless(sample, from, end);
            from = i;
            end = is_light ? i + 1 : i;
        }
    }
    mark_motionless(sample, from, end);
}

/* Unmark rows with too much load for an unattended roller. True if any row was unmarked. */
static bool unmark_loaded(const struct sample *sample, double high_n)
{
    bool any = false;
    for (size_t i = 0; i * sample->step < sample->rows->count; i++) {
        if (sample->unattended[i] && sample->sum_n[i * sample->step] > UNATTENDED_FRACTION * high_n) {
            sample->unattended[i] = 0;
            any = true;
        }
    }
    return any;
}

/* Return the 95th percentile of the forces above `min_n`, without unattended rows; 0 if there are none. */
static double find_high_force_n(const struct sample *sample, const double *force_n, double min_n)
{
    size_t used = 0, step = sample->step, count = sample->rows->count;
    size_t stride = count / step / QUANTILE_ROWS + 1;
    for (size_t n = 0, i = 0; i * step < count; i = weyl_sequence_row(++n, stride))
        if (force_n[i * step] > min_n && !sample->unattended[i])
            sample->value[used++] = force_n[i * step];
    return used == 0 ? 0 : statistics_quantile(sample->value, used, HIGH_QUANTILE);
}

/* Return the median sum while the roller is unloaded or unattended; 0 = unknown. */
static double find_weight_n(const struct sample *sample, double high_n)
{
    size_t used = 0;
    double unloaded_max_n = fmax(UNLOADED_FRACTION * high_n, fmin(UNLOADED_LIGHT_FRACTION * high_n, UNLOADED_LIGHT_N));
    for (size_t i = 0; i * sample->step < sample->rows->count; i++) {
        double sum_n = sample->sum_n[i * sample->step];
        if (sum_n < unloaded_max_n || sample->unattended[i])
            sample->value[used++] = sum_n;
    }
    if ((double)(used * sample->step) * sample->rows->period_s < WEIGHT_MIN_S)
        return 0;
    return fmin(statistics_median(sample->value, used), WEIGHT_MAX_N);
}

/* Change each run of rows with the state `value` that is shorter than `min_s` to the other state, except at the start
 * and at the end. */
static void remove_short(unsigned char *contact, const double *time_s, size_t count, unsigned char value, double min_s)
{
    size_t start = 0;
    for (size_t i = 1; i < count; i++) {
        if (contact[i] == contact[start])
            continue;
        if (start > 0 && contact[start] == value && time_s[i] - time_s[start] < min_s)
            memset(contact + start, !value, i - start);
        start = i;
    }
}

void contact_detect(const double *force_n, const double *time_s, size_t count, const struct contact_limits *limits,
                    unsigned char *contact)
{
    bool loaded = false;
    for (size_t i = 0; i < count; i++) {
        loaded = loaded ? force_n[i] >= limits->off_n : force_n[i] > limits->on_n;
        contact[i] = loaded ? CONTACT_LOADED : CONTACT_UNLOADED;
    }
    remove_short(contact, time_s, count, CONTACT_UNLOADED, limits->min_s);
    remove_short(contact, time_s, count, CONTACT_LOADED, limits->min_s);
}

bool contact_find(struct contact_forces *forces, const struct contact_rows *rows, const double *sum_n, double *force_n,
                  unsigned char *contact)
{
    struct sample sample = {.rows = rows,
                            .sum_n = sum_n,
                            .step = rows->count / SAMPLE_MAX + 1,
                            .unattended = malloc(SAMPLE_MAX),
                            .value = malloc(SAMPLE_MAX * sizeof(double))};
    bool ok = sample.unattended != NULL && sample.value != NULL;
    if (ok) {
        const double sum_min_n = 2 * CONTACT_THIGH_MIN_N; /* the floor presses as much as the thigh */
        find_unattended(&sample);
        double high_n = find_high_force_n(&sample, sum_n, sum_min_n);
        if (unmark_loaded(&sample, high_n))
            high_n = find_high_force_n(&sample, sum_n, sum_min_n);
        forces->weight_n = find_weight_n(&sample, high_n);
        for (size_t i = 0; i < rows->count; i++)
            force_n[i] = physics_thigh_force_n(sum_n[i], forces->weight_n);
        double p95_n = find_high_force_n(&sample, force_n, CONTACT_THIGH_MIN_N);
        forces->force_p95_n = p95_n;
        const struct contact_limits limits = {
            fmax(CONTACT_ON_FRACTION * p95_n, CONTACT_THIGH_MIN_N),
            fmax(CONTACT_OFF_FRACTION * p95_n, CONTACT_OFF_MIN_FRACTION * CONTACT_THIGH_MIN_N), CONTACT_MIN_S};
        contact_detect(force_n, rows->time_s, rows->count, &limits, contact);
    }
    free(sample.unattended);
    free(sample.value);
    return ok;
}
