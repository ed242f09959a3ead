/* SPDX-License-Identifier: MIT */
/* A roller and the line to the host, both simulated, with faults at random times: resets in mid-line, lost H lines,
 * losses, damage, frames with wild numbers, frames of another roller, other bytes, repeated lines, bursts, pauses,
 * settings that change, a number or clock that stands still, one frame that comes again and again, frames with another
 * number of strips, events with a wild time, a damaged last frame, and a host that reads all of it later from a file.
 * The same seed gives the same faults. The roller records each frame that it sends, which is the truth for tests of the
 * decoder. */
#pragma once

#include "support/random.h"
#include "wire_text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RANDOM_LINK_SETTINGS_MAX 64

/* What the roller says about itself in its H and C lines. */
struct link_setting {
    char id[12];
    unsigned strips;
    unsigned scans; /* conversions per frame: the full scale is 1023 times this */
    bool has_imu;
    double k_n; /* of each strip */
};

/* A frame as sent. Its readings say which one it is: random_link_frame_of. */
struct link_frame {
    int64_t true_us;  /* host time at which it was measured */
    uint32_t number;  /* since the boot, from 0 */
    uint32_t boot;    /* from 0 */
    uint16_t setting; /* index into random_link.setting */
    bool intact;      /* the line carried it unchanged */
    bool repeated;    /* and again */
    bool came;        /* the line carried it, or what was left of it */
};

struct link_boot {
    bool hello_intact; /* the line carried its H line */
    bool in_burst;     /* it began, or the one before it ended, within a burst: when is unknown */
    uint32_t produced; /* according to its latest S line */
};

/* Which faults happen. */
struct link_plan {
    double seconds;    /* time that the roller runs in all */
    double uptime_s;   /* uptime at which the host begins to listen; 0 = at a boot */
    bool resets;       /* at random times; else only reset_at_s */
    double reset_at_s; /* reset after this time; 0 = never */
    bool hello_lost;   /* of every reset */
    bool hello_kept;   /* of every reset */
    bool losses, wild, foreign, bursts, changes;
    bool garbage;      /* text and bytes that are no lines of a roller */
    bool repeats;      /* the link repeats some frames */
    bool one_way;      /* the roller cannot receive `?` */
    bool replay;       /* the host reads a file: host times are no times of arrival */
    bool still;        /* at times, number or clock stand still, the same frame comes again, or a strip too many does */
    bool wild_events;  /* events, some of them with a wild time */
    bool last_damaged; /* the last frame is */
    bool first_newline; /* the roller sends a newline before the H line of a boot */
};

/* The receiver of the line. A count of 0: a poll found no bytes. Returns whether the host sends `?`. */
typedef bool random_link_receive(void *context, const void *bytes, size_t count, int64_t host_us);

struct random_link {
    struct link_plan plan;
    random_link_receive *receive;
    void *context;

    /* The record. */
    struct link_frame *frame; /* [frame_count] */
    size_t frame_count;
    struct link_boot *boot; /* [boot_count] */
    size_t boot_count;
    struct link_setting setting[RANDOM_LINK_SETTINGS_MAX];
    unsigned setting_count;
    unsigned event_count;

    /* Private. */
    struct random random;
    struct wire_text air; /* sent, but not yet received */
    int64_t now_us, boot_us, host_us, flush_us, burst_until_us, foreign_until_us, foreign_boot_us, status_us;
    int64_t next_t_us; /* device time of the next frame, not wrapped */
    int64_t foreign_next_t_us;
    size_t frame_capacity, boot_capacity;
    uint32_t number, foreign_number;
    uint32_t reset_number_min; /* no reset before this frame */
    enum { ADVANCES, SEQ_STANDS, CLOCK_STANDS, FRAME_STANDS, STRIP_TOO_MANY } standing;
    unsigned standing_frames;       /* for so many more frames */
    uint32_t still_seq, still_t_us; /* of the last frame before */
    size_t still_index;
    bool asked;
};

/* Return a plan with a random mixture of faults. */
struct link_plan random_link_plan(struct random *random);

/* Run until the plan's end. Free with random_link_free. */
void random_link_run(struct random_link *link, const struct link_plan *plan, uint64_t seed,
                     random_link_receive *receive, void *context);
void random_link_free(struct random_link *link);

/* Return the index of the frame with these readings; SIZE_MAX if the roller sent none with them. */
size_t random_link_frame_of(const struct random_link *link, const uint16_t *strip);
