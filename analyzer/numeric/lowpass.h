/* SPDX-License-Identifier: MIT */
/*
 * Low-pass without delay: a first-order filter of time constant `tau_s` run forwards and then backwards over
 * the array. Uneven times are handled exactly, so across a long hole the filter forgets what was before.
 */
#ifndef LOWPASS_H
#define LOWPASS_H

#include <stddef.h>

/* In place; `value` holds `count` finite numbers, time_s grows. O(count). */
void lowpass_zero_phase(double *value, const double *time_s, size_t count, double tau_s);

/* The same for two values of the same rows at once, which takes little longer than one. */
void lowpass_zero_phase_pair(double *x, double *y, const double *time_s, size_t count, double tau_s);

#endif
