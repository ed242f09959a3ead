/* SPDX-License-Identifier: MIT */
/*
 * The ring of strips as one instrument: which way up is, and how much lies on it, also with strips missing.
 *
 * All strips pass under the same thigh and over the same floor: strip k at alpha_k claims H(alpha_k - up) of
 * the load, H being the same for all, and carries its claim over the sum of all claims. The ring vector q =
 * sum of w_k f_k exp(2 i alpha_k) over the strips at alpha_k turns twice as fast as up, since thigh and
 * floor press half a turn apart; arg(q) / 2 is up but for a half turn. w_k is the part of the ring nearer to
 * strip k than to any other, times the strips (1 where they are even): a sum with these is nearest to the
 * integral around an unevenly spaced ring.
 *
 * A strip that is missing is put in with its share of the whole; the whole is what the others carry over
 * their shares. Up and whole are then taken anew, some rounds (expectation maximisation).
 *
 * Where the mean of w_k exp(4 i alpha_k) is nearly 1 in length (four strips at right angles), q tells up and
 * its mirror image alike and cannot be followed. Such a ring takes up from elsewhere; without that, what is
 * missing is taken as what the strip opposite carries.
 */
#ifndef RING_MODEL_H
#define RING_MODEL_H

#include "shared/session_format.h"
#include "numeric/angle.h"

#include <stdbool.h>
#include <stddef.h>

#define RING_MODEL_BINS 72

struct ring_model {
    size_t strips;
    double angle_rad[SESSION_STRIPS_MAX];
    double place[SESSION_STRIPS_MAX];                    /* the same in bins, from 0 up to RING_MODEL_BINS */
    double x[SESSION_STRIPS_MAX], y[SESSION_STRIPS_MAX]; /* w_k exp(2 i alpha_k) */
    bool mirrored;                                       /* it tells up and its mirror image alike */
    double
        claim[RING_MODEL_BINS + 1]; /* H at angles b * turn / RING_MODEL_BINS; the last is the first again */
    double rise[RING_MODEL_BINS + 1]; /* from each to the next */
};

/* One moment. In: loads (N, put right), bits of those that are missing. Out: these filled in, and the rest.
 */
struct ring_model_row {
    double load[SESSION_STRIPS_MAX];
    unsigned missing;
    double sum;
    double x, y; /* q */
    double up_rad;
};

/* A ring of strips at these angles, deg, with an H of usual width: exp(1.5 cos 2a). */
void ring_model_init(struct ring_model *ring, const double *angle_deg, size_t strips);

/* Make the rest of H fit, when claim[0] to claim[RING_MODEL_BINS - 1] have been changed. */
void ring_model_set_response(struct ring_model *ring);

/* Strips a and b the other way round. */
void ring_model_swap(struct ring_model *ring, size_t a, size_t b);

/* Where each strip looks up H when up is at up_rad, which is a number: in bins, from 0 to RING_MODEL_BINS. */
void ring_model_bin_positions(const struct ring_model *ring, double up_rad, double place[SESSION_STRIPS_MAX]);

/* The share of the load that each strip carries, 1 in all. */
void ring_model_load_fractions(const struct ring_model *ring, double up_rad,
                               double share[SESSION_STRIPS_MAX]);

/* Solve a row; of the two directions half a turn apart, the one near `about_rad`. A mirrored ring takes that
 * as up; NAN = it is not known. */
void ring_model_solve(const struct ring_model *ring, struct ring_model_row *row, double about_rad);

#endif
