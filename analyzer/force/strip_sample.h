/* SPDX-License-Identifier: MIT */
/* A sample of some hundred loaded rows at equal steps of rotation, to which strips are fitted: a long visit
 * counts no more than rolling. */
#ifndef STRIP_SAMPLE_H
#define STRIP_SAMPLE_H

#include "force/ring_model.h"
#include "force/strip_faults.h"

#include <stdbool.h>
#include <stdint.h>

struct strip_sample {
    size_t count, strips;
    size_t *row;        /* [count] indices of rows in the session */
    float *load;        /* [count strips] loads as read, N */
    double *up_rad;     /* [count] up, unwrapped; updated by strip_gain_fit */
    uint32_t *priority; /* [count] random order: when there are too many rows, the lowest values are kept */
    bool is_sufficient; /* there is enough rotation to compare strips */
};

/*
 * Select rows, given load[n strips], ring_vector[2 n] and contact[n]; n = count. False when out of memory.
 * Free with strip_sample_free. O(n).
 */
bool strip_sample_select(struct strip_sample *sample, const float *load, const float *ring_vector,
                         const unsigned char *contact, size_t count, size_t strips);

void strip_sample_free(struct strip_sample *sample);

/* Solve row i of the sample, corrected for gains. Sets `fraction` to the expected load fractions. */
void strip_sample_solve(const struct strip_sample *sample, const struct ring_model *ring,
                        const struct strip_faults *faults, size_t i, struct ring_model_row *row,
                        double fraction[SESSION_STRIPS_MAX]);

/* Return up as a ring vector shows it, rad: of the values half a revolution apart, that nearest to `up`. */
double strip_sample_unwrap_up(double up, const float *ring_vector);

#endif
