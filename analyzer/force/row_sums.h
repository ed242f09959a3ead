/* SPDX-License-Identifier: MIT */
/*
 * From the strips of each row to the load on all of them and the ring vector (ring_model.h). Arrays of n
 * rows.
 *
 * In most sessions all strips work, and both are sums. Where one is missing or loose, or the ring tells up
 * and its mirror image alike, each row is solved with the row before it leading the way.
 */
#ifndef ROW_SUMS_H
#define ROW_SUMS_H

#include "session/session_rows.h"
#include "force/ring_model.h"
#include "force/strip_faults.h"

#include <stdbool.h>

#define ROW_SUMS_THIGH_MIN_N 4.0 /* no thigh is lighter */

struct row_sums {
    const struct session_rows *recording;
    const struct strip_faults *states;
    const struct ring_model *ring;
    float *load;                 /* [strips n] N */
    double *sum_n;               /* [n] to fill in */
    float *vector;               /* [2 n] to fill in */
    const unsigned char *loaded; /* [n] NULL = not known yet; the loads then stay as the strips read */
};

/*
 * Sums of strips, and ring vectors; where `loaded` is known the loads too, by gains and with what is missing.
 * H tells thigh and floor apart, so up must then be the one of its two directions that the fit took: it is
 * led by the ring vectors that the sample was led by (strip_gain.h), which are still there.
 */
void row_sums_solve(const struct row_sums *sums);

#endif
