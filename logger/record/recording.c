/* SPDX-License-Identifier: MIT */
#include "record/recording.h"

#include "decode/host_time.h"
#include "record/recording_loop.h"
#include "record/recording_rows.h"
#include "record/recording_screen.h"
#include "record/summary.h"
#include "storage/raw_file.h"
#include "wire/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>

/* Save what came. False: the failure says why there is no session, or why the recording ended before its
 * time. */
static bool finish(struct recording *recording, enum link_status end, struct recording_result *result,
                   struct failure *failure)
{
    const struct recorder *recorder = &recording->recorder;
    recorder_finish(&recording->recorder);
    status_line_clear(&recording->status_line);
    if (recorder->counts.rows == 0) {
        session_writer_abandon(&recording->writer);
        return end == LINK_FAILED ? false : no_session_explain(recorder, &recording->about_link, failure);
    }
    struct failure unsaved;
    if (!session_writer_close(&recording->writer, recorder->counts.lost, &unsaved)) {
        *failure = unsaved;
        return false;
    }
    snprintf(result->path[result->saved++], sizeof result->path[0], "%s", recording->writer.path);
    char summary[SUMMARY_SIZE];
    struct byte_queue_counts overrun = byte_queue_counts(&recording->intake.ring);
    overrun.overruns -= recording->overrun_before.overruns;
    overrun.dropped_bytes -= recording->overrun_before.dropped_bytes;
    summary_text(summary, sizeof summary, recorder, &recording->writer, &overrun,
                 recording->options->program_folder);
    status_line_print_lines(&recording->status_line, summary);
    if (end == LINK_ENDED && recording->link.is_terminal)
        status_line_print(&recording->status_line,
                          "The other end closed; the recording is complete up to there.");
    if (end == LINK_LOST)
        return failure_set(
            failure, EXIT_STATUS_DEVICE,
            "The roller was unplugged after %.1f s and did not come back. What came until then is in %s.",
            (double)recorder->newest.time_us / 1e6, recording->writer.path);
    return end != LINK_FAILED;
}

static bool record_leg(struct recording *recording, struct recording_result *result, enum link_status *end,
                       struct failure *failure)
{
    *end = recording_loop(recording, failure);
    return finish(recording, *end, result, failure);
}

/* ---- Both legs ---- */

static void say_how_to_begin(struct recording *recording)
{
    const char *leg = session_leg_name(recording->leg);
    const char *sign =
        recording->prompt.can_ask ? "press the roller's button, or Enter" : "press the roller's button";
    if (recording->leg == SESSION_LEG_RIGHT)
        status_line_print(&recording->status_line,
                          "First the %s leg: sit with the roller under your upper thigh, then %s.", leg,
                          sign);
    else
        status_line_print(&recording->status_line,
                          "Now the %s leg: change legs, the roller under your upper thigh, then %s.", leg,
                          sign);
}

/* Wait for the sign to begin. False: it did not come, `*end` says why. */
static bool wait_for_sign(struct recording *recording, enum link_status *end, struct failure *failure)
{
    recording->go = false;
    say_how_to_begin(recording);
    recording->phase_start_us = host_time_us();
    *end = recording_loop(recording, failure);
    status_line_clear(&recording->status_line);
    return *end == LINK_DATA;
}

static void begin_session(struct recording *recording, bool waiting)
{
    const struct options *options = recording->options;
    struct session_header header = recording_setup_header(recording);
    recording->waiting = waiting;
    recording->entered = false;
    recording->phase_start_us = host_time_us();
    recording->overrun_before = byte_queue_counts(&recording->intake.ring);
    live_tracker_init(&recording->tracker, options->thigh_length_mm);
    recorder_continue(&recording->recorder, &header, options->rolling_radius_mm,
                      recording_rows_output(recording));
    recording->recorder.limit_us = waiting ? 0 : (int64_t)(options->duration_s * 1e6);
}

/* No sign to begin: what was saved before is saved. */
static bool give_up_leg(struct recording *recording, enum link_status end,
                        const struct recording_result *result, struct failure *failure)
{
    session_writer_abandon(&recording->writer);
    if (end == LINK_FAILED)
        return false;
    if (end == LINK_LOST || end == LINK_ENDED)
        return failure_set(failure, EXIT_STATUS_DEVICE, "The roller is gone; the %s leg was not recorded.",
                           session_leg_name(recording->leg));
    if (result->saved == 0)
        return failure_set(failure, EXIT_STATUS_DEVICE,
                           "Stopped before the first leg began; nothing was recorded.");
    status_line_print(&recording->status_line, "The %s leg was not recorded.",
                      session_leg_name(recording->leg));
    return true;
}

static bool record_both(struct recording *recording, struct recording_result *result, struct failure *failure)
{
    static const enum session_leg legs[] = {SESSION_LEG_RIGHT, SESSION_LEG_LEFT};
    char summary[SUMMARY_SIZE];
    for (size_t i = 0; i < sizeof legs / sizeof legs[0]; i++) {
        enum link_status end;
        recording->leg = legs[i];
        if (i > 0 && !recording_setup_output(recording, failure))
            return false;
        if (!wait_for_sign(recording, &end, failure))
            return give_up_leg(recording, end, result, failure);
        recorder_finish(&recording->recorder);
        begin_session(recording, false);
        if (!record_leg(recording, result, &end, failure))
            return false;
        if (i == 0 && end != LINK_DATA) {
            status_line_print(&recording->status_line, "The left leg was not recorded.");
            return true;
        }
        if (i == 0)
            begin_session(recording, true);
    }
    summary_both_legs(summary, sizeof summary, recording->options->program_folder, result->path[0],
                      result->path[1]);
    status_line_print_lines(&recording->status_line, summary);
    return true;
}

