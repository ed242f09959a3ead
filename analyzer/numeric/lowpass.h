/* SPDX-License-Identifier: MIT */
/* Zero-phase low-pass: a first-order filter with time constant `tau_s` run forwards, then backwards. Uneven
 * times are exact, so the filter forgets across a long gap. */
#ifndef LOWPASS_H
#define LOWPASS_H

#include <stddef.h>

/* Filter value[count], finite, in place; time_s[count] grows. O(count). */
void lowpass_zero_phase(double *value, const double *time_s, size_t count, double tau_s);

/* The same for two arrays with the same times. */
void lowpass_zero_phase_pair(double *x, double *y, const double *time_s, size_t count, double tau_s);

#endif
