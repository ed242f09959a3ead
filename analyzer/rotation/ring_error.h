/* SPDX-License-Identifier: MIT */
/* Fits and corrects the two errors of the ring's angle (docs/ANALYSIS.md, "The angle from the ring"). Angles
 * are those of up in the body, rad, unwrapped; rows with contact[i] == 0 are skipped. */
#ifndef RING_ERROR_H
#define RING_ERROR_H

#include <stdbool.h>
#include <stddef.h>

struct ring_rows {
    const unsigned char *contact; /* [count] enum contact_state */
    const double *time_s;         /* [count] */
    size_t count;
    unsigned strips;
};

/*
 * Correct the error between strips in rad[count], for equally spaced strips with one at `first_rad`. Changes
 * nothing if there are too few crossings from strip to strip. False when out of memory.
 */
bool ring_interpolation_correct(double *rad, double first_rad, const struct ring_rows *rows);

#define RING_ERROR_HARMONICS 5 /* w = 2, 4, 6, N and 2 N waves per revolution for N strips */

/* The error by unlike strips: d(u) = sum of sine sin(w u) + cosine cos(w u) over the harmonics w; u is the
 * true angle, u + d(u) the measured one. */
struct ring_error {
    unsigned strips;
    double sine[RING_ERROR_HARMONICS], cosine[RING_ERROR_HARMONICS]; /* rad */
};

/* Fit the error to measured_rad[count]; 0 with too little rolling. O(rows). False when out of memory. */
bool ring_fit_error(struct ring_error *error, const double *measured_rad, const struct ring_rows *rows);

/* Return d(up_rad). */
double ring_error_at(const struct ring_error *error, double up_rad);

/* Return the true angle of a measured one. */
double ring_error_correct(const struct ring_error *error, double measured_rad);

/* Replace measured_rad[count] by the true angles, to 2e-5 rad, with a table. False when out of memory. */
bool ring_error_correct_rows(const struct ring_error *error, double *measured_rad, size_t count);

/* Return the common period of a ring's harmonics, rad; and the number of waves of harmonic j per period. */
double ring_error_period_rad(unsigned strips);
unsigned ring_error_harmonic(unsigned strips, int j);

/* Set offset[angles + 2] to true minus measured angle at equally spaced measured angles of a period; the last
 * two repeat the first. scratch[angles]. */
void ring_error_table(const struct ring_error *error, double *offset, double *scratch, size_t angles);

#endif
