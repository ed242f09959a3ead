/* SPDX-License-Identifier: MIT */
/* Some hundred loaded rows at even steps of rotation, for the fits of strips: a long visit counts no more
 * than rolling. */
#ifndef STRIP_SAMPLE_H
#define STRIP_SAMPLE_H

#include "force/ring_model.h"
#include "force/strip_faults.h"

#include <stdbool.h>
#include <stdint.h>

struct strip_sample {
    size_t count, strips;
    size_t *row;        /* [count] of the session */
    float *load;        /* [count strips] as read, N */
    double *up_rad;     /* [count] unwrapped; updated by strip_gain_fit */
    uint32_t *priority; /* [count] the lowest ones stay when there are too many rows */
    bool is_sufficient; /* enough rotation to compare strips */
};

/*
 * From load[n strips], ring_vector[2 n] and loaded[n]; n = count. False when out of memory. Free with
 * strip_sample_free. O(n).
 */
bool strip_sample_select(struct strip_sample *sample, const float *load, const float *ring_vector,
                         const unsigned char *loaded, size_t count, size_t strips);

void strip_sample_free(struct strip_sample *sample);

/* Solve row i of the sample with its loads corrected for gains; `fraction`: what each strip should carry. */
void strip_sample_solve(const struct strip_sample *sample, const struct ring_model *ring,
                        const struct strip_faults *faults, size_t i, struct ring_model_row *row,
                        double fraction[SESSION_STRIPS_MAX]);

/* Up by a ring vector, unwrapped: the one nearest to `up`, rad. */
double strip_sample_unwrap_up(double up, const float *ring_vector);

#endif
