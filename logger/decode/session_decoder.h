/* SPDX-License-Identifier: MIT */
/* Decodes bytes of the wire into rows of a session. The caller feeds the bytes and chooses the destination of the rows.
 *
 * saved + lost = sent: each frame that the device sent since the session began becomes a row or counts as lost. Losses
 * show as gaps in seq or, after the last frame, in the device's own counters (S lines). Duplicates are dropped. A boot
 * of the device (a new boot id, or a clock that went back) loses no frames: session time continues by the host's clock,
 * and the next row is marked `resume`.
 *
 * An event belongs to the first row at or after its time. Since its E line may come a little late, the newest row is
 * written only when the next frame arrives, or by session_decoder_finish.
 *
 * The header is written once the H line and all C lines have arrived, or after 5 s without them. Until then rows are
 * pending. */
#pragma once

#include "decode/clock_skew.h"
#include "decode/device_info.h"
#include "decode/event_queue.h"
#include "decode/loss_counter.h"
#include "decode/session_clock.h"
#include "decode/session_row.h"
#include "shared/session_format.h"
#include "wire/wire_line.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SESSION_DECODER_DEVICE_INFO_WAIT_US 5000000 /* longest wait for the H and C lines */
#define SESSION_DECODER_PENDING_ROWS_MAX 1024

/* The destination of the rows. `header` is called once, before the first `row`, with the first frame's host time. */
struct session_decoder_output {
    void *context;
    void (*header)(void *context, const struct session_header *header, int64_t first_host_us);
    void (*row)(void *context, const struct session_row *row);
};

struct session_decoder_counts {
    uint64_t rows;       /* frames saved, including the newest row */
    uint64_t lost;       /* frames known to be missing */
    uint64_t duplicates; /* frames received again */
    uint64_t resumes;    /* rows marked `resume` */
    uint64_t bytes;      /* bytes received */
};

struct session_decoder {
    /* Results. In `wire`, callers read only line_count; in `events`, only dropped. */
    struct session_decoder_counts counts;
    struct wire_decoder wire;
    struct device_info device;
    struct clock_skew clock_skew;
    struct loss_counter losses;
    struct event_queue events;
    struct session_header header;
    struct session_row newest_row; /* valid if counts.rows > 0 */
    bool header_ready;
    bool limit_reached;
    int64_t first_byte_host_us;
    int64_t limit_us; /* set by the caller: frames from this session time on are discarded; 0 = no limit */
    /* Private. */
    struct session_decoder_output output;
    struct session_clock clock;
    double user_radius_mm; /* 0 = not given */
    uint32_t newest_t_us;  /* device time of the newest row */
    bool identify_wanted;  /* frames arrive without an H line: the caller should send `?` */
    bool replug_pending;   /* the next frame is the first after a replug */
    bool continues_device; /* the session continues with a known device (session_decoder_continue) */
    bool replied;          /* the device replied to a command: a later hello line (H) is a reply, not a boot */
    bool boot_received;    /* the session began with a boot: frames missing since seq 0 are lost */
    bool boot_pending;     /* a new boot id was received: the next frame is the first of that boot */
    struct session_row pending[SESSION_DECODER_PENDING_ROWS_MAX]; /* rows to write after the header */
    size_t pending_count;
};

/* Start a session. `header` holds the subject, leg, note, thigh length and logger. `radius_mm` is the rolling radius
 * given by the user; 0 = use the device's. With `mid_stream`, the first line may be incomplete. */
void session_decoder_init(struct session_decoder *decoder, const struct session_header *header, double radius_mm,
                          bool mid_stream, struct session_decoder_output output);

/* After session_decoder_finish, start another session with the same device, whose device info stays known; the
 * next frame is the first. */
void session_decoder_continue(struct session_decoder *decoder, const struct session_header *header, double radius_mm,
                              struct session_decoder_output output);

/* Decode bytes received at `host_us` (any monotonic clock). With a count of 0, only checks the header's timeout. */
void session_decoder_feed(struct session_decoder *decoder, const void *bytes, size_t count, int64_t host_us);

/* Continue after a replug: the current line may be incomplete, and the next row is marked `resume`. */
void session_decoder_replugged(struct session_decoder *decoder);

/* End the session: write the pending rows and the newest row, and count the last losses. */
void session_decoder_finish(struct session_decoder *decoder);

/* Whether the caller should send `?` now. True only once per request. */
bool session_decoder_take_identify_request(struct session_decoder *decoder);

/* Return the number of lines rejected as damaged, not counting a partial first line. */
uint64_t session_decoder_rejected_lines(const struct session_decoder *decoder);

/* Whether a line with a correct checksum arrived, even if its type is unknown or its fields are wrong. */
bool session_decoder_has_intact_line(const struct session_decoder *decoder);

/* Whether many bytes arrived but no intact line: the baud rate is wrong, or the device is not a roller. */
bool session_decoder_receives_noise(const struct session_decoder *decoder);
