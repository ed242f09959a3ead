/* SPDX-License-Identifier: MIT */
#include "strip_watch.h"

#define SHORT_FROM 1022u
#define SHORT_UNTIL 1015u
#define OPEN_BELOW 2u
#define OPEN_UNTIL 4u
#define SECOND 16u /* 1.05 s */

static uint8_t look_of(uint16_t sum, uint8_t scans, uint8_t state, bool biased)
{
    if (sum >= (state == STRIP_SHORT ? SHORT_UNTIL : SHORT_FROM) * scans) {
        return STRIP_SHORT;
    }
    return biased && sum < (state == STRIP_OPEN ? OPEN_UNTIL : OPEN_BELOW) * scans ? STRIP_OPEN : STRIP_OK;
}

bool strip_watch_update(struct strip_watch *watch, const struct sampler_frame *frame, bool biased,
                        uint8_t *strip, enum strip_state *state)
{
    uint8_t at = watch->next;
    uint8_t now = (uint8_t)(frame->t_us >> 16);
    uint8_t look = look_of(frame->strip[at], frame->scans, watch->strip[at].state, biased);
    watch->next = (uint8_t)((at + 1) % HAL_STRIPS);
    if (look != watch->strip[at].seen) {
        watch->strip[at].seen = look;
        watch->strip[at].since = now;
        return false;
    }
    if (look == watch->strip[at].state || (uint8_t)(now - watch->strip[at].since) < SECOND) {
        return false;
    }
    watch->strip[at].state = look;
    *strip = at;
    *state = (enum strip_state)look;
    return true;
}
