/* SPDX-License-Identifier: MIT */
/* Zero-phase low-pass: a first-order filter with time constant `tau_s` runs forwards, then backwards (docs/ANALYSIS.md,
 * "Tools used throughout"). Each step uses its actual duration, so values before a long gap have no effect after it. */
#pragma once

#include <stddef.h>

/* Filter value[count], which must be finite, in place. time_s[count] must increase. O(count). */
void lowpass_zero_phase(double *value, const double *time_s, size_t count, double tau_s);

/* Filter two arrays with the same times. This takes little longer than one array, since both use the same factors. */
void lowpass_zero_phase_pair(double *x, double *y, const double *time_s, size_t count, double tau_s);
