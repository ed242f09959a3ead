/* SPDX-License-Identifier: MIT */
#include "numeric/lowpass.h"

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

#define NEAR 0.003

/* What is left of a state after a step, exp(-x) for x = step / time constant, kept for one x: steps are
 * nearly all alike. */
struct decay {
    double x, left;
};

/* exp(-x). From the x that is kept a few terms of the series are exact to the last digits. */
static inline double left_of(struct decay *decay, double x)
{
    double more = x - decay->x;
    if (!(fabs(more) < NEAR)) {
        *decay = (struct decay){x, exp(-x)};
        return decay->left;
    }
    return decay->left *
           (1 - more * (1 - more * (1.0 / 2) * (1 - more * (1.0 / 3) * (1 - more * (1.0 / 4)))));
}

void lowpass_zero_phase(double *value, const double *time_s, size_t count, double tau_s)
{
    if (count < 2)
        return;
    double state = start_value(value, time_s, count, tau_s), per_s = 1 / tau_s;
    struct decay decay = {0, 1};
    for (size_t i = 0; i < count; i++) {
        double left = left_of(&decay, i > 0 ? (time_s[i] - time_s[i - 1]) * per_s : 0);
        value[i] = state = left * state + (1 - left) * value[i];
    }
    for (size_t i = count - 1; i-- > 0;) {
        double left = left_of(&decay, (time_s[i + 1] - time_s[i]) * per_s);
        value[i] = state = left * state + (1 - left) * value[i];
    }
}

void lowpass_zero_phase_pair(double *x, double *y, const double *time_s, size_t count, double tau_s)
{
    if (count < 2)
        return;
    double x_state = start_value(x, time_s, count, tau_s), y_state = start_value(y, time_s, count, tau_s);
    double per_s = 1 / tau_s;
    struct decay decay = {0, 1};
    for (size_t i = 0; i < count; i++) {
        double left = left_of(&decay, i > 0 ? (time_s[i] - time_s[i - 1]) * per_s : 0);
        x[i] = x_state = left * x_state + (1 - left) * x[i];
        y[i] = y_state = left * y_state + (1 - left) * y[i];
    }
    for (size_t i = count - 1; i-- > 0;) {
        double left = left_of(&decay, (time_s[i + 1] - time_s[i]) * per_s);
        x[i] = x_state = left * x_state + (1 - left) * x[i];
        y[i] = y_state = left * y_state + (1 - left) * y[i];
    }
}
