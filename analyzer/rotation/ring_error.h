/* SPDX-License-Identifier: MIT */
/* The two errors of the ring's angle, fitted from the session and corrected (docs/ANALYSIS.md, "The angle
 * from the ring"). Angles are of up in the body, rad, unwrapped; rows with loaded[i] == 0 are skipped. */
#ifndef RING_ERROR_H
#define RING_ERROR_H

#include <stdbool.h>
#include <stddef.h>

struct ring_rows {
    const unsigned char *loaded; /* [count] */
    const double *time_s;        /* [count] */
    size_t count;
    unsigned strips;
};

/*
 * Between two strips: correct rad[count] of an even ring with a strip at `first_rad`. Few crossings leave it
 * as it is. False when out of memory.
 */
bool ring_interpolation_correct(double *rad, double first_rad, const struct ring_rows *rows);

#define RING_ERROR_HARMONICS 5 /* 2, 4, 6, strips, 2 strips waves a revolution */

/* Of unlike strips: d(u) = sum of sine sin(w u) + cosine cos(w u) over the harmonics w; u is the true angle,
 * u + d(u) the measured one. */
struct ring_error {
    unsigned strips;
    double sine[RING_ERROR_HARMONICS], cosine[RING_ERROR_HARMONICS]; /* rad */
};

/* Fit to measured_rad[count]. All zero when there is too little rolling. O(rows). False when out of memory.
 */
bool ring_fit_error(struct ring_error *error, const double *measured_rad, const struct ring_rows *rows);

/* d(u) */
double ring_error_at(const struct ring_error *error, double up_rad);

/* The true angle of a measured one. */
double ring_error_correct(const struct ring_error *error, double measured_rad);

/* The same for each of measured_rad[count], in place, by a table good to 2e-5 rad. False when out of memory.
 */
bool ring_error_correct_rows(const struct ring_error *error, double *measured_rad, size_t count);

/* The period of all harmonics of a ring of `strips`, rad; and the waves of harmonic j in one period. */
double ring_error_period_rad(unsigned strips);
unsigned ring_error_harmonic(unsigned strips, int j);

/* offset[angles + 2]: true less measured angle at evenly spaced measured angles of a period, repeating the
 * first two. scratch[angles]. */
void ring_error_table(const struct ring_error *error, double *offset, double *scratch, size_t angles);

#endif
