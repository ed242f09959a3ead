/* SPDX-License-Identifier: MIT */
/*
 * What a ring gets wrong about its own angle (ring_error.h), told from the session.
 *
 * While the roller rolls, this shows as a ripple faster than people change their speed. So what is measured
 * at a row, less the straight line between a quarter of a ripple's length before it and behind it, is fitted
 * by least squares with the sines and cosines less theirs. What is subtracted is the same on both sides, so
 * the line need not be what was rolled; three readings of a table tell a row, and some thousand rows all over
 * the session tell the shape. Rows count that lie in a whole ripple's length at speed: the ripple itself
 * makes the angle seem fast and slow by turns. What changes more slowly than that cannot be told.
 */
#ifndef RING_FIT_H
#define RING_FIT_H

#include "rotation/ring_error.h"

/*
 * Fit to measured_rad[n] of a ring of `strips`, unwrapped; rows with loaded[i] == 0 are passed over. All zero
 * when too little rolling is there. O(rows), little of it but for a fixed number of them. False when memory
 * is short.
 */
bool ring_fit_error(struct ring_error *shape, unsigned strips, const double *measured_rad,
                    const unsigned char *loaded, const double *time_s, size_t count);

#endif
