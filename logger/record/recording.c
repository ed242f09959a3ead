/* SPDX-License-Identifier: MIT */
#include "record/recording.h"

#include "platform/platform.h"
#include "platform/stay_awake.h"
#include "record/reader_thread.h"
#include "record/recording_parts.h"
#include "shared/sanitized_text.h"
#include "storage/raw_file.h"
#include "wire/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define QUIET_END_S 0.5

/* The end of --duration came while no readings did: how many the roller took since the last one is unknown. */
static void report_quiet_end(struct recording *recording)
{
    const struct session_decoder *decoder = &recording->decoder;
    double quiet_s = (double)(decoder->limit_us - decoder->newest_row.time_us) / 1e6;
    if (decoder->limit_us > 0 && !recording->phase.ended_early && !decoder->limit_reached && quiet_s > QUIET_END_S)
        status_line_print(&recording->status_line,
                          "No readings came in the last %.1f s of the recording. How many the roller took in that time "
                          "is unknown; they are not counted as lost.",
                          quiet_s);
}

/* Save the session. If false, `failure` says why there is no session, or why the recording ended early. */
static bool finish_session(struct recording *recording, enum link_status end, struct failure *failure)
{
    const struct session_decoder *decoder = &recording->decoder;
    struct failure unsaved;
    session_decoder_finish(&recording->decoder);
    recording_report_device(recording); /* the end may show a restart */
    status_line_clear(&recording->status_line);
    if (decoder->counts.rows == 0) {
        session_writer_abandon(&recording->writer);
        return end != LINK_FAILED && no_session_explain(decoder, &recording->opening, failure);
    }
    if (end == LINK_DATA)
        report_quiet_end(recording);
    if (!recording_save_file(recording, &unsaved)) {
        if (end == LINK_FAILED)
            failure_append(failure, &unsaved);
        else
            *failure = unsaved;
        return false;
    }
    if (end == LINK_ENDED && recording->link.is_terminal)
        status_line_print(&recording->status_line,
                          "The other end closed the port; everything received until then is recorded.");
    if (end == LINK_LOST)
        return failure_set(
            failure, EXIT_STATUS_DEVICE,
            "The roller was unplugged after %.1f s and did not come back. The readings until then are in %s.",
            (double)decoder->newest_row.time_us / 1e6, recording->writer.path);
    return end != LINK_FAILED;
}

/* ---- Both legs ---- */

static void print_instructions(struct recording *recording)
{
    const char *leg = session_leg_name(recording->phase.leg);
    const char *start = recording->prompt.can_ask ? "press the roller's button, or Enter" : "press the roller's button";
    if (recording->phase.leg == SESSION_LEG_RIGHT)
        status_line_print(&recording->status_line,
                          "First the %s leg: sit with the roller under your upper thigh, then %s.", leg, start);
    else
        status_line_print(&recording->status_line,
                          "Now the %s leg: switch legs, put the roller under your upper thigh, then %s.", leg, start);
}

/* Wait until the user starts the leg. If false, `*end` says what ended the wait. */
static bool wait_for_start(struct recording *recording, enum link_status *end, struct failure *failure)
{
    recording->phase.start_requested = false;
    print_instructions(recording);
    recording->phase.start_us = platform_now_us();
    *end = recording_loop(recording, failure);
    status_line_clear(&recording->status_line);
    return *end == LINK_DATA;
}

enum phase { PHASE_RECORDING, PHASE_WAITING };

static void begin_phase(struct recording *recording, enum phase phase)
{
    const struct options *options = recording->options;
    struct session_header header = recording_setup_header(recording);
    recording->phase.waiting = phase == PHASE_WAITING;
    recording->phase.enter_pressed = recording->phase.ended_early = false;
    recording->phase.countdown_s = 0;
    recording->phase.start_us = platform_now_us();
    recording->phase.earlier_overrun = reader_thread_overrun(&recording->reader);
    recording->reported.restarts = recording->reported.unidentified = 0;
    live_tracker_init(&recording->tracker, options->thigh_length_mm);
    session_decoder_continue(&recording->decoder, &header, options->rolling_radius_mm,
                             recording_rows_output(recording));
    recording->decoder.limit_us = recording->phase.waiting ? 0 : (int64_t)(options->duration_s * 1e6);
}

