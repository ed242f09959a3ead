/* SPDX-License-Identifier: MIT */
/* Finds the rows in which the thigh is on the roller, and the thigh's force (docs/ANALYSIS.md, "Contact" and "Counts
 * to forces"). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define CONTACT_THIGH_MIN_N 4.0 /* smallest force of a thigh on the roller */

/* State of a row. The roller is loaded in all states but CONTACT_UNLOADED. In the states ZEROED, RESUMED and UNKNOWN,
 * the position does not continue from the previous row. */
enum contact_state {
    CONTACT_UNLOADED,
    CONTACT_LOADED,
    CONTACT_ZEROED,  /* there is a `zero` event in this row, or between it and the previous loaded row */
    CONTACT_RESUMED, /* the roller restarted between the previous row and this one */
    CONTACT_UNKNOWN  /* the rotation is unknown; used only while the position is estimated */
};

struct contact_rows {
    const float *ring_vector_n; /* [2 * count] real and imaginary part, N */
    const double *time_s;       /* [count] */
    size_t count;
    double period_s; /* median time between rows */
};

struct contact_forces {
    double weight_n;    /* the roller's weight; 0 = unknown */
    double force_p95_n; /* 95th percentile of the thigh's force, without unattended and unloaded rows */
};

/* Find contact: set force_n[count] to the thigh's force and contact[count] to CONTACT_UNLOADED or CONTACT_LOADED.
 * sum_n[count] holds the sums of the strips' loads; it may be the same array as force_n. O(count). False when out of
 * memory. */
bool contact_find(struct contact_forces *forces, const struct contact_rows *rows, const double *sum_n, double *force_n,
                  unsigned char *contact);

struct contact_limits {
    double on_n, off_n; /* contact begins above on_n and ends below off_n */
    double min_s;       /* shorter breaks in contact are removed first, then shorter contacts */
};

/* Find contact from the thigh's force force_n[count] alone. */
void contact_detect(const double *force_n, const double *time_s, size_t count, const struct contact_limits *limits,
                    unsigned char *contact);
