/* SPDX-License-Identifier: MIT */
#include "lowpass.h"

#include <math.h>

/* The mean over the first time constant: a start that does not hang on one row. */
static double start_value(const double *value, const double *time_s, size_t count, double tau_s)
{
    double sum = 0;
    size_t used = 0;
    while (used < count && time_s[used] - time_s[0] <= tau_s)
        sum += value[used++];
    return sum / (double)used;
}

/* 1 - exp(-x) for x = step / time constant. Rows are close together, and for small x a few terms of the series are
 * exact to the last digits and need no library call. */
static inline double gain_of(double x)
{
    if (!(x < 0.125))
        return -expm1(-x);
    double sum = 1 - x * (1.0 / 9);
    sum = 1 - x * (1.0 / 8) * sum;
    sum = 1 - x * (1.0 / 7) * sum;
    sum = 1 - x * (1.0 / 6) * sum;
    sum = 1 - x * (1.0 / 5) * sum;
    sum = 1 - x * (1.0 / 4) * sum;
    sum = 1 - x * (1.0 / 3) * sum;
    sum = 1 - x * (1.0 / 2) * sum;
    return x * sum;
}

void lowpass_both_ways(double *value, const double *time_s, size_t count, double tau_s)
{
    if (count < 2)
        return;
    double state = start_value(value, time_s, count, tau_s), per_s = 1 / tau_s;
    for (size_t i = 0; i < count; i++) {
        double step_s = i > 0 ? time_s[i] - time_s[i - 1] : 0;
        state += gain_of(step_s * per_s) * (value[i] - state);
        value[i] = state;
    }
    for (size_t i = count - 1; i-- > 0;) {
        state += gain_of((time_s[i + 1] - time_s[i]) * per_s) * (value[i] - state);
        value[i] = state;
    }
}

void lowpass_pair_both_ways(double *x, double *y, const double *time_s, size_t count, double tau_s)
{
    if (count < 2)
        return;
    double x_state = start_value(x, time_s, count, tau_s), y_state = start_value(y, time_s, count, tau_s);
    double per_s = 1 / tau_s;
    for (size_t i = 0; i < count; i++) {
        double gain = gain_of((i > 0 ? time_s[i] - time_s[i - 1] : 0) * per_s);
        x[i] = x_state += gain * (x[i] - x_state);
        y[i] = y_state += gain * (y[i] - y_state);
    }
    for (size_t i = count - 1; i-- > 0;) {
        double gain = gain_of((time_s[i + 1] - time_s[i]) * per_s);
        x[i] = x_state += gain * (x[i] - x_state);
        y[i] = y_state += gain * (y[i] - y_state);
    }
}
