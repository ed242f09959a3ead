/* SPDX-License-Identifier: MIT */
/*
 * What a ring of few strips gets wrong about its own angle, and how that is put right.
 *
 * Between two strips, and where strips are not alike, the ring's angle is off by an amount that depends on
 * the angle alone: d(u) = sum over waves w of s_w sin(w u) + c_w cos(w u). A ring of N equal strips, as a sum
 * over N samples of the load around the roller, errs in waves of N and 2 N a turn (aliases of the second
 * harmonic); unlike strips in 2, 4 and 6. ring_fit.h finds these.
 */
#ifndef RING_ERROR_H
#define RING_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#define RING_ERROR_HARMONICS 5

struct ring_error {
    unsigned strips; /* waves a turn: 2, 4, 6, strips, 2 strips */
    double sine[RING_ERROR_HARMONICS], cosine[RING_ERROR_HARMONICS]; /* rad */
};

/* d(u) at an angle, rad. */
double ring_error_at(const struct ring_error *shape, double up_rad);

/* The true angle whose measured one is `measured_rad`. */
double ring_error_correct(const struct ring_error *shape, double measured_rad);

/* The same for each row of measured_rad[n], in place; of a long session by a table, to 2e-5 rad for shapes as
 * rings have them. False when memory is short. */
bool ring_error_correct_rows(const struct ring_error *shape, double *measured_rad, size_t count);

/* After how much of a turn all waves of a ring of `strips` come again, rad, and how often wave j does in
 * that. */
double ring_error_period_rad(unsigned strips);
unsigned ring_error_harmonic(unsigned strips, int j);

/*
 * By how much the true angle is ahead of the measured one, at each of so many measured angles of a period and
 * two behind: off[angles + 2]. error[angles] is for the work.
 */
void ring_error_table(const struct ring_error *shape, double *off, double *error, size_t angles);

#endif
