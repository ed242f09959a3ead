/* SPDX-License-Identifier: MIT */
#include "numeric/lowpass.h"

#include <math.h>

#define EQUAL_STEPS_S 1e-9 /* times are in microseconds; their differences are rounded to less than this */

/* Return the mean over the first time constant, so that the start does not depend on one row. */
static double start_value(const double *value, const double *time_s, size_t count, double tau_s)
{
    double sum = 0;
    size_t used = 0;
    while (used < count && time_s[used] - time_s[0] <= tau_s)
        sum += value[used++];
    return sum / (double)used;
}

/* The factor by which the filter's state decays over a step. */
struct decay {
    double tau_s, step_s, factor;
};

/* Return the factor for the step between two times. Most steps of a session are equal, to a nanosecond: then it is the
 * last one. */
static double decay_factor(struct decay *decay, double earlier_s, double later_s)
{
    double step_s = later_s - earlier_s;
    if (!(fabs(step_s - decay->step_s) <= EQUAL_STEPS_S)) {
        decay->step_s = step_s;
        decay->factor = exp(-step_s / decay->tau_s);
    }
    return decay->factor;
}

void lowpass_zero_phase(double *value, const double *time_s, size_t count, double tau_s)
{
    struct decay decay = {tau_s, 0, 1};
    if (count < 2)
        return;
    double state = value[0] = start_value(value, time_s, count, tau_s);
    for (size_t i = 1; i < count; i++) {
        double a = decay_factor(&decay, time_s[i - 1], time_s[i]);
        value[i] = state = a * state + (1 - a) * value[i];
    }
    for (size_t i = count - 1; i-- > 0;) {
        double a = decay_factor(&decay, time_s[i], time_s[i + 1]);
        value[i] = state = a * state + (1 - a) * value[i];
    }
}

void lowpass_zero_phase_pair(double *x, double *y, const double *time_s, size_t count, double tau_s)
{
    struct decay decay = {tau_s, 0, 1};
    if (count < 2)
        return;
    double x_state = x[0] = start_value(x, time_s, count, tau_s);
    double y_state = y[0] = start_value(y, time_s, count, tau_s);
    for (size_t i = 1; i < count; i++) {
        double a = decay_factor(&decay, time_s[i - 1], time_s[i]);
        x[i] = x_state = a * x_state + (1 - a) * x[i];
        y[i] = y_state = a * y_state + (1 - a) * y[i];
    }
    for (size_t i = count - 1; i-- > 0;) {
        double a = decay_factor(&decay, time_s[i], time_s[i + 1]);
        x[i] = x_state = a * x_state + (1 - a) * x[i];
        y[i] = y_state = a * y_state + (1 - a) * y[i];
    }
}
