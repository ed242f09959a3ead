/* SPDX-License-Identifier: MIT */
/* Averages of the rotations of IMU and ring, which the fit of the thigh's lean reads. */
#pragma once

#include "force/force_series.h"

#include <stdbool.h>
#include <stddef.h>

#define LEAN_BLOCK_S 0.16 /* rows are averaged over this time */

/* The unknowns of the fit: the slope, the lag of the ring, and sines and cosines of 2, 4 and 6 times the rotation, by
 * which the ring is wrong where strips differ. */
enum { LEAN_SLOPE, LEAN_LAG, LEAN_HARMONIC, LEAN_TERMS = LEAN_HARMONIC + 6 };

struct lean_blocks {
    size_t count;
    double *time_s;           /* [count] */
    double *rotation_rad;     /* [count] */
    double *half_rad;         /* [count] ring less IMU: half of the lean, plus the ring's error */
    double *weight;           /* [count] for the fit */
    double *term[LEAN_TERMS]; /* [count] each, without their slow parts */
    double *fast;             /* [count] half_rad without its slow part */
    double *scratch;          /* [count] */
};

/* Average the loaded rows of both rotations over blocks; the fit fills in the other arrays. O(rows). False when out of
 * memory, with nothing to free; else free with lean_blocks_free. */
bool lean_blocks_make(struct lean_blocks *blocks, const double *rad, const double *ring_rad,
                      const struct force_series *series, const double *time_s);
void lean_blocks_free(struct lean_blocks *blocks);