/* ---- All of it ---- */

static int64_t replug_wait_us(const struct recording *recording)
{
    double replug_wait_s = recording->options->replug_wait_s;
    if (replug_wait_s < 0)
        replug_wait_s = recording->about_link.is_serial ? OPTIONS_REPLUG_WAIT_DEFAULT_S : 0;
    return (int64_t)(replug_wait_s * 1e6);
}

/* Of what was received before, the line that is still to come to its end is the first of this recording. */
static void keep_begun_line(struct recording *recording, size_t received)
{
    size_t start = received;
    while (start > 0 && recording->bytes[start - 1] != '\n')
        start--;
    raw_file_append(&recording->raw, recording->bytes + start, received - start);
}

static void begin(struct recording *recording, size_t received)
{
    const struct options *options = recording->options;
    struct session_header header = recording_setup_header(recording);
    int64_t now_us = host_time_us();
    recording->at_us = recording->received_us = recording->synced_us = now_us;
    recording->about_link = (struct no_session_link){
        .is_serial = recording->link.is_serial, .baud = recording->link.baud, .opened_us = now_us};
    live_tracker_init(&recording->tracker, options->thigh_length_mm);
    struct recorder_output nowhere = recording_rows_discard(recording),
                           output = recording_rows_output(recording);
    recorder_init(&recording->recorder, &header, options->rolling_radius_mm,
                  link_may_begin_mid_line(&recording->link), received > 0 ? nowhere : output);
    if (received >
        0) { /* while the roller was looked for: who it is, and readings of before, whose time nobody noted */
        recorder_feed(&recording->recorder, recording->bytes, received, now_us);
        keep_begun_line(recording, received);
        recorder_continue(&recording->recorder, &header, options->rolling_radius_mm, output);
    }
    recording->recorder.limit_us = recording->waiting ? 0 : (int64_t)(options->duration_s * 1e6);
}

/* Both legs need somebody who says when, and a roller that goes on meanwhile. */
static bool both_can_be_led(const struct recording *recording, struct failure *failure)
{
    if (!recording->link.is_serial && !recording->link.is_terminal)
        return failure_set(failure, EXIT_STATUS_USAGE, "--leg both needs a roller; %s is a file.",
                           recording->port);
    if (!recording->prompt.can_ask && recording->options->duration_s <= 0)
        return failure_set(
            failure, EXIT_STATUS_USAGE,
            "Without a terminal nobody can say when a leg is done: give --leg both a --duration too.");
    return true;
}

static bool record(struct recording *recording, int stop_fd, struct recording_result *result,
                   struct failure *failure)
{
    size_t received;
    if (!recording_setup_output(recording, failure))
        return false;
    if (!recording_setup_link(recording, stop_fd, &received, failure)) {
        session_writer_abandon(&recording->writer);
        return false;
    }
    if (recording->options->both_legs && !both_can_be_led(recording, failure)) {
        link_close(&recording->link);
        session_writer_abandon(&recording->writer);
        return false;
    }
    begin(recording, received);
    struct reader_thread_device device = {
        .port = recording->port, .baud = recording->link.baud, .wait_us = replug_wait_us(recording)};
    if (!reader_thread_start(&recording->intake, &recording->link, &device, stop_fd, failure)) {
        link_close(&recording->link);
        session_writer_abandon(&recording->writer);
        return false;
    }
    if (received > 0 && recording->raw.fd >= 0)
        reader_thread_send(&recording->intake,
                           WIRE_IDENTIFY_LINE); /* the bytes that are kept must say who it is too */
    enum link_status end;
    bool done = recording->options->both_legs ? record_both(recording, result, failure)
                                              : record_leg(recording, result, &end, failure);
    reader_thread_stop(&recording->intake);
    return done;
}

/* Also where there is no session: bytes that make none may tell why. */
static bool finish_raw(struct recording *recording, bool done, struct failure *failure)
{
    struct failure unkept;
    if (recording->recorder.counts.bytes == 0) {
        raw_file_abandon(&recording->raw);
        return done;
    }
    if (raw_file_close(&recording->raw, &unkept))
        return done;
    if (done)
        *failure = unkept;
    return false;
}

bool recording_run(const struct options *options, int stop_fd, struct recording_result *result,
                   struct failure *failure)
{
    *result = (struct recording_result){0};
    struct recording *recording = calloc(1, sizeof *recording);
    if (!recording)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "There is not enough memory to record.");
    recording->options = options;
    recording->raw.fd = -1;
    recording->leg = options->both_legs ? SESSION_LEG_RIGHT : options->leg;
    recording->waiting = options->both_legs;
    status_line_init(&recording->status_line, options->quiet);
    prompt_init(&recording->prompt);
    bool done = record(recording, stop_fd, result, failure);
    done = finish_raw(recording, done, failure);
    status_line_clear(&recording->status_line);
    free(recording);
    return done;
}
