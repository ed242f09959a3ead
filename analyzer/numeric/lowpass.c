/* SPDX-License-Identifier: MIT */
#include "numeric/lowpass.h"

#include <math.h>

/* Return the mean over the first time constant, so that the start does not depend on one row. */
static double start_value(const double *value, const double *time_s, size_t count, double tau_s)
{
    double sum = 0;
    size_t used = 0;
    while (used < count && time_s[used] - time_s[0] <= tau_s)
        sum += value[used++];
    return sum / (double)used;
}

#define SERIES_STEP_MAX 0.003 /* largest step for which four terms are exact to the last digits */

/* The last value of exp(-x) that was not computed from the series. */
struct decay_cache {
    double x, factor;
};

/* Return exp(-x). Time steps are nearly equal, so a Taylor series about the cached x is usually enough. It saves 3 ms
 * an hour of data (docs/BENCHMARKS.md). */
static inline double decay_factor(struct decay_cache *cache, double x)
{
    double delta = x - cache->x;
    if (!(fabs(delta) < SERIES_STEP_MAX)) {
        *cache = (struct decay_cache){x, exp(-x)};
        return cache->factor;
    }
    return cache->factor * (1 - delta * (1 - delta * (1.0 / 2) * (1 - delta * (1.0 / 3) * (1 - delta * (1.0 / 4)))));
}

void lowpass_zero_phase(double *value, const double *time_s, size_t count, double tau_s)
{
    if (count < 2)
        return;
    double state = start_value(value, time_s, count, tau_s), inverse_tau = 1 / tau_s;
    struct decay_cache cache = {0, 1};
    for (size_t i = 0; i < count; i++) {
        double a = decay_factor(&cache, i > 0 ? (time_s[i] - time_s[i - 1]) * inverse_tau : 0);
        value[i] = state = a * state + (1 - a) * value[i];
    }
    for (size_t i = count - 1; i-- > 0;) {
        double a = decay_factor(&cache, (time_s[i + 1] - time_s[i]) * inverse_tau);
        value[i] = state = a * state + (1 - a) * value[i];
    }
}

void lowpass_zero_phase_pair(double *x, double *y, const double *time_s, size_t count, double tau_s)
{
    if (count < 2)
        return;
    double x_state = start_value(x, time_s, count, tau_s), y_state = start_value(y, time_s, count, tau_s);
    double inverse_tau = 1 / tau_s;
    struct decay_cache cache = {0, 1};
    for (size_t i = 0; i < count; i++) {
        double a = decay_factor(&cache, i > 0 ? (time_s[i] - time_s[i - 1]) * inverse_tau : 0);
        x[i] = x_state = a * x_state + (1 - a) * x[i];
        y[i] = y_state = a * y_state + (1 - a) * y[i];
    }
    for (size_t i = count - 1; i-- > 0;) {
        double a = decay_factor(&cache, (time_s[i + 1] - time_s[i]) * inverse_tau);
        x[i] = x_state = a * x_state + (1 - a) * x[i];
        y[i] = y_state = a * y_state + (1 - a) * y[i];
    }
}
