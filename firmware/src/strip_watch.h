/* SPDX-License-Identifier: MIT */
/* Detects broken strips by the mean of a reading's conversions (0 to 1023).
 *
 *   short   at least 1022. No load causes that: a strip with k_n = 100 N would have to carry 100 kN.
 *   open    below 2, if each strip has a bias resistor across it: an unloaded strip then reads 10 (100 kohm and
 *           1 kohm to ground) or 5 (470 ohm to ground). Without a resistor an open strip looks unloaded.
 *
 * A strip changes its state when all its readings during a second agree. A short strip is ok again below 1015,
 * an open strip at 4 or above. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "sampler.h"

enum strip_state { STRIP_OK, STRIP_OPEN, STRIP_SHORT };

/* When all bytes are zero, every strip is ok. */
struct strip_watch {
    uint8_t next_strip; /* the strip to check next */
    struct {
        uint8_t state;                /* enum strip_state last reported */
        uint8_t observed;             /* enum strip_state according to the last reading */
        uint8_t observed_since_ticks; /* time when `observed` changed, in units of 65.536 ms */
    } strip[HAL_STRIPS];
};

/* Check one strip per frame, in turn. If its state has changed, return true and set `*strip` to its number and
 * `*state` to the new state. */
bool strip_watch_update(struct strip_watch *watch, const struct sampler_frame *frame, bool bias_resistors,
                        uint8_t *strip, enum strip_state *state);