/* Give up a leg that was not started. True if the user stopped after the first leg had been saved. */
static bool abandon_leg(struct recording *recording, enum link_status end, struct failure *failure)
{
    const char *leg = session_leg_name(recording->phase.leg);
    session_writer_abandon(&recording->writer);
    if (end == LINK_FAILED)
        return false;
    if (end == LINK_LOST || end == LINK_ENDED)
        return failure_set(failure, EXIT_STATUS_DEVICE, "The roller is gone; the %s leg was not recorded.", leg);
    if (recording->saved_count == 0)
        return failure_set(failure, EXIT_STATUS_DEVICE, "Stopped before the first leg began; nothing was recorded.");
    status_line_print(&recording->status_line, "The %s leg was not recorded.", leg);
    return true;
}

static bool record_both_legs(struct recording *recording, struct failure *failure)
{
    static const enum session_leg legs[] = {SESSION_LEG_RIGHT, SESSION_LEG_LEFT};
    char summary[SUMMARY_SIZE];
    for (size_t i = 0; i < sizeof legs / sizeof legs[0]; i++) {
        enum link_status end;
        bool is_first_leg = i == 0; /* its files are already open */
        recording->phase.leg = legs[i];
        recording->leg_file = recording->saved_count;
        if (!is_first_leg && !recording_setup_output(recording, failure))
            return false;
        if (!wait_for_start(recording, &end, failure))
            return abandon_leg(recording, end, failure);
        session_decoder_finish(&recording->decoder);
        begin_phase(recording, PHASE_RECORDING);
        end = recording_loop(recording, failure);
        if (!finish_session(recording, end, failure))
            return false;
        if (is_first_leg && end != LINK_DATA) {
            status_line_print(&recording->status_line, "The left leg was not recorded.");
            return true;
        }
        if (is_first_leg)
            begin_phase(recording, PHASE_WAITING);
    }
    summary_both_legs(summary, sizeof summary, recording->options->program_folder, recording->saved_path[0],
                      recording->saved_path[recording->leg_file]);
    status_line_print_lines(&recording->status_line, summary);
    return true;
}

/* ---- The recording from start to end ---- */

static int64_t replug_wait_us(const struct recording *recording)
{
    double wait_s = recording->options->replug_wait_s;
    if (wait_s < 0)
        wait_s = recording->opening.is_serial ? OPTIONS_REPLUG_WAIT_DEFAULT_S : 0;
    return (int64_t)(wait_s * 1e6);
}

/* Add the incomplete last line of the bytes received during the search for the roller to the raw file, because the
 * recording begins with the rest of that line. */
static void keep_incomplete_line(struct recording *recording, size_t received_count)
{
    size_t start = received_count;
    while (start > 0 && recording->bytes[start - 1] != '\n')
        start--;
    raw_file_append(&recording->raw, recording->bytes + start, received_count - start);
}

/* recording->bytes holds the `received_count` bytes that were received during the search for the roller. */
static void begin_recording(struct recording *recording, size_t received_count)
{
    const struct options *options = recording->options;
    struct session_header header = recording_setup_header(recording);
    int64_t now_us = platform_now_us();
    recording->processed_us = recording->reading_us = recording->synced_us = recording->phase.start_us = now_us;
    recording->opening = (struct link_opening){
        .is_serial = recording->link.is_serial, .baud = recording->link.baud, .opened_us = now_us};
    live_tracker_init(&recording->tracker, options->thigh_length_mm);
    struct session_decoder_output discard = recording_rows_discard(recording),
                                  output = recording_rows_output(recording);
    session_decoder_init(&recording->decoder, &header, options->rolling_radius_mm,
                         link_may_be_mid_stream(&recording->link), received_count > 0 ? discard : output);
    recording->decoder.is_live = recording->link.is_serial || recording->link.is_terminal;
    /* Use only the device info from the search's bytes, since the arrival times of its frames are unknown. */
    if (received_count > 0) {
        session_decoder_feed(&recording->decoder, recording->bytes, received_count, now_us);
        keep_incomplete_line(recording, received_count);
        session_decoder_continue(&recording->decoder, &header, options->rolling_radius_mm, output);
    }
    recording->decoder.limit_us = recording->phase.waiting ? 0 : (int64_t)(options->duration_s * 1e6);
}

