/* SPDX-License-Identifier: MIT */
/* Dwell and force along the thigh, and the totals of the rolling (docs/ANALYSIS.md, section 14). */
#ifndef PROFILE_H
#define PROFILE_H

#include "position/trajectory.h"

#include <stdbool.h>
#include <stddef.h>

#define PROFILE_BINS_MAX 2000 /* ten metres: no thigh is longer */

struct profile_input {
    const struct trajectory *rows;
    const double *force_n; /* [rows->count] thigh force */
};

/* Bin i covers [x_mm[i] - bin_mm / 2, x_mm[i] + bin_mm / 2). Arrays of `count`, which profile_free gives
 * back. */
struct profile {
    double bin_mm;
    size_t count;
    double *x_mm;
    double *dwell_s;
    double *mean_force_n; /* NAN where never loaded */
    double *peak_force_n; /* likewise */
};

struct rolling {
    double loaded_s;
    double distance_mm;                             /* under load, there and back */
    double min_mm, max_mm;                          /* NAN when never loaded */
    double mean_force_n, peak_force_n, impulse_n_s; /* over loaded time; forces NAN when never loaded */
};

void profile_rolling(const struct profile_input *input, struct rolling *rolling);

/* Bins over the range of positions in `rolling`. False when out of memory. */
bool profile_make(struct profile *profile, const struct profile_input *input, const struct rolling *rolling,
                  double bin_mm);
void profile_free(struct profile *profile);

/* Mean force over loaded time, peak force and impulse of the rows first..last. */
void profile_force(const struct profile_input *input, size_t first, size_t last, double *mean_n,
                   double *peak_n, double *impulse_n_s);

#endif
