/* SPDX-License-Identifier: MIT */
#include "record/recording.h"

#include "annotate/annotate.h"
#include "platform/platform.h"
#include "platform/stay_awake.h"
#include "record/questions.h"
#include "record/reader_thread.h"
#include "record/recording_parts.h"
#include "shared/sanitized_text.h"
#include "storage/raw_file.h"
#include "wire/vocabulary.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    live_tracker_init(&recording->tracker, options->thigh_length_mm, header.start);
    recording->tracker.place_dose_s = options->place_dose_s;
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

/* Whether the person is asked for the landmark at which a leg begins. */
static bool asks_landmark(const struct recording *recording)
{
    return recording->asks && (recording->link.is_serial || recording->link.is_terminal);
}

/* Check that legs can wait for their start. The roller must keep running until then, so a file cannot be used; and
 * there must be a way to end a leg. */
static bool check_phases(const struct recording *recording, struct failure *failure)
{
    const struct options *options = recording->options;
    bool is_controlled = options->control_fd > 0;
    if (!options->both_legs && !is_controlled)
        return true;
    if (!recording->link.is_serial && !recording->link.is_terminal)
        return failure_set(failure, EXIT_STATUS_USAGE, "%s needs a roller; %s is a file.",
                           is_controlled ? "--control" : "--leg both", recording->port);
    if (!recording->prompt.can_ask && !is_controlled && options->duration_s <= 0)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "Without a terminal, --leg both needs a --duration, which ends each leg.");
    return true;
}

static bool start_reader(struct recording *recording, int stop_fd, struct failure *failure)
{
    size_t received_count;
    if (!recording_setup_link(recording, stop_fd, &received_count, failure))
        return false;
    if (check_phases(recording, failure)) {
        const struct options *options = recording->options;
        recording->has_phases = options->both_legs || options->control_fd > 0 || asks_landmark(recording);
        recording->phase.waiting = recording->has_phases;
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
    bool ok = recording_legs_run(recording, failure);
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

/* Write the pain after the recording into the sessions, which are complete without it. */
static void add_pain_after(struct recording *recording, const char *pain)
{
    char said[SUMMARY_SIZE];
    struct failure failure;
    for (unsigned i = 0; i < recording->saved_count; i++) {
        struct text_buffer out = text_fixed(said, sizeof said);
        struct options change = {.command = COMMAND_ANNOTATE, .session = recording->saved_path[i]};
        change.annotation.value[ANNOTATION_PAIN_AFTER] = pain;
        if (!annotate_run(&change, -1, &out, &failure))
            status_line_print(&recording->status_line, "%s", failure.message);
    }
}

/* Ask for the pain after the recording. The last line shall be the command again that shows the report. */
static void ask_after(struct recording *recording, struct questions *questions)
{
    char command[SUMMARY_SIZE];
    const struct options *options = recording->options;
    const char *pain = questions_ask_pain_after(questions, options);
    if (pain)
        add_pain_after(recording, pain);
    if (recording_has_both_legs(recording))
        summary_both_legs(command, sizeof command, options->program_folder, recording->saved_path[0],
                          recording->saved_path[recording->leg_file]);
    else
        summary_report_command(command, sizeof command, options->program_folder, recording->saved_path[0]);
    status_line_print_lines(&recording->status_line, command);
}

bool recording_run(const struct options *given, int stop_fd, struct text_buffer *out, struct failure *failure)
{
    struct options said = *given, *options = &said;
    struct recording *recording = calloc(1, sizeof *recording);
    if (!recording)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "There is not enough memory to record.");
    recording->options = options;
    recording->raw.fd = -1;
    recording->phase.leg = options->both_legs ? SESSION_LEG_RIGHT : options->leg;
    /* No other recording begins in this microsecond, in a process with this number. */
    snprintf(recording->id, sizeof recording->id, "%016" PRIx64,
             (uint64_t)platform_wall_clock_us() << 8 ^ (uint64_t)getpid());
    status_line_init(&recording->status_line, options->quiet);
    prompt_init(&recording->prompt);
    struct questions questions = {
        .prompt = &recording->prompt, .status_line = &recording->status_line, .stop_fd = stop_fd};
    recording->asks = questions_can_be_asked(options, &recording->prompt, &recording->status_line);
    bool ok = recording_events_begin(recording, failure) &&
              (!recording->asks || questions_ask_before(&questions, &said, failure)) &&
              record(recording, stop_fd, failure);
    ok = finish_raw(recording, ok, failure);
    status_line_clear(&recording->status_line);
    if (ok && recording->asks && recording->saved_count > 0)
        ask_after(recording, &questions);
    if (ok && options->open && recording->saved_count > 0)
        ok = recording_show_report(recording, failure);
    recording_events_end(recording, ok ? NULL : failure);
    bool is_said = isatty(STDOUT_FILENO) && isatty(STDERR_FILENO) && !options->quiet; /* by the summaries */
    for (unsigned i = 0; i < recording->saved_count && !is_said; i++) {
        char path[SESSION_WRITER_PATH_SIZE];
        sanitized_text_copy(path, sizeof path, recording->saved_path[i]);
        text_addf(out, "%s\n", path);
    }
    free(recording->since_landmark.frame);
    free(recording);
    return ok;
}