/* Check that both legs can be recorded. The roller must keep running between the legs, so a file cannot be
 * used; and there must be a way to end a leg. */
static bool check_both_legs(const struct recording *recording, struct failure *failure)
{
    if (!recording->options->both_legs)
        return true;
    if (!recording->link.is_serial && !recording->link.is_terminal)
        return failure_set(failure, EXIT_STATUS_USAGE, "--leg both needs a roller; %s is a file.", recording->port);
    if (!recording->prompt.can_ask && recording->options->duration_s <= 0)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "Without a terminal, --leg both needs a --duration, which ends each leg.");
    return true;
}

static bool start_reader(struct recording *recording, int stop_fd, struct failure *failure)
{
    size_t received_count;
    if (!recording_setup_link(recording, stop_fd, &received_count, failure))
        return false;
    if (check_both_legs(recording, failure)) {
        begin_recording(recording, received_count);
        struct reader_thread_device device = {
            .port = recording->port, .baud = recording->link.baud, .wait_us = replug_wait_us(recording)};
        if (reader_thread_start(&recording->reader, &recording->link, &device, stop_fd, failure)) {
            if (received_count > 0 && recording->raw.fd >= 0) /* the raw file needs the device info too */
                reader_thread_send(&recording->reader, WIRE_IDENTIFY_LINE);
            return true;
        }
    }
    link_close(&recording->link);
    return false;
}

static bool record(struct recording *recording, int stop_fd, struct failure *failure)
{
    if (!recording_setup_output(recording, failure))
        return false;
    if (!start_reader(recording, stop_fd, failure)) {
        session_writer_abandon(&recording->writer);
        return false;
    }
    int awake_fd = recording->decoder.is_live ? stay_awake_begin("a session is being recorded") : -1;
    bool ok;
    if (recording->options->both_legs) {
        ok = record_both_legs(recording, failure);
    } else {
        enum link_status end = recording_loop(recording, failure);
        ok = finish_session(recording, end, failure);
    }
    stay_awake_end(awake_fd);
    reader_thread_stop(&recording->reader);
    return ok;
}

/* Close the raw file. It is kept even without a session, since its bytes may show why there is no session. `ok`: the
 * recording succeeded. Returns whether both the recording and the raw file succeeded. */
static bool finish_raw(struct recording *recording, bool ok, struct failure *failure)
{
    struct failure unsaved;
    if (recording->decoder.counts.bytes == 0) {
        raw_file_abandon(&recording->raw);
        return ok;
    }
    if (raw_file_close(&recording->raw, &unsaved))
        return ok;
    if (ok)
        *failure = unsaved;
    else
        failure_append(failure, &unsaved);
    return false;
}

bool recording_run(const struct options *options, int stop_fd, struct text_buffer *out, struct failure *failure)
{
    struct recording *recording = calloc(1, sizeof *recording);
    if (!recording)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "There is not enough memory to record.");
    recording->options = options;
    recording->raw.fd = -1;
    recording->phase.leg = options->both_legs ? SESSION_LEG_RIGHT : options->leg;
    recording->phase.waiting = options->both_legs;
    status_line_init(&recording->status_line, options->quiet);
    prompt_init(&recording->prompt);
    bool ok = record(recording, stop_fd, failure);
    ok = finish_raw(recording, ok, failure);
    status_line_clear(&recording->status_line);
    if (ok && options->open && recording->saved_count > 0)
        ok = recording_show_report(recording, failure);
    bool is_said = isatty(STDOUT_FILENO) && isatty(STDERR_FILENO) && !options->quiet; /* by the summaries */
    for (unsigned i = 0; i < recording->saved_count && !is_said; i++) {
        char path[SESSION_WRITER_PATH_SIZE];
        sanitized_text_copy(path, sizeof path, recording->saved_path[i]);
        text_addf(out, "%s\n", path);
    }
    free(recording);
    return ok;
}
