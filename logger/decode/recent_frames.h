/* SPDX-License-Identifier: MIT */
/* The newest frames of a boot, to know one that comes again. */
#ifndef RECENT_FRAMES_H
#define RECENT_FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECENT_FRAMES_MAX 64

/* Begins zeroed, and is zeroed at each boot: frames of another boot are none that came before. */
struct recent_frames {
    struct {
        uint16_t seq;
        uint32_t t_us;
    } frame[RECENT_FRAMES_MAX];
    size_t count; /* that ever came */
};

/* Whether this frame is among them; remembers it when not. */
bool recent_frames_is_duplicate(struct recent_frames *recent, uint16_t seq, uint32_t t_us);

#endif
