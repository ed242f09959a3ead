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

void lowpass_both_ways(double *value, const double *time_s, size_t count, double tau_s)
{
    if (count < 2)
        return;
    double state = start_value(value, time_s, count, tau_s);
    for (size_t i = 0; i < count; i++) {
        double step_s = i > 0 ? time_s[i] - time_s[i - 1] : 0;
        state += (1 - exp(-step_s / tau_s)) * (value[i] - state);
        value[i] = state;
    }
    for (size_t i = count - 1; i-- > 0;) {
        double step_s = time_s[i + 1] - time_s[i];
        state += (1 - exp(-step_s / tau_s)) * (value[i] - state);
        value[i] = state;
    }
}
