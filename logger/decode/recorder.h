/* SPDX-License-Identifier: MIT */
/*
 * From bytes of the wire to rows of a session, whatever their source and destination.
 *
 * saved + lost = sent: each frame that the device sent since the session began becomes a row or counts as
 * lost. Losses are gaps in seq; after the last frame, the device's own counters (S lines). Duplicates are
 * dropped. A boot of the device (a new boot id, or a clock that went back) is no loss: the host's clock
 * bridges it, and the next row is marked `resume`.
 *
 * An event belongs to the first row at or after its time. Since its E line may come a little late, the newest
 * row is held back until the next one or recorder_finish.
 *
 * The header is complete when H and all C lines came; after 5 s without them it is written as it is. Rows
 * wait for it.
 */
#ifndef RECORDER_H
#define RECORDER_H

#include "decode/clock_skew.h"
#include "decode/device_info.h"
#include "decode/event_queue.h"
#include "decode/loss_account.h"
#include "decode/session_clock.h"
#include "decode/session_row.h"
#include "shared/session_format.h"
#include "wire/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORDER_IDENTITY_WAIT_US 5000000
#define RECORDER_PENDING_ROWS_MAX 1024

/* The destination. `header` is called once, before the first `row`, with the host time of the first frame. */
struct recorder_output {
    void *context;
    void (*header)(void *context, const struct session_header *header, int64_t first_host_us);
    void (*row)(void *context, const struct session_row *row);
};

struct recorder_counts {
    uint64_t rows;       /* frames saved, including the one held back */
    uint64_t lost;       /* frames known to be missing */
    uint64_t duplicates; /* frames received again */
    uint64_t resumes;
    uint64_t bytes;
};

/* Callers read counts, losses, events.dropped, decoder.rejected, device, header, header_ready, newest,
 * limit_reached and clock_skew, and may set limit_us after recorder_init. */
struct recorder {
    struct recorder_output output;
    struct recorder_counts counts;
    struct frame_decoder decoder;
    struct device_info device;
    struct session_clock clock;
    struct clock_skew clock_skew;
    struct loss_account losses;
    struct event_queue events;
    struct session_header header;
    double user_radius_mm; /* 0 = not given */
    int64_t limit_us;      /* frames from this session time on are discarded; 0 = no limit */
    bool limit_reached;
    bool header_ready;
    bool identity_wanted;   /* frames arrive without an H line: ask with `?` */
    bool reconnect_pending; /* the next frame is the first after a replug */
    bool joined_running;    /* by recorder_continue */
    bool replied;           /* to a command: the H line that follows is an answer, not a boot */
    bool boot_received;     /* before the first frame: frames count from seq 0 */
    bool boot_pending;      /* a new boot id was received: the next frame is the first of that boot */
    int64_t first_byte_host_us;
    struct session_row pending[RECORDER_PENDING_ROWS_MAX]; /* rows that wait for the header */
    size_t pending_count;
    struct session_row newest; /* held back; valid if counts.rows > 0 */
    uint32_t newest_t_us;
};

/* `header`: what the user gave (subject, leg, note, thigh length, logger). `radius_mm`: the user's rolling
 * radius; 0 = use the device's. `mid_stream`: the first line may be incomplete. */
void recorder_init(struct recorder *recorder, const struct session_header *header, double radius_mm,
                   bool mid_stream, struct recorder_output output);

/* After recorder_finish, start another session with the same device: what is known of it stays, and the next
 * frame is the first. */
void recorder_continue(struct recorder *recorder, const struct session_header *header, double radius_mm,
                       struct recorder_output output);

/* Decode bytes received at `host_us` (any monotonic clock). With count 0 only time passes. */
void recorder_feed(struct recorder *recorder, const void *bytes, size_t count, int64_t host_us);

/* The device was plugged in again: the current line may be cut, and the next row is marked `resume`. */
void recorder_reconnected(struct recorder *recorder);

/* End the session: write the rows held back and count the last losses. */
void recorder_finish(struct recorder *recorder);

/* Whether to ask the device who it is. True once. */
bool recorder_wants_identity(struct recorder *recorder);

/* Lines rejected as damaged, not counting a partial first line. */
uint64_t recorder_rejected_lines(const struct recorder *recorder);

/* Whether many bytes but no whole line came: a wrong baud rate, or no roller. */
bool recorder_receives_noise(const struct recorder *recorder);

#endif
