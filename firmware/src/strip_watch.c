/* SPDX-License-Identifier: MIT */
#include "strip_watch.h"

/* Limits for the mean of a strip's conversions in a frame, 0 to 1023. */
#define SHORT_MIN 1022u
#define SHORT_END 1015u
#define OPEN_BELOW 2u
#define OPEN_END 4u
#define CONFIRM_TICKS 16u /* 1.05 s in units of 65.536 ms */

/* Classify a reading. The limits depend on the strip's reported state, which adds hysteresis. */
static uint8_t classify(uint16_t sum, uint8_t scans, uint8_t reported_state, bool bias_resistors)
{
    unsigned short_min = reported_state == STRIP_SHORT ? SHORT_END : SHORT_MIN;
    unsigned open_below = reported_state == STRIP_OPEN ? OPEN_END : OPEN_BELOW;
    if (sum >= short_min * scans)
        return STRIP_SHORT;
    if (bias_resistors && sum < open_below * scans)
        return STRIP_OPEN;
    return STRIP_OK;
}

bool strip_watch_update(struct strip_watch *watch, const struct sampler_frame *frame, bool bias_resistors,
                        uint8_t *strip, enum strip_state *state)
{
    uint8_t index = watch->next_strip;
    uint8_t now_ticks = (uint8_t)(frame->t_us >> 16);
    uint8_t observed = classify(frame->strip[index], frame->scans, watch->strip[index].state, bias_resistors);
    watch->next_strip = (uint8_t)((index + 1) % HAL_STRIPS);
    if (observed != watch->strip[index].observed) {
        watch->strip[index].observed = observed;
        watch->strip[index].observed_since_ticks = now_ticks;
        return false;
    }
    if (observed == watch->strip[index].state ||
        (uint8_t)(now_ticks - watch->strip[index].observed_since_ticks) < CONFIRM_TICKS)
        return false;
    watch->strip[index].state = observed;
    *strip = index;
    *state = (enum strip_state)observed;
    return true;
}
