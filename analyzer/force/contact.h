/* SPDX-License-Identifier: MIT */
/*
 * Finds the rows in which the thigh is on the roller, and the thigh's force (docs/ANALYSIS.md, "Contact" and
 * "Counts to forces").
 */
#ifndef CONTACT_H
#define CONTACT_H

#include <stdbool.h>
#include <stddef.h>

#define CONTACT_THIGH_MIN_N 4.0 /* no thigh presses less */

/* State of a row. All but CONTACT_UNLOADED are loaded; in those from CONTACT_ZEROED on, the position does not
 * continue from the previous row. */
enum contact_state {
    CONTACT_UNLOADED,
    CONTACT_LOADED,
    CONTACT_ZEROED,  /* a zero event came in this row, or since the last loaded row */
    CONTACT_RESUMED, /* the roller restarted */
    CONTACT_UNKNOWN  /* the rotation is unknown; only while the position is estimated */
};

struct contact_rows {
    const float *ring_vector; /* [2 count] N */
    const double *time_s;     /* [count] */
    size_t count;
    double period_s;
};

struct contact_forces {
    double weight_n;    /* the roller's weight; 0 = unknown */
    double force_p95_n; /* 95th percentile of the thigh's force, without unattended and unloaded rows */
};

/*
 * Find contact: set force_n[count] to the thigh's force and contact[count] to CONTACT_UNLOADED or CONTACT_LOADED.
 * sum_n[count]: sums of the strips; it may be the same array as force_n. False when out of memory.
 */
bool contact_find(struct contact_forces *forces, const struct contact_rows *rows, const double *sum_n, double *force_n,
                  unsigned char *contact);

struct contact_limits {
    double on_n, off_n; /* contact begins above on_n and ends below off_n */
    double min_s;       /* shorter breaks are removed first, then shorter contacts */
};

/* Find contact from force_n[count] alone. */
void contact_detect(const double *force_n, const double *time_s, size_t count, const struct contact_limits *limits,
                    unsigned char *contact);

#endif
