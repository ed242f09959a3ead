/* SPDX-License-Identifier: MIT */
/*
 * From bytes of the wire to rows of a session. Knows neither where the bytes come from nor where the rows go.
 *
 * saved + counted lost = sent: each frame that the device made since it was heard becomes a row or counts as
 * lost. Frames are found missing by holes in seq and, for the last ones, by the device's own counters (S
 * lines). A frame that comes twice is dropped. A boot of the device (another boot id, or a clock that went
 * back) is no loss: the session goes on by the host's clock and its next row says `resume`.
 *
 * Events go to the row whose time is next at or after theirs. So that an E line may come a little late, the
 * newest row is held back until the next one comes or recorder_finish.
 *
 * The header is ready when H and all C lines came, or after 5 s without them; rows wait for it.
 */
#ifndef RECORDER_H
#define RECORDER_H

#include "decode/session_clock.h"
#include "decode/loss_account.h"
#include "decode/device_info.h"
#include "decode/clock_skew.h"
#include "decode/event_queue.h"
#include "wire/frame.h"
#include "decode/loss_gaps.h"
#include "decode/recent_frames.h"
#include "shared/session_format.h"
#include "decode/session_row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORDER_IDENTITY_WAIT_US 5000000
#define RECORDER_PENDING_ROWS_MAX 1024

/* Where the session goes. `header` is called once, before the first `row`; `first_host_us` is the host's
 * clock at the first frame. */
struct recorder_output {
    void *context;
    void (*header)(void *context, const struct session_header *header, int64_t first_host_us);
    void (*row)(void *context, const struct session_row *row);
};

struct recorder_counts {
    uint64_t rows;       /* frames saved, the one held back included */
    uint64_t lost;       /* frames known to be missing */
    uint64_t duplicates; /* frames that came again */
    uint64_t resumes;
    uint64_t bytes;
};

/* Fields are the recorder's own, but for reading: counts, counters.dropped, events.dropped, decoder.rejected,
 * device, header, header_ready, newest, limit_reached, drift, gaps; limit_us is the caller's to set after
 * recorder_init. */
struct recorder {
    struct recorder_output output;
    struct recorder_counts counts;
    struct frame_decoder decoder;
    struct device_info device;
    struct session_clock clock;
    struct clock_skew drift;
    struct loss_gaps gaps;
    struct session_header header;
    double user_radius_mm; /* by the user; 0 = not */
    int64_t limit_us;      /* frames from this session time on are not taken; 0 = no limit */
    bool limit_reached;
    bool header_ready;
    bool identity_wanted;   /* frames come but no H: ask with '?' */
    bool reconnect_pending; /* the next frame is the first after a replug */
    bool joined;            /* recorder_continue: the device ran before */
    bool answered;          /* a command: the H line behind that is its answer, and no boot */
    bool boot_received;     /* before the first frame: the frames of a boot count from 0 */
    bool boot_pending;      /* the device said another boot id: the next frame is the first of that boot */
    int64_t first_byte_host_us;
    struct session_row waiting[RECORDER_PENDING_ROWS_MAX]; /* rows before the header */
    size_t pending_count;
    struct session_row newest; /* held back; there when counts.rows > 0 */
    uint32_t newest_t_us;
    struct event_queue events;
    struct recent_frames recent; /* to know a frame that comes again */
    struct loss_account counters;
};

/* `header` says what the user told (subject, leg, note, thigh length, logger); `radius_mm` is the user's, 0 =
 * the device's. `mid_stream`: the first line may be the rest of one. */
void recorder_init(struct recorder *recorder, const struct session_header *header, double radius_mm,
                   bool mid_stream, struct recorder_output output);

/*
 * Begin another session where this one ended (recorder_finish), with the same device: what it said of itself
 * is known, its next frame is the first one, and those before it are no loss.
 */
void recorder_continue(struct recorder *recorder, const struct session_header *header, double radius_mm,
                       struct recorder_output output);

/* Take bytes that were received at `host_us` (any monotone clock). No bytes: only time passes. */
void recorder_feed(struct recorder *recorder, const void *bytes, size_t count, int64_t host_us);

/* The device was unplugged and is back: a line may have been cut; the next row says `resume`. */
void recorder_reconnected(struct recorder *recorder);

/* Nothing comes any more: hand out the rows held back, count the last losses. */
void recorder_finish(struct recorder *recorder);

/* True, once, when the device should be asked who it is. */
bool recorder_wants_identity(struct recorder *recorder);

/* Lines that were not taken for a reason that means damage (the partial first line is none). */
uint64_t recorder_rejected_lines(const struct recorder *recorder);

/* True when much came and no line of it was whole: another baud rate, or no roller. */
bool recorder_receives_noise(const struct recorder *recorder);

#endif
