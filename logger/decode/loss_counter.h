/* SPDX-License-Identifier: MIT */
/* Counts lost frames, from gaps in seq and from the counters in the device's S lines.
 *
 * An S line reports how many frames the device has produced since its boot, and how many of them it dropped. If the
 * session began later than the boot, counting starts at the first S line. A counter of all zero bytes is empty. */
#pragma once

#include "wire/wire_line.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOSS_COUNTER_GAPS_MAX 8

struct loss_gap {
    int64_t start_us; /* session time of the last row before the gap */
    int64_t length_us;
    uint64_t lost; /* number of lost frames; 0 = the device was off and produced none */
};

/* The counters of an S line, since the boot. */
struct loss_status {
    uint32_t sent;    /* frames sent */
    uint32_t dropped; /* frames dropped */
};

/* Callers read dropped, gap, gaps_kept and gap_count. */
struct loss_counter {
    uint64_t dropped; /* frames of this session that the device dropped; seq has a gap there too */

    struct loss_gap gap[LOSS_COUNTER_GAPS_MAX]; /* [gaps_kept]: the longest gaps, in order of time */
    size_t gaps_kept;
    uint64_t gap_count; /* number of gaps, including those not kept */

    bool has_baseline;         /* dropped_counted is set for this boot */
    uint64_t produced_later;   /* frames after the newest one, from an S line that came since then */
    uint32_t dropped_reported; /* dropped frames since the boot, from the latest S line */
    uint32_t dropped_counted;  /* the part of dropped_reported that is already in `dropped` or precedes the session */
};

/* Start a boot, before its first frame. `from_start`: the session includes the boot's first frames. */
void loss_counter_begin_boot(struct loss_counter *counter, bool from_start);

/* Parse an S line; false if a counter is missing or not a number. */
bool loss_counter_parse_status(const struct wire_line *line, struct loss_status *status);

/* Add the counters of an S line. Call only after the first frame of its boot. `later`: how many frames it counts that
 * come after the newest one; negative if the line is older. */
void loss_counter_add_status(struct loss_counter *counter, const struct loss_status *status, int64_t later);

/* Add a frame, and count the drops reported before it. */
void loss_counter_add_frame(struct loss_counter *counter);

/* End a boot. Returns how many frames the device produced after the last one that was received. */
uint64_t loss_counter_end_boot(struct loss_counter *counter);

/* Count a gap; if gap[] is full, only the longest gaps are kept there. */
void loss_counter_add_gap(struct loss_counter *counter, struct loss_gap gap);

/* Add `by_us` to the length of the kept gap that starts at `start_us`, if there is one. */
void loss_counter_lengthen_gap(struct loss_counter *counter, int64_t start_us, int64_t by_us);

/* Move the kept gaps from session time `start_us` on to `later`, a copy of the counter that begins there with time 0.
 */
void loss_counter_move_gaps(struct loss_counter *later, int64_t start_us, struct loss_counter *counter);
