/* SPDX-License-Identifier: MIT */
/* The gains of the strips and the response H, fitted to the session (docs/ANALYSIS.md, "Gains"). */
#ifndef STRIP_GAIN_H
#define STRIP_GAIN_H

#include "force/strip_sample.h"

#define STRIP_GAIN_MAX 8.0 /* gains are limited to this and its reciprocal */

/* Fit H of `ring`, the gains in `faults` and the sample's up together. Needs a sufficient sample, else
 * changes nothing. O(sample). */
void strip_gain_fit(struct ring_model *ring, struct strip_faults *faults, struct strip_sample *sample);

#endif
