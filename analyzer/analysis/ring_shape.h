/* SPDX-License-Identifier: MIT */
/*
 * What a ring of few strips gets wrong about its own angle, told from the session.
 *
 * Between two strips, and where strips are not alike, the ring's angle is off by an amount that depends on the angle alone:
 * d(u) = sum over waves w of s_w sin(w u) + c_w cos(w u). A ring of N equal strips, as a sum over N samples of the load around the
 * roller, errs in waves of N and 2 N a turn (aliases of the second harmonic); unlike strips in 2, 4 and 6.
 * While the roller rolls, this shows as a ripple faster than people change their speed. So what is measured at a row, less
 * the straight line between a quarter of a ripple's length before it and behind it, is fitted by least squares with the sines
 * and cosines less theirs. What is subtracted is the same on both sides, so the line need not be what was rolled; three
 * readings of a table tell a row, and some thousand rows all over the session tell the shape. Rows count that lie in a whole
 * ripple's length at speed: the ripple itself makes the angle seem fast and slow by turns. What changes more slowly than that
 * cannot be told.
 */
#ifndef RING_SHAPE_H
#define RING_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#define RING_SHAPE_WAVES 5

struct ring_shape {
    unsigned strips; /* waves a turn: 2, 4, 6, strips, 2 strips */
    double sine[RING_SHAPE_WAVES], cosine[RING_SHAPE_WAVES]; /* rad */
};

/* d(u) at an angle, rad. */
double ring_shape_error(const struct ring_shape *shape, double up_rad);

/* The true angle whose measured one is `measured_rad`. */
double ring_shape_correct(const struct ring_shape *shape, double measured_rad);

/* The same for each row of measured_rad[n], in place; of a long session by a table, to 2e-5 rad for shapes as rings have them. False when memory is
 * short. */
bool ring_shape_correct_rows(const struct ring_shape *shape, double *measured_rad, size_t count);

/*
 * Fit to measured_rad[n] of a ring of `strips`, unwrapped; rows with loaded[i] == 0 are passed over. All zero when too little
 * rolling is there. O(rows), little of it but for a fixed number of them. False when memory is short.
 */
bool ring_shape_fit(struct ring_shape *shape, unsigned strips, const double *measured_rad,
                    const unsigned char *loaded, const double *time_s, size_t count);

#endif
