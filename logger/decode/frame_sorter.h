/* SPDX-License-Identifier: MIT */
/* Sorts frames by what they continue: the boot being recorded, or another one. A frame may be damaged without a wrong
 * checksum, come from another device on the line, or be the first one after a restart of which nothing else was
 * received.
 *
 * A frame continues a boot if seq and the device's clock agree on how much is missing. A frame that does not is held,
 * until either the next frame of the boot arrives, and the held frames are set aside, or so many frames have continued
 * the held ones that the boot must have ended: a few frames if by the host's clock (`is_live`) they may be the first
 * ones of another boot. A step that looks right but that the host's clock did not see is held too.
 *
 * A frame that is received again shows nothing new, however often it comes. A frame with the seq or the time of the one
 * before it, but not both, shows that the device's counter or clock stands still: it is set aside, and never held. */
#pragma once

#include "decode/frame_step.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_SORTER_HELD_MAX 384 /* 3 s at 120 Hz; at higher rates so many are enough */
#define FRAME_SORTER_CONFIRM 3    /* so many frames that fit each other are not wrong by chance */

struct received_frame {
    struct wire_frame frame;
    int64_t host_us;
};

/* What is known about the time of the next frame. */
struct frame_expectation {
    bool is_live;           /* host times are times of arrival, not of a replay */
    bool boot_announced;    /* an H line announced a boot, or was a reply of the boot being recorded */
    bool boot_certain;      /* it announced a boot */
    bool other_announced;   /* the latest H line is one of another device, or of this one with another id */
    bool newest_doubtful;   /* the newest frame is the first one of the session, and may be wrong */
    int64_t newest_time_us; /* session time of the newest frame */
    int64_t min_offset_us;  /* host time minus session time of the frames that came fastest */
};

/* All zero bytes at first. Callers set the periods and newest, and read held, held_count, held_are_boot,
 * held_period_us, set_aside and latest_stands_still. */
struct frame_sorter {
    uint32_t period_us;         /* between two frames; 0 = unknown yet */
    uint32_t earlier_period_us; /* before the H line since the newest frame; 0 = the same */
    struct received_frame newest;
    struct received_frame held[FRAME_SORTER_HELD_MAX];
    size_t held_count;
    bool held_are_boot;          /* the host's clock allows that they belong to a boot since the newest frame */
    unsigned held_interruptions; /* frames since the last held one, which did not continue the held ones */
    uint32_t held_period_us;
    uint64_t set_aside;       /* frames that belong to nothing */
    struct wire_frame latest; /* the frame sorted last, if has_latest */
    bool has_latest;
    bool latest_stands_still; /* it was set aside because its seq or time did not advance */
};

enum frame_verdict {
    FRAME_CONTINUES,      /* the next frame of this boot; any held frames were set aside */
    FRAME_REPEATS,        /* the newest frame or a held one, received again */
    FRAME_HELD,           /* or set aside */
    FRAME_CONTINUES_HELD, /* all held frames, the last one included, continue this boot after a long gap */
    FRAME_FOLLOWS_HELD,   /* all held frames do, but this one is not among them: sort it again */
    FRAME_CHANGES_RATE,   /* all held frames continue this boot at another rate */
    FRAME_BEGINS_BOOT     /* all held frames belong to another boot */
};

/* Sort a frame. `step` is set for FRAME_CONTINUES. After a verdict about the held frames, the caller must use them and
 * call frame_sorter_begin. */
enum frame_verdict frame_sorter_sort(struct frame_sorter *sorter, const struct received_frame *received,
                                     const struct frame_expectation *expected, struct frame_step *step);

/* Whether enough frames are held to show, in a replay, that they continue this boot after a long gap. */
bool frame_sorter_held_continue(const struct frame_sorter *sorter, const struct frame_expectation *expected);

/* Decide about the held frames at the end of the input. FRAME_HELD if they remain unexplained; they are then set aside.
 */
enum frame_verdict frame_sorter_end(struct frame_sorter *sorter, const struct frame_expectation *expected);

/* Return the host's time between the newest frame and `received`, if `received` was delayed as little as the frames
 * that came fastest: no more time can have passed on the device. */
int64_t frame_sorter_silence_us(const struct received_frame *received, const struct frame_expectation *expected);

/* Continue after the verdict about the held frames: the last one is the newest frame of the boot being recorded. */
void frame_sorter_begin(struct frame_sorter *sorter);

/* Return how many frames the boot being recorded produced in the `elapsed_us` from the newest frame to an S line, by
 * which it had `produced` frames in all; negative if the line is older than the newest frame. */
int64_t frame_sorter_status_frames(const struct frame_sorter *sorter, uint32_t produced, int64_t elapsed_us);

/* Whether such an S line may be one of the boot being recorded. */
bool frame_sorter_status_agrees(const struct frame_sorter *sorter, uint32_t produced, int64_t elapsed_us);

/* While frames are held: whether it certainly is, and not one of the boot of the held frames. */
bool frame_sorter_status_fits(const struct frame_sorter *sorter, uint32_t produced, uint32_t t_us);
