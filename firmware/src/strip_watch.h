/* SPDX-License-Identifier: MIT */
/*
 * Detects broken strips from the mean conversion of a reading (0 to 1023):
 *
 *   short   at least 1022: no load causes that (a strip with k_n = 100 N would have to carry 100 kN)
 *   open    below 2, only with a bias resistor across each strip: an unloaded strip then reads 10 (100 kohm
 *           and 1 kohm to ground) or 5 (470 ohm to ground). Without it an open strip looks like an unloaded
 * one.
 *
 * A strip changes its state when all its readings during a second agree. A short strip is ok again below
 * 1015, an open one from 4 on.
 */
#ifndef STRIP_WATCH_H
#define STRIP_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "sampler.h"

enum strip_state { STRIP_OK, STRIP_OPEN, STRIP_SHORT };

/* All zero: every strip is ok. */
struct strip_watch {
    uint8_t next; /* index of the strip to check next */
    struct {
        uint8_t state;          /* the last reported state */
        uint8_t observed;       /* the state according to the last reading */
        uint8_t observed_since; /* time when `observed` changed, in units of 65.536 ms */
    } strip[HAL_STRIPS];
};

/* Check one strip per frame, in turn. If its state has changed, return true and set `*strip` and `*state`. */
bool strip_watch_update(struct strip_watch *watch, const struct sampler_frame *frame, bool bias_resistors,
                        uint8_t *strip, enum strip_state *state);

#endif
