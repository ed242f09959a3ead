/* SPDX-License-Identifier: MIT */
/* Zero-phase low-pass: a first-order filter with time constant `tau_s` run forwards, then backwards. Each
 * step uses its exact duration, so the filter forgets across a long gap. */
#ifndef LOWPASS_H
#define LOWPASS_H

#include <stddef.h>

/* Filter value[count] (finite) in place; time_s[count] increases. O(count). */
void lowpass_zero_phase(double *value, const double *time_s, size_t count, double tau_s);

/* Filter two arrays with the same times, in one pass that costs little more than a single one. */
void lowpass_zero_phase_pair(double *x, double *y, const double *time_s, size_t count, double tau_s);

#endif
