/* SPDX-License-Identifier: MIT */
/* Decodes bytes of the wire into rows of a session. The caller feeds the bytes and chooses the destination of the rows.
 *
 * saved + lost + unaccounted = sent: each frame that the device sent since the session began becomes a row, counts as
 * lost or, if it came after the last row of a boot and was damaged or did not fit, as unaccounted. Losses show as gaps
 * in seq or, after the last frame, in the device's own counters (S lines). Duplicates are dropped; frames that belong
 * to no boot of the device are set aside (frame_sorter.h). How many frames the device produced just before a restart
 * without sending them is unknown: they are not counted. Session time continues over a restart by the host's clock, and
 * the next row is marked `resume`.
 *
 * An event belongs to the first row at or after its time. Since its E line may come a little late, the newest row is
 * written when the next frame arrives, when the line falls silent, or by session_decoder_finish.
 *
 * Rows are pending after the first frame of a boot and after a change of the device's settings, until the H line and
 * all C lines have arrived and a moment has passed, at most 5 s. Then the header is written, or rows that do not fit it
 * begin another file. The moment shows how late the first frames were: session time and host_us do not contain their
 * delay. */
#pragma once

#include "decode/arrival_delay.h"
#include "decode/clock_skew.h"
#include "decode/device_info.h"
#include "decode/event_queue.h"
#include "decode/frame_sorter.h"
#include "decode/loss_counter.h"
#include "decode/recent_frames.h"
#include "decode/session_row.h"
#include "shared/session_format.h"
#include "wire/wire_line.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SESSION_DECODER_DEVICE_INFO_WAIT_US 5000000 /* longest wait for the H and C lines */
#define SESSION_DECODER_PENDING_ROWS_MAX 1024

/* The destination of the rows. `header` is called once for each file, before its first `row`, with the host time of its
 * session time 0. */
struct session_decoder_output {
    void *context;
    void (*header)(void *context, const struct session_header *header, int64_t start_host_us);
    void (*row)(void *context, const struct session_row *row);
    /* The next rows do not fit the header, because of `changes` (enum device_change). The session so far is complete,
     * with final counts; after the return another one begins, with its own header. NULL = ignore such changes. */
    void (*next_file)(void *context, unsigned changes);
};

struct session_decoder_counts {
    uint64_t rows;         /* frames saved, including the newest row */
    uint64_t lost;         /* frames known to be missing */
    uint64_t duplicates;   /* frames received again */
    uint64_t resumes;      /* rows marked `resume` */
    uint64_t restarts;     /* of the device, in this session */
    uint64_t returns;      /* replugs without a restart */
    uint64_t unidentified; /* boots and changes of which no H line came: the settings before them are assumed */
    uint64_t misfits;      /* D lines that do not have the announced number of strips */
    uint64_t unaccounted;  /* D lines after the last row of a boot that are neither rows nor, by seq, counted as lost */
    uint64_t over_scale;   /* rows with a reading above the full scale in their header */
    uint64_t bytes;        /* bytes received */
};

/* The newest rows, until their device info and their times are known. */
struct session_settling {
    bool active;
    bool asked; /* for C lines that did not come */
    enum {
        SETTLING_START,  /* of the session: when session time 0 was by the host's clock is not yet known */
        SETTLING_BOOT,   /* the session time of its first row is not yet known */
        SETTLING_CHANGE, /* only the settings are not yet known */
    } kind;
    int64_t first_host_us;     /* host time of the first row */
    int64_t first_time_us;     /* session time of the first row; it may turn out to be earlier */
    int64_t min_time_us;       /* but not earlier than this */
    int64_t earlier_offset_us; /* host time minus session time of the fastest frame before these rows */
    int64_t min_offset_us;     /* of the fastest frame of these rows */
    uint64_t lost;             /* frames missing between these rows */
    struct session_row before; /* the newest row before these */
};

