/* SPDX-License-Identifier: MIT */
#include "recording.h"

#include "host_time.h"
#include "naming.h"
#include "recording_setup.h"

#include <stdio.h>
#include <stdlib.h>

#define TAKE_WAIT_MS 100
#define DURATION_GRACE_US 200000 /* for what the roller sent in time and the port hands over late */
#define SYNC_US 1000000
#define SILENCE_US 1800000   /* told after this */
#define LOOK_MOST_US (2 * 1000 * INTAKE_LOOK_MS) /* no look counts for more: the reader may be stopped in its middle */
#define ASK_AFTER_US 2500000 /* an Arduino's bootloader is through by then */

/* ---- The recorder's output ---- */

static void write_header(void *context, const struct session_header *told, int64_t first_host_us)
{
    struct recording *recording = context;
    const struct recorder *recorder = &recording->recorder;
    struct session_header header = *told;
    naming_started(header.started, sizeof header.started, host_time_wall_us() - (host_time_us() - first_host_us));
    session_writer_header(&recording->writer, &header);
    if (!recorder->device.known)
        progress_say(&recording->progress,
                     "The roller did not say who it is; its readings are recorded with default calibration.");
    else if (!device_is_complete(&recorder->device))
        progress_say(
            &recording->progress,
            "The roller did not tell the calibration of every strip; those are recorded with the default.");
    if (recorder->told_radius_mm <= 0 && recorder->device.rolling_radius_mm <= 0)
        progress_say(&recording->progress,
                     "The rolling radius was not measured: %.1f mm is assumed. --rolling-radius MM tells a "
                     "better one.",
                     header.rolling_radius_mm);
}

static void write_row(void *context, const struct session_row *row)
{
    struct recording *recording = context;
    session_writer_row(&recording->writer, row);
}

/* ---- While it runs ---- */

static void ask_identity(struct recording *recording, int64_t at_us)
{
    bool silent_long =
        !recording->recorder.device.known && at_us - recording->about_link.opened_us > ASK_AFTER_US;
    if (recording->asked || (!recorder_wants_identity(&recording->recorder) && !silent_long))
        return;
    recording->asked = true;
    intake_send(&recording->intake, "?\n");
}

/* The reader looked until `at_us` and found nothing. */
static void take_silence(struct recording *recording, int64_t at_us)
{
    int64_t looked_us = at_us - recording->at_us;
    recording->silent_us += looked_us < LOOK_MOST_US ? looked_us : LOOK_MOST_US;
    recorder_feed(&recording->recorder, NULL, 0, at_us);
    if (recording->silence_told || recording->unplugged || recording->silent_us < SILENCE_US)
        return;
    recording->silence_told = true;
    progress_say(&recording->progress,
                 "Nothing has come from the roller for 2 s. Waiting; Ctrl-C ends the recording.");
}

static void take_bytes(struct recording *recording, const char *bytes, size_t count, int64_t at_us)
{
    if (count > 0 && recording->silence_told)
        progress_say(&recording->progress, "The roller is heard again, after %.1f s.",
                     (double)(at_us - recording->heard_us) / 1e6);
    if (count > 0) {
        recording->heard_us = at_us;
        recording->silent_us = 0;
        recording->silence_told = false;
    }
    raw_file_add(&recording->raw, bytes, count);
    recorder_feed(&recording->recorder, bytes, count, at_us);
}

/* What goes on beside the bytes, which were all taken that came until `at_us`. */
static void look_after(struct recording *recording, int64_t at_us)
{
    int64_t now_us = host_time_us();
    if (recording->recorder.device.known && !recording->id_told) {
        intake_expect(&recording->intake, recording->recorder.device.id);
        recording->id_told = true;
    }
    ask_identity(recording, at_us);
    progress_update(&recording->progress, &recording->recorder, now_us);
    if (now_us - recording->synced_us < SYNC_US)
        return;
    session_writer_sync(&recording->writer);
    raw_file_flush(&recording->raw);
    recording->synced_us = host_time_us(); /* from its end: a slow disk leaves time for what waits in the ring */
}

static bool time_is_over(const struct recording *recording, int64_t at_us)
{
    const struct recorder *recorder = &recording->recorder;
    int64_t limit_us = recorder->limit_us;
    if (recorder->limit_reached)
        return true;
    /* A roller that fell silent: the host's clock ends the recording, a little later. Not before the reader has looked
     * again: where this program was stopped, what came meanwhile still waits. */
    if (recording->silent_us > 0 && recording->silent_us < DURATION_GRACE_US)
        return false;
    return limit_us > 0 && recorder->clock.started &&
           at_us - recorder->clock.first_host_us > limit_us + DURATION_GRACE_US;
}

static int64_t replug_wait_us(const struct recording *recording)
{
    double wait_s = recording->options->wait_s;
    if (wait_s < 0)
        wait_s = recording->about_link.is_serial ? OPTIONS_WAIT_DEFAULT_S : 0;
    return (int64_t)(wait_s * 1e6);
}

