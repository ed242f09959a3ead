/* SPDX-License-Identifier: MIT */
/*
 * The account of lost frames: which are missing, when, and what the device itself says of them.
 *
 * The device counts in its S lines the frames that it made since its boot, and those of them that it dropped.
 * A session that began during a boot takes the first S line as its zero. All zero bytes is an empty account.
 */
#ifndef LOSS_ACCOUNT_H
#define LOSS_ACCOUNT_H

#include "wire/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOSS_GAPS_MAX 8
#define LOSS_RECENT_FRAMES 64

struct loss_gap {
    int64_t start_us; /* session time of the last row before it */
    int64_t length_us;
    uint64_t lost; /* frames; 0: the device was off, and made none */
};

/* Callers read dropped, gap and gap_count. */
struct loss_account {
    uint64_t dropped; /* frames of this session that the device dropped; they are missing in seq too */

    struct loss_gap gap[LOSS_GAPS_MAX]; /* the longest, in order of time */
    uint64_t gap_count;                 /* of all, those not kept included */

    /* Of this boot, by its S lines: */
    bool has_zero;   /* dropped_counted is where the session began */
    bool made_known; /* an S line came after the last frame: */
    uint32_t made;   /* frames made by then */
    uint32_t dropped_reported, dropped_counted;

    struct {
        uint16_t seq;
        uint32_t t_us;
    } recent[LOSS_RECENT_FRAMES]; /* a ring of the last frames of this boot */
    size_t recent_count;          /* of all that were put into it */
};

/* Start a boot, before its first frame. `from_start`: all that its S lines count happened during the session.
 */
void loss_account_begin_boot(struct loss_account *account, bool from_start);

/* Use an S line that came after such a frame. */
void loss_account_parse_status(struct loss_account *account, const struct frame_line *line);

/* Count a frame: what was reported before it is over. */
void loss_account_add_frame(struct loss_account *account);

/* End a boot. Returns how many frames the device made after the last one received, `seq`. */
uint64_t loss_account_end_boot(struct loss_account *account, uint16_t seq);

/* Whether the frame is one of the last LOSS_RECENT_FRAMES; remembers it otherwise. */
bool loss_account_is_duplicate(struct loss_account *account, uint16_t seq, uint32_t t_us);

/* Forget the recent frames: after a boot, seq and t_us repeat. */
void loss_account_forget_frames(struct loss_account *account);

/*
 * How many frames are missing between `last_seq` and `seq`, `elapsed_us` apart. seq counts modulo 65536;
 * whole rounds follow from the time, if `period_us` is known (not 0).
 */
uint64_t loss_account_missing(uint16_t last_seq, uint16_t seq, int64_t elapsed_us, uint32_t period_us);

void loss_account_add_gap(struct loss_account *account, struct loss_gap gap);

/* How many gaps are in gap[]. */
size_t loss_account_gaps_kept(const struct loss_account *account);

#endif
