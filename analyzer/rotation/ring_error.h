/* SPDX-License-Identifier: MIT */
/* Fits and corrects the two errors of the ring's angle (docs/ANALYSIS.md, "The rotation from the ring"). Angles are
 * directions of up in the body, rad, unwrapped. Unloaded rows are not used in a fit, but are corrected. See also
 * ring_fit.c and ring_interpolation.c. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct ring_rows {
    const unsigned char *contact; /* [count] enum contact_state */
    const double *time_s;         /* [count] */
    size_t count;
    unsigned strip_count; /* number of strips of the ring */
};

/* Correct the error between strips in rad[count], for equally spaced strips, one of which is at `first_rad`. Corrects
 * nothing if the roller rotates from one strip to the next too rarely. O(count). False when out of memory. */
bool ring_interpolation_correct(double *rad, double first_rad, const struct ring_rows *rows);

#define RING_ERROR_HARMONICS 5 /* w = 2, 4, 6, N and 2 N waves per revolution for N strips */

/* The error caused by differences between the strips: d(u) is the sum of sine[j] sin(w u) + cosine[j] cos(w u) over the
 * harmonics w; u is the true angle, and u + d(u) the measured angle. */
struct ring_error {
    unsigned strip_count;
    double sine[RING_ERROR_HARMONICS], cosine[RING_ERROR_HARMONICS]; /* rad */
};

/* Fit the error to measured_rad[count]; it is 0 if there is too little rolling. O(count). False when out of memory. */
bool ring_error_fit(struct ring_error *error, const double *measured_rad, const struct ring_rows *rows);

/* Return d(up_rad), rad. */
double ring_error_at(const struct ring_error *error, double up_rad);

/* Return the true angle that belongs to a measured angle. */
double ring_error_correct(const struct ring_error *error, double measured_rad);

/* Replace measured_rad[count] with the true angles, from a table, to 2e-5 rad. False when out of memory. */
bool ring_error_correct_rows(const struct ring_error *error, double *measured_rad, size_t count);

/* Return the common period of a ring's harmonics, rad. */
double ring_error_period_rad(unsigned strip_count);

/* Return the number of waves of harmonic j (0 to RING_ERROR_HARMONICS - 1) per period. */
unsigned ring_error_harmonic(unsigned strip_count, int j);

/* Set offset[angles + 2] to true minus measured angle, rad, at equally spaced measured angles of a period; the last two
 * entries repeat the first two. scratch[angles] is overwritten. */
void ring_error_table(const struct ring_error *error, double *offset, double *scratch, size_t angles);
