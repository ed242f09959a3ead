/* SPDX-License-Identifier: MIT */
#include "numeric/lowpass.h"

#include <math.h>

/* The mean over the first time constant, so that the start does not depend on one row. */
static double start_value(const double *value, const double *time_s, size_t count, double tau_s)
{
    double sum = 0;
    size_t used = 0;
    while (used < count && time_s[used] - time_s[0] <= tau_s)
        sum += value[used++];
    return sum / (double)used;
}

#define NEAR 0.003 /* change of x for which the series is exact */

/* exp(-x) of the last step, x = step / tau. */
struct decay {
    double x, factor;
};

/* exp(-x); most steps are nearly equal, so a series from the last one is exact. */
static inline double decay_factor(struct decay *decay, double x)
{
    double change = x - decay->x;
    if (!(fabs(change) < NEAR)) {
        *decay = (struct decay){x, exp(-x)};
        return decay->factor;
    }
    return decay->factor *
           (1 - change * (1 - change * (1.0 / 2) * (1 - change * (1.0 / 3) * (1 - change * (1.0 / 4)))));
}

void lowpass_zero_phase(double *value, const double *time_s, size_t count, double tau_s)
{
    if (count < 2)
        return;
    double state = start_value(value, time_s, count, tau_s), per_s = 1 / tau_s;
    struct decay decay = {0, 1};
    for (size_t i = 0; i < count; i++) {
        double a = decay_factor(&decay, i > 0 ? (time_s[i] - time_s[i - 1]) * per_s : 0);
        value[i] = state = a * state + (1 - a) * value[i];
    }
    for (size_t i = count - 1; i-- > 0;) {
        double a = decay_factor(&decay, (time_s[i + 1] - time_s[i]) * per_s);
        value[i] = state = a * state + (1 - a) * value[i];
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
        double a = decay_factor(&decay, i > 0 ? (time_s[i] - time_s[i - 1]) * per_s : 0);
        x[i] = x_state = a * x_state + (1 - a) * x[i];
        y[i] = y_state = a * y_state + (1 - a) * y[i];
    }
    for (size_t i = count - 1; i-- > 0;) {
        double a = decay_factor(&decay, (time_s[i + 1] - time_s[i]) * per_s);
        x[i] = x_state = a * x_state + (1 - a) * x[i];
        y[i] = y_state = a * y_state + (1 - a) * y[i];
    }
}