struct session_decoder {
    /* Results. In `wire`, callers read only line_count; in `events`, only dropped; in `sorter`, only set_aside. */
    struct session_decoder_counts counts;
    struct wire_decoder wire;
    struct device_info device;
    struct clock_skew clock_skew;
    struct loss_counter losses;
    struct event_queue events;
    struct frame_sorter sorter;
    struct session_header header;
    struct session_row newest_row; /* valid if counts.rows > 0 */
    int64_t newest_host_us;        /* host time of the newest row */
    unsigned changes;              /* enum device_change: found in H and C lines since the caller last cleared it */
    bool header_ready;
    bool limit_reached;
    int64_t first_byte_host_us;
    /* Set by the caller after session_decoder_init. */
    int64_t limit_us; /* frames from this session time on are discarded; 0 = no limit */
    bool is_live; /* host times are times of arrival, so a frame cannot show more time than they do; false: a replay */
    /* Private. */
    struct session_decoder_output output;
    struct device_info recorded; /* as in the header */
    struct device_info foreign;  /* of an H line that is not used yet: another device's, or unclear (hello_unclear) */
    struct arrival_delay delay;
    struct recent_frames recent; /* of this boot */
    struct session_settling settling;
    int64_t start_host_us; /* host time at session time 0 */
    double user_radius_mm; /* 0 = not given */
    uint32_t newest_t_us;  /* device time of the newest row */
    bool newest_written;   /* the newest row is written or pending */
    bool identify_wanted;  /* frames arrive without an H line: the caller should send `?` */
    bool replug_pending;   /* the next frame is the first after a replug */
    bool continues_device; /* the session continues with a known device (session_decoder_continue) */
    bool replied;          /* the device replied to a command: a later hello line (H) is a reply, not a boot */
    enum {
        HELLO_UNASKED,     /* after a boot, or for another program */
        HELLO_REPLY,       /* to `?`, which the device accepted */
        HELLO_SETTING      /* for later frames: the device accepted R, L or P */
    } hello_cause;         /* of the next H line */
    bool boot_received;    /* the session began with a boot: frames missing since seq 0 are lost */
    bool boot_pending;     /* a new boot id was received: the next frame is the first of that boot */
    bool boot_certain;     /* with boot_pending: the rows so far are not of that boot */
    bool change_pending;   /* the device's settings changed: the next frame is the first with the new ones */
    bool identity_stale;   /* the device restarted or changed, but no H line came since then */
    bool hello_is_foreign; /* C lines belong to `foreign` */
    bool foreign_pending;  /* no frame of our boot came since that H line */
    bool foreign_is_later; /* that line came after the first of the held frames, which may be a boot */
    bool foreign_is_one;   /* H lines since that frame described one device, or the last one answered a command */
    bool hello_unclear;    /* `foreign` is this device: a boot, or a late reply about the boot of the pending rows */
    uint64_t unusable;     /* D lines since the newest row that were damaged or do not fit */
    uint64_t unusable_at_held; /* its value at the last frame that was held or set aside */
    uint64_t unusable_of_boot; /* between the newest row and an H line of another boot; not in `unusable` */
    uint64_t set_aside_before; /* sorter.set_aside at the newest row */
    uint64_t repeats_in_row;   /* duplicates since the newest row */
    unsigned misfits_in_row;
    unsigned misfit_strips;                                       /* number of strips in the latest misfit */
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

/* Return the frame from which `row` was made. Call it only from the output's `row`, for the row that it was given. */
struct received_frame session_decoder_frame_of(const struct session_decoder *decoder, const struct session_row *row);

/* After session_decoder_continue, begin with frames of the session before it: the newest ones, in their order. */
void session_decoder_begin_with(struct session_decoder *decoder, const struct received_frame *frame, size_t count);

/* Decode bytes received at `host_us` (any monotonic clock). A count of 0 reports that none came until then. */
void session_decoder_feed(struct session_decoder *decoder, const void *bytes, size_t count, int64_t host_us);

/* Continue after a replug: the current line may be incomplete, and the next row is marked `resume`. */
void session_decoder_replugged(struct session_decoder *decoder);

/* End the session: write the pending rows and the newest row, and count the last losses. */
void session_decoder_finish(struct session_decoder *decoder);

/* Return the session time, by the host's clock, at `host_us`; negative before the first row. */
int64_t session_decoder_elapsed_us(const struct session_decoder *decoder, int64_t host_us);

/* Return how long frames gather on their way before they arrive together; about 0 without bursts. */
int64_t session_decoder_burst_us(const struct session_decoder *decoder);

/* Return the number of strips in the D lines that come instead of rows, because another number was announced; 0 = rows
 * come. */
unsigned session_decoder_misfit_strips(const struct session_decoder *decoder);

/* Whether the only frames since the newest row are ones that were received before. */
bool session_decoder_only_repeats(const struct session_decoder *decoder);

/* Whether seq or the clock of the frames that come instead of rows does not advance. */
bool session_decoder_stands_still(const struct session_decoder *decoder);

/* Whether the caller should send `?` now. True only once per request. */
bool session_decoder_take_identify_request(struct session_decoder *decoder);

/* Return the number of lines rejected as damaged, not counting a partial first line. */
uint64_t session_decoder_rejected_lines(const struct session_decoder *decoder);

/* Whether a line with a correct checksum arrived, even if its type is unknown or its fields are wrong. */
bool session_decoder_has_intact_line(const struct session_decoder *decoder);

/* Whether many bytes arrived but no intact line: the baud rate is wrong, or the device is not a roller. */
bool session_decoder_receives_noise(const struct session_decoder *decoder);