static void take_unplugged(struct recording *recording)
{
    recording->unplugged = true;
    progress_say(&recording->progress,
                 "The roller was unplugged after %.1f s. Waiting up to %.0f s for it to come back; "
                 "Ctrl-C ends the recording.",
                 (double)recording->recorder.newest.time_us / 1e6, (double)replug_wait_us(recording) / 1e6);
}

static void take_back(struct recording *recording, const struct ring_item *item)
{
    progress_say(&recording->progress, "The roller is back at %.*s after %.1f s; the recording goes on.",
                 (int)item->count, recording->bytes, (double)(item->host_us - recording->heard_us) / 1e6);
    recording->unplugged = recording->silence_told = false;
    recording->heard_us = item->host_us;
    recording->silent_us = 0;
    recorder_replugged(&recording->recorder);
}

static void take_item(struct recording *recording, const struct ring_item *item)
{
    switch ((enum intake_kind)item->kind) {
    case INTAKE_BYTES:
        take_bytes(recording, recording->bytes, item->count, item->host_us);
        break;
    case INTAKE_SILENCE:
        take_silence(recording, item->host_us);
        break;
    case INTAKE_UNPLUGGED:
        take_unplugged(recording);
        break;
    case INTAKE_BACK:
        take_back(recording, item);
        break;
    case INTAKE_END:
        break;
    }
    recording->at_us = item->host_us;
}

/* Take what comes until something ends it; says what. */
static enum link_status run(struct recording *recording, struct failure *failure)
{
    for (;;) {
        struct ring_item item;
        bool taken = intake_take(&recording->intake, &item, recording->bytes, TAKE_WAIT_MS);
        if (taken && item.kind == INTAKE_END) {
            if (recording->intake.end == LINK_FAILED)
                *failure = recording->intake.failure;
            return recording->intake.end;
        }
        if (taken)
            take_item(recording, &item);
        look_after(recording, recording->at_us);
        if (recording->writer.failed || time_is_over(recording, recording->at_us))
            return LINK_STOPPED;
        if (!no_session_has_hope(&recording->recorder, &recording->about_link, recording->at_us, failure))
            return LINK_FAILED;
    }
}

/* ---- Before and after ---- */

/* Save what came. False: the failure says why there is no session, or why the recording ended before its
 * time. */
static bool finish(struct recording *recording, enum link_status end, struct recording_result *result,
                   struct failure *failure)
{
    const struct recorder *recorder = &recording->recorder;
    recorder_finish(&recording->recorder);
    progress_end(&recording->progress);
    if (recorder->counts.rows == 0) {
        session_writer_abandon(&recording->writer);
        return end == LINK_FAILED ? false : no_session_why(recorder, &recording->about_link, failure);
    }
    struct failure unsaved;
    if (!session_writer_close(&recording->writer, recorder->counts.lost, &unsaved)) {
        *failure = unsaved;
        return false;
    }
    result->saved = true;
    snprintf(result->path, sizeof result->path, "%s", recording->writer.path);
    summary_text(result->summary, sizeof result->summary, recorder, &recording->writer, &result->overrun);
    if (end == LINK_ENDED && recording->link.stream.is_terminal)
        progress_say(&recording->progress, "The other end closed; the recording is complete up to there.");
    if (end == LINK_LOST)
        return failure_set(failure, EXIT_STATUS_DEVICE,
                           "The roller was unplugged after %.1f s and did not come back. What came until then is in %s.",
                           (double)recorder->newest.time_us / 1e6, recording->writer.path);
    return end != LINK_FAILED;
}

static bool record(struct recording *recording, int stop_fd, struct recording_result *result,
                   struct failure *failure)
{
    size_t heard;
    if (!recording_setup_output(recording, failure))
        return false;
    if (!recording_setup_link(recording, stop_fd, &heard, failure)) {
        session_writer_abandon(&recording->writer);
        return false;
    }
    int64_t now_us = host_time_us();
    recording->at_us = recording->heard_us = recording->synced_us = now_us;
    recording->about_link = (struct no_session_link){
        .is_serial = recording->link.is_serial, .baud = recording->options->baud, .opened_us = now_us};
    recording_setup_recorder(
        recording, (struct recorder_output){.context = recording, .header = write_header, .row = write_row});
    take_bytes(recording, recording->bytes, heard, now_us);
    bool saved = false;
    struct intake_device device = {
        .port = recording->port, .baud = recording->options->baud, .wait_us = replug_wait_us(recording)};
    if (intake_start(&recording->intake, &recording->link, &device, stop_fd, failure)) {
        enum link_status end = run(recording, failure);
        result->overrun = intake_stop(&recording->intake);
        saved = finish(recording, end, result, failure);
    } else {
        link_close(&recording->link);
        session_writer_abandon(&recording->writer);
    }
    return saved;
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
    progress_init(&recording->progress, options->quiet);
    bool done = record(recording, stop_fd, result, failure);
    done = finish_raw(recording, done, failure);
    progress_end(&recording->progress);
    free(recording);
    return done;
}
