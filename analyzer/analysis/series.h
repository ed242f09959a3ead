/* SPDX-License-Identifier: MIT */
/*
 * From raw counts to force, contact and the direction of the load. Arrays in, arrays out; n = rows.
 *
 * Thigh force: every load passes through the strips twice, once from the thigh and once from the floor, so by statics
 * thigh = (sum of strips - weight of the roller) / 2. The weight is what the strips tell while the roller lies
 * unloaded; a session that never shows that is taken as of a weightless roller (some 5 N too much of 100 to 300).
 *
 * Contact by hysteresis: on above 15 %, off below 10 % of the 95th percentile of force (so that easing off counts as
 * contact, and creep of the strips does not matter). Contacts and breaks shorter than 0.2 s are passed over.
 *
 * Ring vector: q = sum of f_k exp(2 i alpha_k) over the strips at alpha_k. Thigh and floor press half a turn apart;
 * doubling the angle makes them one. arg(q) / 2 is the direction of up in the roller's body, but for a half turn.
 */
#ifndef SERIES_H
#define SERIES_H

#include "session_rows.h"

#include <stdbool.h>
#include <stddef.h>

struct series {
    size_t count;
    double period_s;       /* usual time between rows */
    double *force_n;       /* [n] thigh force; 0 where unloaded */
    unsigned char *loaded; /* [n] 1 = the thigh lies on the roller */
    float *ring;           /* [2 n] real and imaginary part of the ring vector, N */
    double force_p95_n;    /* of rows with any force */
    double weight_n;       /* of the roller; 0 = could not be told */
    double clipped_part;   /* part of the loaded rows in which a strip is at full scale */
    unsigned dead_strips;  /* bits: strips that stay silent while the others work */
};

/* False when memory is short; then nothing is to free. */
bool series_make(struct series *series, const struct session_rows *recording);

void series_free(struct series *series);

/* loaded[i] by hysteresis of `on` and `off` newtons; changes that last less than `shortest_s` are passed over. */
void series_contact(const double *force_n, const double *time_s, size_t count, double on, double off,
                    double shortest_s, unsigned char *loaded);

#endif
