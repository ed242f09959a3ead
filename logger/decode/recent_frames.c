/* SPDX-License-Identifier: MIT */
#include "decode/recent_frames.h"

bool recent_frames_is_duplicate(struct recent_frames *recent, uint16_t seq, uint32_t t_us)
{
    size_t known = recent->count < RECENT_FRAMES_MAX ? recent->count : RECENT_FRAMES_MAX;
    for (size_t i = 0; i < known; i++) {
        if (recent->frame[i].seq == seq && recent->frame[i].t_us == t_us)
            return true;
    }
    size_t slot = recent->count++ % RECENT_FRAMES_MAX;
    recent->frame[slot].seq = seq;
    recent->frame[slot].t_us = t_us;
    return false;
}
