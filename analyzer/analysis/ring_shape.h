/* SPDX-License-Identifier: MIT */
/*
 * What a ring of few strips gets wrong about its own angle, told from the session.
 *
 * Between two strips, and where strips are not alike, the ring's angle is off by an amount that depends on the angle alone:
 * d(u) = sum over j = 1..4 of s_j sin(2 j u) + c_j cos(2 j u). While the roller rolls, this shows as a ripple of several
 * waves a turn, faster than people change their speed. So the angle less its low-pass is fitted by least squares with
 * the sines and cosines less theirs, over rows at speed. What changes more slowly than that cannot be told.
 */
#ifndef RING_SHAPE_H
#define RING_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#define RING_SHAPE_WAVES 4

struct ring_shape {
    double sine[RING_SHAPE_WAVES], cosine[RING_SHAPE_WAVES]; /* rad */
};

/* d(u) at an angle, rad. */
double ring_shape_error(const struct ring_shape *shape, double up_rad);

/* The true angle whose measured one is `measured_rad`. */
double ring_shape_correct(const struct ring_shape *shape, double measured_rad);

/*
 * Fit to measured_rad[n], unwrapped; rows with loaded[i] == 0 are passed over. All zero when too little rolling is
 * there. False when memory is short.
 */
bool ring_shape_fit(struct ring_shape *shape, const double *measured_rad, const unsigned char *loaded,
                    const double *time_s, size_t count);

#endif
