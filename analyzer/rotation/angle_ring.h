/* SPDX-License-Identifier: MIT */
/*
 * The roller's rotation by its ring of strips alone (no motion sensor).
 *
 * Half the argument of the ring vector (force_series.h) is the direction of up in the body, u; rotation is
 * theta = -u. It is unwrapped from row to row, which holds up to a quarter of a turn between two rows. What
 * the ring gets wrong about its own angle is fitted (ring_fit.h) and taken out. Only rotation under load
 * counts: across a stretch without load theta stays as it was.
 */
#ifndef ANGLE_RING_H
#define ANGLE_RING_H

#include "force/force_series.h"

#include <stdbool.h>

/* Fill in theta_rad[n]; 0 at the start. False when memory is short. */
bool angle_ring_estimate(const struct force_series *series, const struct session_header *header,
                         const double *time_s, double *theta_rad);

#endif
