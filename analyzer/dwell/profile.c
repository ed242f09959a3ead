/* SPDX-License-Identifier: MIT */
#include "dwell/profile.h"

#include <math.h>
#include <stdlib.h>

#define REVERSAL_MIN_MM 5.0 /* smallest distance back that counts as a reversal; more than noise of the position */

/* Return the seconds since the previous row; 0 unless both rows are loaded and the position did not restart. */
static inline double row_duration_s(const struct trajectory *rows, size_t i)
{
    if (i == 0 || rows->contact[i] != CONTACT_LOADED || !rows->contact[i - 1])
        return 0;
    double step_s = rows->time_s[i] - rows->time_s[i - 1];
    return step_s < TRAJECTORY_STEP_MAX_S ? step_s : TRAJECTORY_STEP_MAX_S;
}

/* Return the distance rolled under load: the sum of the distances from one reversal to the next. A reversal counts only
 * when the roller has come back by REVERSAL_MIN_MM, so noise adds nothing to the sum. */
static double find_distance_mm(const struct trajectory *rows)
{
    double distance_mm = 0, start_mm = NAN, farthest_mm = NAN;
    for (size_t i = 0; i < rows->count; i++) {
        if (!rows->contact[i])
            continue;
        double x = rows->position_mm[i];
        if (isnan(start_mm))
            start_mm = farthest_mm = x;
        if (rows->contact[i] != CONTACT_LOADED) { /* the position restarts here, and its jump adds no distance */
            distance_mm += fabs(farthest_mm - start_mm);
            start_mm = farthest_mm = x;
        }
        bool same_direction = (x - start_mm) * (farthest_mm - start_mm) >= 0;
        if (same_direction && fabs(x - start_mm) >= fabs(farthest_mm - start_mm)) {
            farthest_mm = x;
        } else if (fabs(x - farthest_mm) >= REVERSAL_MIN_MM) {
            distance_mm += fabs(farthest_mm - start_mm);
            start_mm = farthest_mm;
            farthest_mm = x;
        }
    }
    return isnan(start_mm) ? 0 : distance_mm + fabs(farthest_mm - start_mm);
}

void profile_measure_force(const struct profile_input *input, size_t first, size_t last, double *mean_n, double *peak_n,
                           double *impulse_n_s)
{
    const struct trajectory *rows = input->rows;
    double loaded_s = 0, sum_n_s = 0, max_n = -INFINITY;
    for (size_t i = first; i <= last && i < rows->count; i++) {
        double row_s = row_duration_s(rows, i), force_n = input->force_n[i];
        loaded_s += row_s;
        sum_n_s += row_s * force_n;
        if (rows->contact[i])
            max_n = fmax(max_n, force_n);
    }
    *impulse_n_s = sum_n_s;
    *peak_n = max_n > -INFINITY ? max_n : NAN;
    *mean_n = loaded_s > 0 ? sum_n_s / loaded_s : NAN;
}

void profile_measure_rolling(const struct profile_input *input, struct rolling *rolling)
{
    const struct trajectory *rows = input->rows;
    double loaded_s = 0, min_mm = INFINITY, max_mm = -INFINITY;
    for (size_t i = 0; i < rows->count; i++) {
        double x = rows->position_mm[i];
        loaded_s += row_duration_s(rows, i);
        if (rows->contact[i]) { /* a position of NAN changes neither limit */
            min_mm = x < min_mm ? x : min_mm;
            max_mm = x > max_mm ? x : max_mm;
        }
    }
    bool has_range = min_mm <= max_mm;
    *rolling = (struct rolling){.loaded_s = loaded_s,
                                .distance_mm = find_distance_mm(rows),
                                .min_mm = has_range ? min_mm : NAN,
                                .max_mm = has_range ? max_mm : NAN};
    profile_measure_force(input, 0, rows->count - 1, &rolling->mean_force_n, &rolling->peak_force_n,
                          &rolling->impulse_n_s);
}

/* Return the bin of a position: bin k has its centre at k * bin_mm. */
static double find_bin(double position_mm, double bin_mm)
{
    return floor(position_mm / bin_mm + 0.5);
}

/* Make empty bins that cover a range of positions. False when out of memory. */
static bool make_bins(struct profile *profile, double low_mm, double high_mm)
{
    double first = find_bin(low_mm, profile->bin_mm), last = find_bin(high_mm, profile->bin_mm);
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
    double low_mm = (find_bin(rolling->min_mm, bin_mm) - 0.5) * bin_mm; /* lower edge of the first bin */
    double bins_per_mm = 1 / bin_mm, last_bin = (double)(profile->count - 1);
    for (size_t i = 0; i < rows->count; i++) {
        if (!rows->contact[i])
            continue;
        double bin = (rows->position_mm[i] - low_mm) * bins_per_mm;
        size_t b = !(bin > 0) ? 0 : (size_t)(bin < last_bin ? bin : last_bin);
        double row_s = row_duration_s(rows, i), force_n = input->force_n[i];
        profile->dwell_s[b] += row_s;
        profile->mean_force_n[b] += row_s * force_n; /* this is the impulse; below, it is divided by the time */
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
