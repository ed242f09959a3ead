/* SPDX-License-Identifier: MIT */
/*
 * Detects broken strips, from the mean conversion of a reading (0 to 1023):
 *
 *   short   at least 1022: no load does that (a strip of 100 N per unit ratio would have to carry 100 kN)
 *   open    below 2, only with a bias resistor across each strip: an unloaded strip then reads 10 (100 kohm
 *           beside 1 kohm to ground) or 5 (470 ohm). Without it an open strip looks like an unloaded one.
 *
 * A strip changes its state when all its readings during a second agree; it is ok again from 4 up, or below
 * 1015.
 */
#ifndef STRIP_WATCH_H
#define STRIP_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "sampler.h"

enum strip_state { STRIP_OK, STRIP_OPEN, STRIP_SHORT };

/* All zero: every strip is ok. */
struct strip_watch {
    uint8_t next; /* the strip to check */
    struct {
        uint8_t state;    /* as reported */
        uint8_t observed; /* as observed ... */
        uint8_t since;    /* ... since then, in 65.536 ms */
    } strip[HAL_STRIPS];
};

/* Check one strip of a frame, in turn. True when its state has changed: `*strip`, `*state`. */
bool strip_watch_update(struct strip_watch *watch, const struct sampler_frame *frame, bool biased,
                        uint8_t *strip, enum strip_state *state);

#endif
