/* SPDX-License-Identifier: MIT */
/*
 * What the device counts itself (S lines): the frames that it made since its boot, and those of them that it
 * left out. Of a session that began later, only what was left out during it counts: the first S line tells
 * where that begins.
 */
#ifndef LOSS_ACCOUNT_H
#define LOSS_ACCOUNT_H

#include "wire/frame.h"

#include <stdbool.h>
#include <stdint.h>

/* Begins zeroed. Fields are its own, but for reading: dropped. */
struct loss_account {
    uint64_t
        dropped;     /* frames of this session that the device left out; each of them is missing in seq too */
    bool made_known; /* an S line came after the newest frame: */
    uint32_t made;   /* frames the device had made by then, this boot */
    bool begun;
    uint32_t dropped_told, dropped_counted; /* this boot */
};

/* Begin with the first frame of a session or of a boot. `from_boot`: all that the device counts happened
 * while we listened. */
void loss_account_begin_boot(struct loss_account *counters, bool from_boot);

/* Take an S line that came after such a frame. */
void loss_account_parse_status(struct loss_account *counters, const struct frame_line *line);

/* A frame came: what was told before it is behind. */
void loss_account_add_frame(struct loss_account *counters);

/* Nothing comes any more of this boot. Returns how many frames after the newest, `seq`, the device made. */
uint64_t loss_account_end_boot(struct loss_account *counters, uint16_t seq);

#endif
