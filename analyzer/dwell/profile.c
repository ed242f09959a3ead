/* SPDX-License-Identifier: MIT */
#include "dwell/profile.h"

#include <math.h>
#include <stdlib.h>

#define DISTANCE_STEP_MM 5.0

/* Return the seconds since the previous row; 0 unless both are loaded and the position did not restart. */
static inline double row_duration_s(const struct trajectory *rows, size_t i)
{
    if (i == 0 || rows->contact[i] != CONTACT_LOADED || !rows->contact[i - 1])
        return 0;
    double step_s = rows->time_s[i] - rows->time_s[i - 1];
    return step_s < TRAJECTORY_STEP_MAX_S ? step_s : TRAJECTORY_STEP_MAX_S;
}

/* Return the distance rolled under load, summed from reversal to reversal. A reversal counts once the roller
 * has come back by DISTANCE_STEP_MM, so that noise adds nothing. */
static double find_distance(const struct trajectory *rows)
{
    double distance = 0, from = NAN, farthest = NAN;
    for (size_t i = 0; i < rows->count; i++) {
        if (!rows->contact[i])
            continue;
        double x = rows->position_mm[i];
        if (isnan(from))
            from = farthest = x;
        if (rows->contact[i] > CONTACT_LOADED) { /* a jump adds no distance */
            distance += fabs(farthest - from);
            from = farthest = x;
        }
        if (fabs(x - from) >= fabs(farthest - from) && (x - from) * (farthest - from) >= 0) {
            farthest = x;
        } else if (fabs(x - farthest) >= DISTANCE_STEP_MM) {
            distance += fabs(farthest - from);
            from = farthest;
            farthest = x;
        }
    }
    return isnan(from) ? 0 : distance + fabs(farthest - from);
}

void profile_measure_force(const struct profile_input *input, size_t first, size_t last, double *mean_n, double *peak_n,
                           double *impulse_n_s)
{
    const struct trajectory *rows = input->rows;
    double seconds = 0, impulse = 0, peak = -INFINITY;
    for (size_t i = first; i <= last && i < rows->count; i++) {
        double row_s = row_duration_s(rows, i), force_n = input->force_n[i];
        seconds += row_s;
        impulse += row_s * force_n;
        if (rows->contact[i])
            peak = force_n > peak ? force_n : peak; /* NAN is ignored */
    }
    *impulse_n_s = impulse;
    *peak_n = peak > -INFINITY ? peak : NAN;
    *mean_n = seconds > 0 ? impulse / seconds : NAN;
}

void profile_measure_rolling(const struct profile_input *input, struct rolling *rolling)
{
    const struct trajectory *rows = input->rows;
    double loaded_s = 0, low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < rows->count; i++) {
        double x = rows->position_mm[i];
        loaded_s += row_duration_s(rows, i);
        if (rows->contact[i]) { /* NAN is ignored */
            low = x < low ? x : low;
            high = x > high ? x : high;
        }
    }
    *rolling =
        (struct rolling){.loaded_s = loaded_s, .min_mm = low <= high ? low : NAN, .max_mm = low <= high ? high : NAN};
    rolling->distance_mm = find_distance(rows);
    profile_measure_force(input, 0, rows->count - 1, &rolling->mean_force_n, &rolling->peak_force_n,
                          &rolling->impulse_n_s);
}

static bool make_bins(struct profile *profile, double low_mm, double high_mm)
{
    double first = floor(low_mm / profile->bin_mm + 0.5), last = floor(high_mm / profile->bin_mm + 0.5);
    profile->count = (size_t)fmin(last - first + 1, PROFILE_BINS_MAX);
    profile->x_mm = malloc(profile->count * sizeof *profile->x_mm);
    profile->dwell_s = calloc(profile->count, sizeof *profile->dwell_s);
    profile->mean_force_n = calloc(profile->count, sizeof *profile->mean_force_n);
    profile->peak_force_n = malloc(profile->count * sizeof *profile->peak_force_n);
    if (!profile->x_mm || !profile->dwell_s || !profile->mean_force_n || !profile->peak_force_n)
        return false;
    for (size_t b = 0; b < profile->count; b++) {
        profile->x_mm[b] = (first + (double)b) * profile->bin_mm;
        profile->peak_force_n[b] = NAN;
    }
    return true;
}

bool profile_make(struct profile *profile, const struct profile_input *input, const struct rolling *rolling,
                  double bin_mm)
{
    const struct trajectory *rows = input->rows;
    *profile = (struct profile){.bin_mm = bin_mm};
    if (isnan(rolling->min_mm))
        return true;
    if (!make_bins(profile, rolling->min_mm, rolling->max_mm)) {
        profile_free(profile);
        return false;
    }
    double first_mm = (floor(rolling->min_mm / bin_mm + 0.5) - 0.5) * bin_mm, last = (double)(profile->count - 1);
    for (size_t i = 0; i < rows->count; i++) {
        if (!rows->contact[i])
            continue;
        double bin = (rows->position_mm[i] - first_mm) * (1 / bin_mm), force_n = input->force_n[i];
        size_t b = !(bin > 0) ? 0 : (size_t)(bin < last ? bin : last);
        double row_s = row_duration_s(rows, i);
        profile->dwell_s[b] += row_s;
        profile->mean_force_n[b] += row_s * force_n; /* the impulse, divided below */
        if (!(profile->peak_force_n[b] >= force_n))
            profile->peak_force_n[b] = force_n;
    }
    for (size_t b = 0; b < profile->count; b++)
        profile->mean_force_n[b] = profile->dwell_s[b] > 0 ? profile->mean_force_n[b] / profile->dwell_s[b] : NAN;
    return true;
}

void profile_free(struct profile *profile)
{
    free(profile->x_mm);
    free(profile->dwell_s);
    free(profile->mean_force_n);
    free(profile->peak_force_n);
    *profile = (struct profile){0};
}
