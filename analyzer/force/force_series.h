/* SPDX-License-Identifier: MIT */
/* Computes thigh force, contact and ring vector from raw readings (docs/ANALYSIS.md, "Counts to forces" to "Strip
 * faults and gains"). n is the number of rows. */
#pragma once

#include "force/contact.h"
#include "force/saturation.h"
#include "force/strip_faults.h"
#include "session/session_table.h"

#include <stdbool.h>
#include <stddef.h>

struct force_series {
    size_t count;
    double period_s;         /* median time between rows */
    double *force_n;         /* [n] thigh force; 0 where unloaded */
    unsigned char *contact;  /* [n] enum contact_state; CONTACT_LOADED = the thigh is on the roller */
    float *ring_vector_n;    /* [2 n] real and imaginary part, N */
    float *load_n;           /* [n * strip_count] load on each strip, N, corrected for gains and faults */
    double force_p95_n;      /* 95th percentile of the thigh's force, without unattended and unloaded rows */
    double weight_n;         /* the roller's weight; 0 = unknown */
    double clipped_fraction; /* fraction of the loaded rows in which a strip is at full scale */
    struct saturation saturation;
    bool ring_angle_valid; /* the direction of the ring vectors measures the roller's angle */
    struct strip_faults faults;
};

/* Compute the series. O(n). False when out of memory, with nothing to free; else free with force_series_free. */
bool force_series_make(struct force_series *series, const struct session_table *session);

/* Free arrays early, once no later step needs them, to halve the memory of an analysis; the pointers become NULL. */
void force_series_release_loads(struct force_series *series);
void force_series_release_ring(struct force_series *series);

void force_series_free(struct force_series *series);
