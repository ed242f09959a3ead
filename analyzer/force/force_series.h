/* SPDX-License-Identifier: MIT */
/*
 * From raw counts to force, contact and the direction of the load. Arrays in, arrays out; n = rows.
 *
 * Loads: each strip's reading in newtons (physics.h), less what a bias resistor adds. Strips are made alike
 * by what the session tells of them (strip_gain.h); one that cannot be believed is left out and what it
 * would have carried put in (strip_faults.h, strip_check.h, ring_model.h).
 *
 * Thigh force: every load passes through the strips twice, once from the thigh and once from the floor, so
 * by statics thigh = (sum of strips - weight of the roller) / 2. The weight is what the strips tell while
 * the roller lies unloaded; a session that never shows that is taken as of a weightless roller (some 5 N too
 * much of 100 to 300).
 *
 * Contact by hysteresis: on above 15 %, off below 10 % of the 95th percentile of force (so that easing off
 * counts as contact, and creep of the strips does not matter). The time for which the roller lay by itself
 * (unattended.h) has no part in that: under its own weight all of a long rest would be contact. Contacts and
 * breaks shorter than 0.2 s are passed over.
 *
 * Ring vector: q of ring_model.h. It tells nothing where strips carry all alike, or sit so that it has a
 * mirror image.
 */
#ifndef FORCE_SERIES_H
#define FORCE_SERIES_H

#include "session/session_rows.h"
#include "force/strip_faults.h"

#include <stdbool.h>
#include <stddef.h>

/* What `loaded` says of a row. Above CONTACT_LOADED: loaded too, but its place does not go on from the row
 * before. */
enum contact_state {
    CONTACT_UNLOADED,
    CONTACT_LOADED,
    CONTACT_ZEROED,  /* a zero event was here, or in the air before it */
    CONTACT_RESUMED, /* the roller restarted */
    CONTACT_UNKNOWN  /* nothing tells the rotation; only while the position is made */
};

struct force_series {
    size_t count;
    double period_s;         /* usual time between rows */
    double *force_n;         /* [n] thigh force; 0 where unloaded */
    unsigned char *loaded;   /* [n] enum contact_state; not 0 = the thigh lies on the roller */
    float *ring;             /* [2 n] real and imaginary part of the ring vector, N */
    float *load;             /* [strips n] on each strip, N; the caller may free it and set it to NULL */
    double force_p95_n;      /* of rows with any force, but for those in which the roller lay by itself */
    double weight_n;         /* of the roller; 0 = could not be told */
    double clipped_fraction; /* part of the loaded rows in which a strip is at full scale */
    bool ring_gives_angle;   /* the ring tells the angle */
    struct strip_faults states;
};

/* False when memory is short; then nothing is to free. */
bool force_series_make(struct force_series *series, const struct session_rows *recording);

void force_series_free(struct force_series *series);

/* loaded[i] by hysteresis of `on` and `off` newtons; changes that last less than `shortest_s` are passed
 * over. */
void contact_detect(const double *force_n, const double *time_s, size_t count, double on, double off,
                    double shortest_s, unsigned char *loaded);

#endif
