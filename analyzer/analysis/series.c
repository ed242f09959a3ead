/* SPDX-License-Identifier: MIT */
#include "series.h"

#include "quantile.h"
#include "roller.h"
#include "strip_gain.h"

#include <math.h>
#include <stdlib.h>

#define DEGREE 0.017453292519943295
#define CONTACT_ON 0.15
#define CONTACT_OFF 0.10
#define CONTACT_SHORTEST_S 0.2
#define CONTACT_LEAST_N 4.0   /* no thigh is lighter */
#define WEIGHT_MOST_N 40.0    /* no roller is heavier */
#define UNLOADED_PART 0.08    /* of a usual load, below which the roller may lie unloaded */
#define UNLOADED_LIGHT_PART 0.2 /* the same under a light thigh, up to UNLOADED_LIGHT_N: rollers weigh 5 to 15 N */
#define UNLOADED_LIGHT_N 20.0
#define WEIGHT_LEAST_S 0.3    /* of lying unloaded to tell its weight */
#define DEAD_PART 0.01        /* a strip's share of what the median strip carries, below which it is dead */
#define SAMPLE_MOST 20000

static double strip_force(const struct session_header *header, size_t strip, double count)
{
    return roller_strip_force_n(count, header->adc_full_scale, header->calibration_k_n[strip],
                                header->calibration_p[strip]);
}

static unsigned find_dead_strips(const double *strip_sum, size_t strips)
{
    double sorted[SESSION_STRIPS_MAX];
    for (size_t k = 0; k < strips; k++)
        sorted[k] = strip_sum[k];
    double usual = quantile_median(sorted, strips);
    unsigned dead = 0;
    for (size_t k = 0; k < strips; k++) {
        if (usual > 0 && strip_sum[k] < DEAD_PART * usual)
            dead |= 1u << k;
    }
    return dead;
}

/* Ring vectors from strips made alike. */
static bool make_strips_alike(struct series *series, const struct session_rows *recording)
{
    const struct session_header *header = &recording->header;
    size_t strips = header->strip_count;
    double gain[SESSION_STRIPS_MAX], cosine[SESSION_STRIPS_MAX], sine[SESSION_STRIPS_MAX];
    if (!strip_gain_fit(gain, recording, series->ring, series->loaded))
        return false;
    for (size_t k = 0; k < strips; k++) {
        cosine[k] = cos(2 * DEGREE * header->strip_angle_deg[k]) / gain[k];
        sine[k] = sin(2 * DEGREE * header->strip_angle_deg[k]) / gain[k];
    }
    for (size_t i = 0; i < series->count; i++) {
        double x = 0, y = 0;
        for (size_t k = 0; k < strips; k++) {
            double force = strip_force(header, k, (double)recording->strip[i * strips + k]);
            x += force * cosine[k];
            y += force * sine[k];
        }
        series->ring[2 * i] = (float)x;
        series->ring[2 * i + 1] = (float)y;
    }
    return true;
}

/* Sum of strips into force_n, and ring vectors. */
static void sum_strips(struct series *series, const struct session_rows *recording)
{
    const struct session_header *header = &recording->header;
    size_t strips = header->strip_count;
    double cosine[SESSION_STRIPS_MAX], sine[SESSION_STRIPS_MAX], strip_sum[SESSION_STRIPS_MAX] = {0};
    for (size_t k = 0; k < strips; k++) {
        cosine[k] = cos(2 * DEGREE * header->strip_angle_deg[k]);
        sine[k] = sin(2 * DEGREE * header->strip_angle_deg[k]);
    }
    for (size_t i = 0; i < series->count; i++) {
        const float *count = recording->strip + i * strips;
        double sum = 0, x = 0, y = 0;
        for (size_t k = 0; k < strips; k++) {
            double force = strip_force(header, k, count[k]);
            sum += force;
            x += force * cosine[k];
            y += force * sine[k];
            strip_sum[k] += force;
        }
        series->force_n[i] = sum;
        series->ring[2 * i] = (float)x;
        series->ring[2 * i + 1] = (float)y;
    }
    series->dead_strips = find_dead_strips(strip_sum, strips);
}

static bool is_clipped(const struct session_rows *recording, size_t row)
{
    const struct session_header *header = &recording->header;
    for (size_t k = 0; k < header->strip_count; k++) {
        if ((double)recording->strip[row * header->strip_count + k] >= header->adc_full_scale - 0.5)
            return true;
    }
    return false;
}

/* The 95th percentile of the values above `least`, from an even sample. */
static double high_force(const double *force_n, size_t count, double least, double *sample)
{
    size_t step = count / SAMPLE_MOST + 1, used = 0;
    for (size_t i = 0; i < count; i += step) {
        if (force_n[i] > least)
            sample[used++] = force_n[i];
    }
    return used == 0 ? 0 : quantile_of(sample, used, 0.95);
}

/* The roller's own weight: the median sum while it lies unloaded. */
static double tell_weight(const double *sum_n, size_t count, double period_s, double high_n, double *sample)
{
    size_t step = count / SAMPLE_MOST + 1, used = 0;
    double below_n = fmax(UNLOADED_PART * high_n, fmin(UNLOADED_LIGHT_PART * high_n, UNLOADED_LIGHT_N));
    for (size_t i = 0; i < count; i += step) {
        if (sum_n[i] < below_n)
            sample[used++] = sum_n[i];
    }
    if ((double)(used * step) * period_s < WEIGHT_LEAST_S)
        return 0;
    return fmin(quantile_median(sample, used), WEIGHT_MOST_N);
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

void series_contact(const double *force_n, const double *time_s, size_t count, double on, double off,
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

bool series_make(struct series *series, const struct session_rows *recording)
{
    size_t count = recording->count;
    *series = (struct series){.count = count, .period_s = session_rows_period_s(recording->time_s, count)};
    series->force_n = malloc(count * sizeof *series->force_n);
    series->loaded = malloc(count);
    series->ring = malloc(2 * count * sizeof *series->ring);
    double *sample = malloc((SAMPLE_MOST + 1) * sizeof *sample);
    if (series->force_n == NULL || series->loaded == NULL || series->ring == NULL || sample == NULL) {
        free(sample);
        series_free(series);
        return false;
    }
    sum_strips(series, recording);
    double high_n = high_force(series->force_n, count, 2 * CONTACT_LEAST_N, sample);
    series->weight_n = tell_weight(series->force_n, count, series->period_s, high_n, sample);
    for (size_t i = 0; i < count; i++)
        series->force_n[i] = roller_thigh_force_n(series->force_n[i], series->weight_n);
    series->force_p95_n = high_force(series->force_n, count, CONTACT_LEAST_N, sample);
    free(sample);
    series_contact(series->force_n, recording->time_s, count, fmax(CONTACT_ON * series->force_p95_n, CONTACT_LEAST_N),
                   fmax(CONTACT_OFF * series->force_p95_n, 0.6 * CONTACT_LEAST_N), CONTACT_SHORTEST_S,
                   series->loaded);
    size_t loaded_rows = 0, clipped_rows = 0;
    for (size_t i = 0; i < count; i++) {
        if (series->loaded[i]) {
            loaded_rows++;
            clipped_rows += is_clipped(recording, i);
        } else {
            series->force_n[i] = 0;
        }
    }
    series->clipped_part = loaded_rows > 0 ? (double)clipped_rows / (double)loaded_rows : 0;
    if (!make_strips_alike(series, recording)) {
        series_free(series);
        return false;
    }
    return true;
}

void series_free(struct series *series)
{
    free(series->force_n);
    free(series->loaded);
    free(series->ring);
    *series = (struct series){0};
}
