/* SPDX-License-Identifier: MIT */
/* The ring of strips as one instrument, which measures the up direction and the total load, even with strips missing
 * (docs/ANALYSIS.md, "Strip faults and gains"). "Up" is the direction opposite to gravity, as an angle in the roller's
 * body. */
#pragma once

#include "shared/session_format.h"

#include <stdbool.h>
#include <stddef.h>

#define RING_MODEL_BINS 72 /* bins of H per revolution */

/* Strip k is at the angle alpha_k. w_k is the fraction of the circumference that is closer to strip k than to any
 * other, times the number of strips. H, the response, is the load on a strip as a function of the strip's angle to
 * up. */
struct ring_model {
    size_t strip_count;
    double strip_angle_rad[SESSION_STRIPS_MAX]; /* alpha_k */
    double angle_bins[SESSION_STRIPS_MAX];      /* alpha_k in bins, [0, RING_MODEL_BINS) */
    double weighted_x[SESSION_STRIPS_MAX],
        weighted_y[SESSION_STRIPS_MAX];        /* real and imaginary parts of w_k exp(2 i alpha_k) */
    bool mirrored;                             /* the ring vector is the same for up and its mirror image */
    double imu_offset_rad;                     /* mirrored rings: added to the up direction of the IMU ... */
    bool imu_is_reversed;                      /* ... which turns against the strips */
    double response[RING_MODEL_BINS + 1];      /* H at the angle of each bin; the last element repeats the first */
    double response_step[RING_MODEL_BINS + 1]; /* H at the next bin minus H at this bin */
};

/* One row. The caller sets `load_n` (corrected for gains) and `missing`; ring_model_solve fills in the loads
 * of the missing strips and the other fields. */
struct ring_model_row {
    double load_n[SESSION_STRIPS_MAX];
    unsigned missing; /* bit k = strip k is left out */
    double sum_n;     /* total load */
    double x_n, y_n;  /* ring vector q: the sum of w_k load_n[k] exp(2 i alpha_k) */
    double up_rad;
};

/* Initialise a ring with strips at angle_deg[strip_count] and the initial H: exp(1.5 cos 2a) at the angle a to up. */
void ring_model_init(struct ring_model *ring, const double *angle_deg, size_t strip_count);

/* Update the fields that depend on response[0 to RING_MODEL_BINS - 1]. Call this after changing these elements. */
void ring_model_update_response(struct ring_model *ring);

/* Exchange the angles of strips a and b. */
void ring_model_swap(struct ring_model *ring, size_t a, size_t b);

/* Compute each strip's angle to up in bins, which is its position in the table of H. */
void ring_model_bin_positions(const struct ring_model *ring, double up_rad, double position[SESSION_STRIPS_MAX]);

/* Compute the fraction of the load that H expects on each strip; the sum is 1. */
void ring_model_load_fractions(const struct ring_model *ring, double up_rad, double fraction[SESSION_STRIPS_MAX]);

/* Solve a row. The ring vector determines up only to within half a revolution: choose the value nearest to `about_rad`.
 * On a mirrored ring, up is `about_rad` itself, which may be NAN (unknown). */
void ring_model_solve(const struct ring_model *ring, struct ring_model_row *row, double about_rad);

/* Return, as bits, the strips that have no connection in a row that ring_model_solve has solved. They read far less
 * than expected. */
unsigned ring_model_find_loose(const struct ring_model *ring, const struct ring_model_row *row,
                               const double fraction[SESSION_STRIPS_MAX]);

/* After ring_model_solve, solve the row again without the strips that have no connection in it. Only strips in `loose`
 * (bits) are considered. */
void ring_model_solve_without_loose(const struct ring_model *ring, unsigned loose, struct ring_model_row *row,
                                    double about_rad);
