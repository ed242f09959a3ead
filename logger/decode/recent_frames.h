/* SPDX-License-Identifier: MIT */
/* Recognises frames that were received twice, even if the device restarted between. After a restart the first frames
 * have the same seq and time as those of the boot before, so their readings count too, and when they arrived. */
#pragma once

#include "decode/frame_sorter.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECENT_FRAMES_MAX 64

/* All zero bytes at first. */
struct recent_frames {
    struct {
        uint16_t seq;
        uint32_t t_us;
        uint32_t readings; /* a hash */
        int64_t host_us;
        bool of_earlier_boot;
    } frame[RECENT_FRAMES_MAX]; /* ring */
    size_t count;               /* frames added so far */
    bool repeats;               /* the latest frame was received again, not added */
    size_t repeated_slot;       /* the one that it repeated */
};

/* Whether the frame is one of the last RECENT_FRAMES_MAX; with `is_live`, one received not long ago. */
bool recent_frames_contain(struct recent_frames *recent, const struct received_frame *received, bool is_live);

/* The next frame is the first of another boot. */
void recent_frames_begin_boot(struct recent_frames *recent);

void recent_frames_add(struct recent_frames *recent, const struct received_frame *received);
