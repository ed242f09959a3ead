/* SPDX-License-Identifier: MIT */
#include "strip_watch.h"

#define SHORT_FROM 1022u
#define SHORT_UNTIL 1015u
#define OPEN_BELOW 2u
#define OPEN_UNTIL 4u
#define SECOND 16u /* 1.05 s */

static uint8_t classify(uint16_t sum, uint8_t scans, uint8_t state, bool biased)
{
    if (sum >= (state == STRIP_SHORT ? SHORT_UNTIL : SHORT_FROM) * scans) {
        return STRIP_SHORT;
    }
    return biased && sum < (state == STRIP_OPEN ? OPEN_UNTIL : OPEN_BELOW) * scans ? STRIP_OPEN : STRIP_OK;
}

bool strip_watch_update(struct strip_watch *watch, const struct sampler_frame *frame, bool biased,
                        uint8_t *strip, enum strip_state *state)
{
    uint8_t index = watch->next;
    uint8_t now = (uint8_t)(frame->t_us >> 16);
    uint8_t observed = classify(frame->strip[index], frame->scans, watch->strip[index].state, biased);
    watch->next = (uint8_t)((index + 1) % HAL_STRIPS);
    if (observed != watch->strip[index].observed) {
        watch->strip[index].observed = observed;
        watch->strip[index].since = now;
        return false;
    }
    if (observed == watch->strip[index].state || (uint8_t)(now - watch->strip[index].since) < SECOND) {
        return false;
    }
    watch->strip[index].state = observed;
    *strip = index;
    *state = (enum strip_state)observed;
    return true;
}
