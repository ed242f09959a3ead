/* SPDX-License-Identifier: MIT */
/*
 * How unlike the strips are, told from the session.
 *
 * A force-sensing strip differs by 6-12 % from the next one (FSR 408 data sheet), or more than its calibration still
 * tells. The ring's angle is then off, by an amount that depends on the angle. But all strips pass under the same
 * thigh and over the same floor: a strip's share of the load is one function H of the angle between strip and up, the
 * same for all. So H is the mean share of all strips, the gain of one the mean ratio (of logarithms, weighed by the
 * square of the load) of what it reads to H times the sum, and the angle is taken anew from the loads so put right; some rounds of the
 * three settle. Rows in which a strip reads far less than that are left out: its contact is loose just then. Rows are
 * taken at even steps of rotation, so that a long hold counts no more than rolling. What the session never rolled
 * through stays as it was. O(rows).
 */
#ifndef STRIP_GAIN_H
#define STRIP_GAIN_H

#include "session_rows.h"

#include <stdbool.h>

/* gain[k] by which strip k reads too much, 1 each when too little rolling is there; their geometric mean is 1.
 * `ring` [2 n] and `loaded` [n] as in series.h, from the strips as they read. False when memory is short. */
bool strip_gain_fit(double *gain, const struct session_rows *recording, const float *ring, const unsigned char *loaded);

#endif
