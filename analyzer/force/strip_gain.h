/* SPDX-License-Identifier: MIT */
/*
 * How unlike the strips are, told from the session.
 *
 * A force-sensing strip differs by 6-12 % from the next one (FSR 408 data sheet), or more than its
 * calibration still tells. The ring's angle is then off, by an amount that depends on the angle. But what a
 * strip claims of the load is one function H of the angle between strip and up, the same for all
 * (ring_model.h). So H is changed, angle by angle, by what the strips carry over what it gives them
 * (iterative proportional fitting), the gain of one is the slope of what it reads over its share of the sum,
 * and the angle is taken anew from the loads so put right; some rounds of the three, until no gain changes
 * much. To go on behind that does not pay: there is a pattern of gains, in waves of two a turn, that H and
 * the angle hide nearly as well, and more rounds only drift along it. Rows in which a strip reads far less
 * than that are left out: its contact is loose just then. Rows are taken at even steps of rotation, so that a
 * long hold counts no more than rolling; some hundreds all over the session, for a gain of each strip and a
 * curve. What the session never rolled through stays as it was. O(rows).
 */
#ifndef STRIP_GAIN_H
#define STRIP_GAIN_H

#include "force/ring_model.h"
#include "force/strip_faults.h"

#include <stdbool.h>
#include <stdint.h>

#define STRIP_GAIN_MAX 8.0 /* a gain farther from 1 is not told */

/* Rows of a session at even steps of rotation. */
struct strip_sample {
    size_t count, strips;
    size_t *row;    /* of the session */
    float *load;    /* [count * strips] as the strips read, N */
    double *up;     /* [count] up in the body, unwrapped, rad */
    uint32_t *part; /* [count] those with the smallest stay when there are too many */
    bool tells;     /* enough rolling to tell strips apart */
};

/* Bits of the strips that have lost their contact in a solved row: one should carry a good part and reads far
 * less. */
unsigned strip_gain_find_loose(const struct ring_model *ring, const struct ring_model_row *row,
                               const double share[SESSION_STRIPS_MAX]);

/* Solve a solved row anew without the strips that are known to be loose and have lost their contact in it. */
void strip_gain_solve_without_loose(const struct ring_model *ring, const struct strip_faults *states,
                                    struct ring_model_row *row, double about_rad);

/* The direction of up that a ring vector tells, unwrapped: the one near `up`. */
double strip_gain_unwrap_up(double up, const float *vector);

/*
 * Take rows out of load[n * strips] (N, as the strips read), loaded[n] and ring[2 n] (as in force_series.h).
 * False when memory is short. Free with strip_sample_free.
 */
bool strip_sample_select(struct strip_sample *sample, const struct ring_model *ring, const float *load,
                         const float *ring_vector, const unsigned char *loaded, size_t count);

void strip_sample_free(struct strip_sample *sample);

/* A row of the sample, put right by the gains and solved, and the shares that its strips should carry. */
void strip_sample_solve(const struct strip_sample *sample, const struct ring_model *ring,
                        const struct strip_faults *states, size_t i, struct ring_model_row *row,
                        double share[SESSION_STRIPS_MAX]);

/*
 * Fit H into `ring` and the gains into `states`. The mean of those near the median gain is 1, so that what
 * they read in all stays as it was. Left alone when the sample does not tell.
 */
void strip_gain_fit(struct ring_model *ring, struct strip_faults *states, struct strip_sample *sample);

#endif
