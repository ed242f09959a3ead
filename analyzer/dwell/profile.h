/* SPDX-License-Identifier: MIT */
/* Dwell and force along the thigh, and the totals of the rolling (docs/ANALYSIS.md, "The profile"). */
#pragma once

#include "position/trajectory.h"

#include <stdbool.h>
#include <stddef.h>

#define PROFILE_BINS_MAX 2000 /* 10 m in bins of 5 mm */

struct profile_input {
    const struct trajectory *rows;
    const double *force_n; /* [rows->count] thigh force */
};

/* Bin i covers [x_mm[i] - bin_mm / 2, x_mm[i] + bin_mm / 2). */
struct profile {
    double bin_mm;                       /* width of a bin */
    size_t count;                        /* number of bins */
    double *x_mm;                        /* [count] centres of the bins */
    double *dwell_s;                     /* [count] loaded time in each bin */
    double *mean_force_n, *peak_force_n; /* [count] NAN where never loaded */
};

/* Totals of a session. */
struct rolling {
    double loaded_s;
    double distance_mm;                             /* distance rolled under load, in both directions */
    double min_mm, max_mm;                          /* range of loaded positions; NAN when never loaded */
    double mean_force_n, peak_force_n, impulse_n_s; /* over the loaded time; the forces are NAN when never loaded */
};

/* Compute the totals of all rows. */
void profile_measure_rolling(const struct profile_input *input, struct rolling *rolling);

/* Make the bins that cover the range in `rolling`, at most PROFILE_BINS_MAX: the last bin also holds all positions
 * beyond it. There are none if the roller was never loaded. False when out of memory; else free with profile_free. */
bool profile_make(struct profile *profile, const struct profile_input *input, const struct rolling *rolling,
                  double bin_mm);
void profile_free(struct profile *profile);

/* Compute mean force over loaded time, peak force and impulse of the rows `first` to `last`, both included. The forces
 * are NAN if none of the rows is loaded. */
void profile_measure_force(const struct profile_input *input, size_t first, size_t last, double *mean_n, double *peak_n,
                           double *impulse_n_s);
