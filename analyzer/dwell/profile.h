/* SPDX-License-Identifier: MIT */
/* Time and force along the thigh, and the figures of the whole rolling. Arrays of n rows in, numbers out. */
#ifndef PROFILE_H
#define PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#define PROFILE_BINS_MAX 2000 /* ten metres: more is no thigh */

struct profile_input {
    size_t count;
    const double *time_s;
    const double *position_mm;
    const double *force_n;
    const unsigned char *loaded;
    double max_step_s; /* a longer time between two rows is a hole: it counts for this much */
};

/* Bins of `bin_mm`; index i covers [x_mm[i] - bin_mm / 2, x_mm[i] + bin_mm / 2). Arrays of `count`; the
 * caller frees them. */
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
    double distance_mm;    /* under load, back and forth; turns of less than 5 mm are not counted */
    double min_mm, max_mm; /* NAN when never loaded */
    double mean_force_n, peak_force_n; /* over loaded time; NAN when never loaded */
    double impulse_ns;
};

void profile_rolling(const struct profile_input *input, struct rolling *rolling);

/* Bins over the range of positions that is `rolling`'s. False when memory is short. */
bool profile_make(struct profile *profile, const struct profile_input *input, const struct rolling *rolling,
                  double bin_mm);
void profile_free(struct profile *profile);

/* The same over rows first..last only: mean and peak of force over loaded time, impulse. */
void profile_force(const struct profile_input *input, size_t first, size_t last, double *mean_n,
                   double *peak_n, double *impulse_ns);

#endif
