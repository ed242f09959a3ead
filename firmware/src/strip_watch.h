/* SPDX-License-Identifier: MIT */
/*
 * Strips that are broken. Readings are told as means of a conversion, of 1023 steps.
 *
 *   shorted   at least 1022: no load does that (a strip of 100 N per unit ratio would have to carry 100 kN)
 *   open      below 2, and only on a roller with a bias resistor across each strip (100 kohm beside 1 kohm to
 * ground: an unloaded strip then reads 10; 470 ohm: 5). Without it an open strip and an unloaded one look
 * alike, and none is called open.
 *
 * A strip changes its state when every reading that was looked at during a second says so; to be called whole
 * again it must read at least 4, or below 1015.
 */
#ifndef STRIP_WATCH_H
#define STRIP_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "sampler.h"

enum strip_state { STRIP_OK, STRIP_OPEN, STRIP_SHORT };

/* All zero: every strip is whole. */
struct strip_watch {
    uint8_t next; /* the strip to look at */
    struct {
        uint8_t state; /* as told */
        uint8_t seen;  /* and as it looks since */
        uint8_t since; /* 65.536 ms */
    } strip[HAL_STRIPS];
};

/* Look at one strip of a frame, in turn. True when it has changed: `*strip` and `*state` say how. */
bool strip_watch_update(struct strip_watch *watch, const struct sampler_frame *frame, bool biased,
                        uint8_t *strip, enum strip_state *state);

#endif
