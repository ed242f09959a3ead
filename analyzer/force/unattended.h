/* SPDX-License-Identifier: MIT */
/*
 * When the roller lay by itself, though it recorded: somebody forgot to stop, or began long before.
 *
 * What a usual load is must be told from the rolling alone, for a roller may lie there many times as long as
 * it is rolled, its own weight on the strips. It lies by itself where for ten seconds neither the load nor
 * its direction changes, the load is no more than a roller may weigh, and a third at most of what it is
 * usually at other times: so a thigh that is held still does not pass for a roller that lies.
 */
#ifndef UNATTENDED_H
#define UNATTENDED_H

#include <stdbool.h>
#include <stddef.h>

#define UNATTENDED_WEIGHT_MAX_N 40.0 /* no roller is heavier */

/* Every `step`-th of n rows, from the first. */
struct unattended_rows {
    const double *sum_n;  /* [n] of all strips */
    const float *ring;    /* [2 n] the ring vector, N */
    const double *time_s; /* [n] */
    size_t count, step;
};

/* still[i] of row i * step: 1 where neither changes for so long and the load may be the weight, else 0.
 * O(rows / step). */
void unattended_find_still(const struct unattended_rows *rows, unsigned char *still);

/* Take back what bears more than its part of `usual_n`, the load at other times. Whether there was any. */
bool unattended_reject_loaded(const struct unattended_rows *rows, double usual_n, unsigned char *still);

#endif
