/* SPDX-License-Identifier: MIT */
#include "record/recording_parts.h"

#include "platform/platform.h"

#include <stdio.h>

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
    recording->said.host_us = 0; /* no later row comes, so the last one has what was said after it */
    session_decoder_finish(&recording->decoder);
    recording_report_device(recording); /* the end may show a restart */
    status_line_clear(&recording->status_line);
    if (recording->discard_requested)
        return recording_discard_file(recording, failure);
    if (decoder->counts.rows == 0) {
        session_writer_abandon(&recording->writer);
        return end != LINK_FAILED && no_session_explain(decoder, &recording->opening, NOT_RECORDED, failure);
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

/* ---- The start of a leg ---- */

static void print_instructions(struct recording *recording)
{
    const char *leg = session_leg_name(recording->phase.leg);
    const char *place =
        recording_landmark(recording) == SESSION_EVENT_KNEE ? "the crease of your knee" : "the fold below your buttock";
    bool is_second = recording->options->both_legs && recording->phase.leg == SESSION_LEG_LEFT;
    char said[64];
    if (recording->options->both_legs)
        snprintf(said, sizeof said, "%s the %s leg: ", is_second ? "Now" : "First", leg);
    else
        snprintf(said, sizeof said, "Before the %s%sleg begins: ", leg, *leg ? " " : "");
    status_line_print_here(&recording->status_line, "%s%sput the roller under %s and lie on it, then %s.", said,
                           is_second ? "switch legs, " : "", place,
                           recording->prompt.can_ask ? "hold the roller's button for a second, or press Enter"
                                                     : "press the roller's button");
}

/* Wait until the user starts the leg. If false, `*end` says what ended the wait. */
static bool wait_for_start(struct recording *recording, enum link_status *end, struct failure *failure)
{
    recording->phase.start_requested = recording->phase.began_alone = false;
    recording->phase.start_events = 0;
    recording->since_landmark.count = 0;
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
    recording->phase.start_us = recording->opening.opened_us = platform_now_us();
    recording->phase.earlier_overrun = reader_thread_overrun(&recording->reader);
    recording->reported.restarts = recording->reported.unidentified = 0;
    recording->reported.over_scale = false;
    live_tracker_init(&recording->tracker, options->thigh_length_mm, header.start);
    recording->tracker.place_dose_s = options->place_dose_s;
    session_decoder_continue(&recording->decoder, &header, options->rolling_radius_mm,
                             recording_rows_output(recording));
    recording->decoder.limit_us = recording->phase.waiting ? 0 : (int64_t)(options->duration_s * 1e6);
}

/* End the wait, and begin the leg at the landmark that the person has set, if any. */
static void begin_leg(struct recording *recording)
{
    session_decoder_finish(&recording->decoder);
    begin_phase(recording, PHASE_RECORDING);
    recording_landmark_begin(recording);
}

/* Give up a leg that was not started. True if the user stopped after the first leg had been saved. */
static bool abandon_leg(struct recording *recording, enum link_status end, struct failure *failure)
{
    const char *leg = session_leg_name(recording->phase.leg), *space = *leg ? " " : "";
    session_writer_abandon(&recording->writer);
    if (end == LINK_FAILED)
        return false;
    if (end == LINK_LOST || end == LINK_ENDED)
        return failure_set(failure, EXIT_STATUS_DEVICE, "The roller is gone; the %s%sleg was not recorded.", leg,
                           space);
    if (recording->saved_count == 0)
        return failure_set(failure, EXIT_STATUS_DEVICE, "Stopped before the %sleg began; nothing was recorded.",
                           recording->options->both_legs ? "first " : "");
    status_line_print(&recording->status_line, "The %s leg was not recorded.", leg);
    return true;
}

/* ---- One leg, or both ---- */

/* Record a leg whose files are open. `*end` says what ended it. */
static bool record_leg(struct recording *recording, enum link_status *end, struct failure *failure)
{
    if (recording->phase.waiting) {
        if (!wait_for_start(recording, end, failure))
            return abandon_leg(recording, *end, failure);
        begin_leg(recording);
    }
    *end = recording_loop(recording, failure);
    return finish_session(recording, *end, failure);
}

static bool record_both_legs(struct recording *recording, struct failure *failure)
{
    char summary[SUMMARY_SIZE];
    enum link_status end;
    if (!record_leg(recording, &end, failure))
        return false;
    if (end != LINK_DATA) {
        status_line_print(&recording->status_line, "The left leg was not recorded.");
        return true;
    }
    recording->phase.leg = SESSION_LEG_LEFT;
    begin_phase(recording, PHASE_WAITING);
    recording->leg_file = recording->saved_count;
    if (!recording_setup_output(recording, failure) || !record_leg(recording, &end, failure))
        return false;
    if (recording->saved_count == recording->leg_file)
        return true;
    summary_both_legs(summary, sizeof summary, recording->options->program_folder, recording->saved_path[0],
                      recording->saved_path[recording->leg_file]);
    status_line_print_lines(&recording->status_line, summary);
    return true;
}

bool recording_legs_run(struct recording *recording, struct failure *failure)
{
    enum link_status end;
    if (recording->options->both_legs)
        return record_both_legs(recording, failure);
    return record_leg(recording, &end, failure);
}
