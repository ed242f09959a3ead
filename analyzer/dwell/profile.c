/* SPDX-License-Identifier: MIT */
#include "dwell/profile.h"

#include "force/force_series.h"

#include <math.h>
#include <stdlib.h>

#define DISTANCE_STEP_MM 5.0

/* Seconds that row i stands for: the time since the row before, when both are loaded. */
static inline double row_s(const struct profile_input *input, size_t i)
{
    if (i == 0 || input->loaded[i] != CONTACT_LOADED || !input->loaded[i - 1])
        return 0;
    double step_s = input->time_s[i] - input->time_s[i - 1];
    return step_s < input->max_step_s ? step_s : input->max_step_s;
}

/* From turn to turn; a turn counts when the roller has come back by DISTANCE_STEP_MM. */
static double distance_of(const struct profile_input *input)
{
    double distance = 0, turn = NAN, farthest = NAN;
    for (size_t i = 0; i < input->count; i++) {
        if (!input->loaded[i])
            continue;
        double x = input->position_mm[i];
        if (isnan(turn))
            turn = farthest = x;
        if (input->loaded[i] > CONTACT_LOADED) { /* a jump is no way */
            distance += fabs(farthest - turn);
            turn = farthest = x;
        }
        if (fabs(x - turn) >= fabs(farthest - turn) && (x - turn) * (farthest - turn) >= 0) {
            farthest = x;
        } else if (fabs(x - farthest) >= DISTANCE_STEP_MM) {
            distance += fabs(farthest - turn);
            turn = farthest;
            farthest = x;
        }
    }
    return isnan(turn) ? 0 : distance + fabs(farthest - turn);
}

void profile_force(const struct profile_input *input, size_t first, size_t last, double *mean_n,
                   double *peak_n, double *impulse_ns)
{
    double seconds = 0, impulse = 0, peak = -INFINITY;
    for (size_t i = first; i <= last && i < input->count; i++) {
        double here_s = row_s(input, i), force_n = input->force_n[i];
        seconds += here_s;
        impulse += here_s * force_n;
        if (input->loaded[i])
            peak = force_n > peak ? force_n : peak; /* NAN is passed over */
    }
    *impulse_ns = impulse;
    *peak_n = peak > -INFINITY ? peak : NAN;
    *mean_n = seconds > 0 ? impulse / seconds : NAN;
}

void profile_rolling(const struct profile_input *input, struct rolling *rolling)
{
    double loaded_s = 0, low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < input->count; i++) {
        double x = input->position_mm[i];
        loaded_s += row_s(input, i);
        if (input->loaded[i]) { /* NAN is passed over */
            low = x < low ? x : low;
            high = x > high ? x : high;
        }
    }
    *rolling = (struct rolling){
        .loaded_s = loaded_s, .min_mm = low <= high ? low : NAN, .max_mm = low <= high ? high : NAN};
    rolling->distance_mm = distance_of(input);
    profile_force(input, 0, input->count - 1, &rolling->mean_force_n, &rolling->peak_force_n,
                  &rolling->impulse_ns);
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
    *profile = (struct profile){.bin_mm = bin_mm};
    if (isnan(rolling->min_mm))
        return true;
    if (!make_bins(profile, rolling->min_mm, rolling->max_mm)) {
        profile_free(profile);
        return false;
    }
    double first_mm = (floor(rolling->min_mm / bin_mm + 0.5) - 0.5) * bin_mm,
           last = (double)(profile->count - 1);
    for (size_t i = 0; i < input->count; i++) {
        if (!input->loaded[i])
            continue;
        double place = (input->position_mm[i] - first_mm) * (1 / bin_mm), force_n = input->force_n[i];
        size_t b = !(place > 0) ? 0 : (size_t)(place < last ? place : last);
        double here_s = row_s(input, i);
        profile->dwell_s[b] += here_s;
        profile->mean_force_n[b] += here_s * force_n;
        if (!(profile->peak_force_n[b] >= force_n))
            profile->peak_force_n[b] = force_n;
    }
    for (size_t b = 0; b < profile->count; b++)
        profile->mean_force_n[b] =
            profile->dwell_s[b] > 0 ? profile->mean_force_n[b] / profile->dwell_s[b] : NAN;
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
