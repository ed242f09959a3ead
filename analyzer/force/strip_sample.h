/* SPDX-License-Identifier: MIT */
/* The sample of a few hundred loaded rows to which the strips are fitted. Rows are selected at equal steps of rotation,
 * so that a long visit does not outweigh the rolling. */
#pragma once

#include "force/ring_model.h"
#include "force/strip_faults.h"

#include <stdbool.h>
#include <stdint.h>

#define STRIP_SAMPLE_ROWS_MAX 512

struct strip_sample {
    size_t count, strip_count;
    size_t *row;        /* [count] indices of rows in the session */
    float *load_n;      /* [count * strip_count] loads, N, not corrected for gains */
    double *up_rad;     /* [count] up direction, unwrapped: at first from the ring vectors, later from the fit */
    uint32_t *rank;     /* [count] random number: if there are too many rows, those with the lowest ranks are kept */
    bool is_sufficient; /* the roller rotates far enough to compare the strips */
};

/* Select rows, given load_n[count * strip_count], ring_vector_n[2 * count] and contact[count]. O(count). False when out
 * of memory; else free with strip_sample_free. */
bool strip_sample_select(struct strip_sample *sample, const float *load_n, const float *ring_vector_n,
                         const unsigned char *contact, size_t count, size_t strip_count);

void strip_sample_free(struct strip_sample *sample);

/* Solve row i of the sample (ring_model_solve), corrected for gains and faults. Sets `fraction` to the expected load
 * fractions. */
void strip_sample_solve(const struct strip_sample *sample, const struct ring_model *ring,
                        const struct strip_faults *faults, size_t i, struct ring_model_row *row,
                        double fraction[SESSION_STRIPS_MAX]);

/* Return the up direction of a ring vector. It is ambiguous by half revolutions: return the value nearest to
 * `about_rad`. */
double strip_sample_unwrap_up(double about_rad, const float *ring_vector_n);
