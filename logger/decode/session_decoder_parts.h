/* SPDX-License-Identifier: MIT */
/* The parts of the session decoder: session_decoder.c reads lines, session_device.c keeps what the device says about
 * itself, session_frames.c decides what a frame continues, session_rows.c makes rows, session_losses.c counts the
 * missing frames, session_settling.c writes the rows and their header. */
#pragma once

#include "decode/session_decoder.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- session_frames.c ---- */

/* Handle a frame received at `host_us`. */
void session_frames_add(struct session_decoder *decoder, const struct wire_frame *frame, int64_t host_us);

/* Whether the newest frame is the first one of the session, which has no header yet and, by the frame's clock and seq,
 * did not begin with a boot a moment ago. The frame may be wrong: the next ones will show. */
bool session_frames_first_is_doubtful(const struct session_decoder *decoder);

/* Save held frames that continue this boot, before an H line announces another one or other settings. */
void session_frames_save_held(struct session_decoder *decoder);

/* Let the held frames, if there are any, begin a boot, before an H line is used that shows that they do. */
void session_frames_begin_held_boot(struct session_decoder *decoder);

/* Decide about the frames that are still held, count the last losses, and write the newest row. */
void session_frames_end(struct session_decoder *decoder);

/* ---- session_device.c ---- */

/* Handle the line by which the device describes itself, or another device on the line does. */
void session_device_handle_hello(struct session_decoder *decoder, const struct wire_line *line);
void session_device_handle_calibration(struct session_decoder *decoder, const struct wire_line *line);

/* An H line came after rows without showing whether it is about their boot. The next row of that boot, or the end of
 * the session, shows that it is: use it. */
void session_device_adopt_unclear_hello(struct session_decoder *decoder);

/* Whether the held frames, which begin a boot, are those of the other device whose H line came before them. */
bool session_device_foreign_began_boot(const struct session_decoder *decoder);

/* Set the rate that the held frames show, since no H line announced it. */
void session_device_adopt_rate(struct session_decoder *decoder);

/* The device restarted or changed, and no H line came since then: the caller should ask for one. */
void session_device_expect_hello(struct session_decoder *decoder);

/* ---- session_rows.c ---- */

/* Make the frame the newest row. The previous one must have been written. `resumed`: it is the first one after a
 * restart or replug. */
void session_rows_add(struct session_decoder *decoder, const struct received_frame *received, int64_t time_us,
                      bool resumed);

/* Write the newest row with its events: those up to its time (EVENT_QUEUE_DUE) or, for the last row of a boot or of
 * the session, all queued events (EVENT_QUEUE_ALL). Does nothing if it is written already. */
void session_rows_write_newest(struct session_decoder *decoder, enum event_queue_choice events);

/* ---- session_losses.c ---- */

/* Count frames that are missing before the newest one. */
void session_losses_add(struct session_decoder *decoder, uint64_t lost);

/* An H line announces another boot: unusable frames before it are not among those lost at that boot's start. */
void session_losses_announce_boot(struct session_decoder *decoder);

/* After the last row of a boot: count the unusable frames that came since then and are not among the lost ones, `tail`
 * of this boot and `head` of the next. */
void session_losses_end_boot(struct session_decoder *decoder, uint64_t tail, uint64_t head);

/* Return how many of `count` frames, one each period after `time_us`, come before the limit. */
uint64_t session_losses_before_limit(const struct session_decoder *decoder, uint64_t count, int64_t time_us);

/* Whether session time `time_us` is beyond the limit. If so, count the missing frames before the limit: of
 * `after_newest` frames that follow the newest row, and of `before_frame` frames that precede the frame at `time_us`.
 */
bool session_losses_reach_limit(struct session_decoder *decoder, int64_t time_us, uint64_t after_newest,
                                uint64_t before_frame);

/* Record a gap from the newest row to `time_us`, in which `lost` frames are missing. */
void session_losses_add_gap(struct session_decoder *decoder, int64_t time_us, uint64_t lost);

/* ---- session_settling.c ---- */

/* Write a row, or keep it pending. */
void session_settling_write_row(struct session_decoder *decoder, const struct session_row *row);

/* Keep the following rows pending. The first one is received at `host_us`; its session time is `time_us` or, in a boot
 * whose first frames were late, as early as `min_time_us`. */
void session_settling_begin_start(struct session_decoder *decoder, int64_t host_us);
void session_settling_begin_boot(struct session_decoder *decoder, int64_t time_us, int64_t min_time_us,
                                 int64_t host_us);
void session_settling_begin_change(struct session_decoder *decoder, int64_t time_us, int64_t host_us);

/* Learn from a frame of session time `time_us` how late the first one was. */
void session_settling_learn(struct session_decoder *decoder, int64_t time_us, int64_t host_us);

/* End the wait if it is over at `host_us`; `is_idle`: no bytes came until then. */
void session_settling_check(struct session_decoder *decoder, int64_t host_us, bool is_idle);

/* End the wait now: correct the times of the pending rows and of the newest row, and write the header, if it is still
 * missing or no longer fits, and the pending rows. Session times may change. */
void session_settling_end(struct session_decoder *decoder);

/* Return the offset, host time minus session time, of the frames that came fastest. */
int64_t session_settling_min_offset_us(const struct session_decoder *decoder);
