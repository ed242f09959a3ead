/* SPDX-License-Identifier: MIT */
/* Load that the strips do not show, found from how a session's strips share the load (docs/ANALYSIS.md, "Soft
 * saturation"): strips whose conductance grows ever less under large forces, long before the divider is at full scale;
 * and load that passes beside the strips. */
#pragma once

#include "force/ring_model.h"

#include <stddef.h>

/* The loaded rows of a session: `ring_vector_n`, `contact` and `load_n` as in force_series.h, and which of them to look
 * at, in ascending order. */
struct saturation_input {
    const struct ring_model *ring;
    size_t count;
    const float *ring_vector_n;   /* [2 count] */
    const unsigned char *contact; /* [count] */
    const float *load_n;          /* [count * ring->strip_count] */
    const size_t *row;            /* [row_count] at most STRIP_SAMPLE_ROWS_MAX */
    size_t row_count;
    double weight_n; /* of the roller */
};

/* Both are 0 if the session does not tell. */
struct saturation {
    double missing_fraction; /* of the thigh's mean force, which strips that saturate do not show */
    double beside_fraction;  /* so much less load is shown between two strips than on one, because it passes beside */
};

/* O(row_count). */
struct saturation saturation_find(const struct saturation_input *input);
