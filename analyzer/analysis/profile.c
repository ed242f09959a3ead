/* SPDX-License-Identifier: MIT */
#include "profile.h"

#include "series.h"

#include <math.h>
#include <stdlib.h>

#define DISTANCE_STEP_MM 5.0

double profile_row_s(const struct profile_input *input, size_t i)
{
    if (i == 0 || input->loaded[i] != SERIES_LOADED || !input->loaded[i - 1])
        return 0;
    return fmin(input->time_s[i] - input->time_s[i - 1], input->hole_s);
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
        if (input->loaded[i] > SERIES_LOADED) { /* a jump is no way */
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

void profile_force(const struct profile_input *input, size_t first, size_t last, double *mean_n, double *peak_n,
                   double *impulse_ns)
{
    double seconds = 0;
    *impulse_ns = 0;
    *peak_n = NAN;
    for (size_t i = first; i <= last && i < input->count; i++) {
        double row_s = profile_row_s(input, i);
        seconds += row_s;
        *impulse_ns += row_s * input->force_n[i];
        if (input->loaded[i])
            *peak_n = fmax(*peak_n, input->force_n[i]); /* fmax passes over NAN */
    }
    *mean_n = seconds > 0 ? *impulse_ns / seconds : NAN;
}

void profile_rolling(const struct profile_input *input, struct rolling *rolling)
{
    *rolling = (struct rolling){.min_mm = NAN, .max_mm = NAN};
    for (size_t i = 0; i < input->count; i++) {
        rolling->loaded_s += profile_row_s(input, i);
        if (input->loaded[i]) {
            rolling->min_mm = fmin(rolling->min_mm, input->position_mm[i]);
            rolling->max_mm = fmax(rolling->max_mm, input->position_mm[i]);
        }
    }
    rolling->distance_mm = distance_of(input);
    profile_force(input, 0, input->count - 1, &rolling->mean_force_n, &rolling->peak_force_n, &rolling->impulse_ns);
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

bool profile_make(struct profile *profile, const struct profile_input *input, double bin_mm)
{
    struct rolling rolling;
    *profile = (struct profile){.bin_mm = bin_mm};
    profile_rolling(input, &rolling);
    if (isnan(rolling.min_mm))
        return true;
    if (!make_bins(profile, rolling.min_mm, rolling.max_mm)) {
        profile_free(profile);
        return false;
    }
    for (size_t i = 0; i < input->count; i++) {
        if (!input->loaded[i])
            continue;
        double place = floor((input->position_mm[i] - profile->x_mm[0]) / bin_mm + 0.5);
        size_t b = (size_t)fmin(fmax(place, 0), (double)(profile->count - 1));
        double row_s = profile_row_s(input, i);
        profile->dwell_s[b] += row_s;
        profile->mean_force_n[b] += row_s * input->force_n[i];
        profile->peak_force_n[b] = fmax(profile->peak_force_n[b], input->force_n[i]);
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
