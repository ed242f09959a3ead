/* SPDX-License-Identifier: MIT */
/*
 * Whether the thigh is on the roller in each row, and the thigh's force (docs/ANALYSIS.md, "Contact" and
 * "Counts to forces").
 */
#ifndef CONTACT_H
#define CONTACT_H

#include <stdbool.h>
#include <stddef.h>

#define CONTACT_THIGH_MIN_N 4.0 /* no thigh is lighter */

/* Of a row. All but CONTACT_UNLOADED are loaded; from CONTACT_ZEROED on, the position does not continue from
 * the row before. */
enum contact_state {
    CONTACT_UNLOADED,
    CONTACT_LOADED,
    CONTACT_ZEROED,  /* a zero event is here, or was before it while unloaded */
    CONTACT_RESUMED, /* the roller restarted */
    CONTACT_UNKNOWN  /* the rotation is unknown; only while the position is estimated */
};

struct contact_rows {
    const float *ring_vector; /* [2 count] N */
    const double *time_s;     /* [count] */
    size_t count;
    double period_s;
};

struct contact {
    double weight_n;    /* of the roller; 0 = unknown */
    double force_p95_n; /* 95th percentile of the thigh's force, unattended and unloaded rows excepted */
};

/*
 * `force_n` [count]: sums of the strips on entry, the thigh's force on return. Fills in loaded[count],
 * CONTACT_UNLOADED or CONTACT_LOADED. False when out of memory.
 */
bool contact_find(struct contact *contact, const struct contact_rows *rows, double *force_n,
                  unsigned char *loaded);

struct contact_limits {
    double on_n, off_n; /* contact begins above the one and ends below the other */
    double min_s;       /* first shorter breaks and then shorter contacts are removed */
};

/* Contact from force_n[count] alone. */
void contact_detect(const double *force_n, const double *time_s, size_t count,
                    const struct contact_limits *limits, unsigned char *loaded);

#endif
