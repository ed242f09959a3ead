/* SPDX-License-Identifier: MIT */
#include "record/recording_loop.h"

#include "decode/host_time.h"
#include "record/recording_screen.h"
#include "wire/vocabulary.h"

#define TAKE_WAIT_MS 100
#define DURATION_GRACE_US 200000 /* for what the roller sent in time and the port hands over late */
#define SYNC_US 1000000
#define SILENCE_US 1800000 /* told after this */
#define LOOK_MOST_US                                                                                         \
    (2 * 1000 * READER_THREAD_POLL_MS) /* no look counts for more: the reader may be stopped in its middle   \
                                        */

static void ask_identity(struct recording *recording, int64_t at_us)
{
    bool silent_long =
        !recording->recorder.device.known && at_us - recording->about_link.opened_us > WIRE_BOOT_WAIT_US;
    if (recording->asked || (!recorder_wants_identity(&recording->recorder) && !silent_long))
        return;
    recording->asked = true;
    reader_thread_send(&recording->intake, WIRE_IDENTIFY_LINE);
}

/* The reader looked until `at_us` and found nothing. */
static void take_silence(struct recording *recording, int64_t at_us)
{
    int64_t looked_us = at_us - recording->at_us;
    recording->idle_us += looked_us < LOOK_MOST_US ? looked_us : LOOK_MOST_US;
    recorder_feed(&recording->recorder, NULL, 0, at_us);
    if (recording->idle_reported || recording->unplugged || recording->idle_us < SILENCE_US)
        return;
    recording->idle_reported = true;
    status_line_print(&recording->status_line,
                      "Nothing has come from the roller for 2 s. Waiting; Ctrl-C ends the recording.");
}

static void take_bytes(struct recording *recording, const char *bytes, size_t count, int64_t at_us)
{
    if (count > 0 && recording->idle_reported)
        status_line_print(&recording->status_line, "The roller is heard again, after %.1f s.",
                          (double)(at_us - recording->received_us) / 1e6);
    if (count > 0) {
        recording->received_us = at_us;
        recording->idle_us = 0;
        recording->idle_reported = false;
    }
    raw_file_append(&recording->raw, bytes, count);
    recorder_feed(&recording->recorder, bytes, count, at_us);
}

static void tell_of_file(struct recording *recording)
{
    const struct session_writer *writer = &recording->writer;
    if (writer->recreated > recording->recreated_reported)
        status_line_print(
            &recording->status_line,
            "%s was deleted. It was made again with all that was in it; leave it until the recording ends.",
            writer->part_path);
    if (writer->moved && !recording->moved_reported)
        status_line_print(
            &recording->status_line,
            "%s was moved. The recording goes on where it is now, but cannot be given its name at the end.",
            writer->part_path);
    recording->recreated_reported = writer->recreated;
    recording->moved_reported = writer->moved;
}

static void tell_of_room(struct recording *recording, int64_t now_us)
{
    const struct session_writer *writer = &recording->writer;
    double minutes = disk_watch_check(&recording->disk, writer->fd, writer->bytes, now_us);
    if (minutes >= 0)
        status_line_print(
            &recording->status_line,
            "The disk is nearly full: there is room for %.1f more minutes. If it runs out, what was "
            "recorded until "
            "then stays whole.",
            minutes);
}

/* What goes on beside the bytes, which were all taken that came until `at_us`. */
static void look_after(struct recording *recording, int64_t at_us)
{
    int64_t now_us = host_time_us();
    if (recording->recorder.device.known && !recording->id_sent_to_reader) {
        reader_thread_expect_id(&recording->intake, recording->recorder.device.id);
        recording->id_sent_to_reader = true;
    }
    ask_identity(recording, at_us);
    recording_screen_update(recording, now_us);
    if (recording->waiting)
        return;
    if (now_us - recording->synced_us < SYNC_US)
        return;
    session_writer_sync(&recording->writer);
    tell_of_file(recording);
    tell_of_room(recording, now_us);
    raw_file_flush(&recording->raw);
    recording->synced_us =
        host_time_us(); /* from its end: a slow disk leaves time for what waits in the ring */
}

static bool time_is_over(const struct recording *recording, int64_t at_us)
{
    const struct recorder *recorder = &recording->recorder;
    int64_t limit_us = recorder->limit_us;
    if (recorder->limit_reached)
        return true;
    /* A roller that fell silent: the host's clock ends the recording, a little later. Not before the reader
     * has looked again: where this program was stopped, what came meanwhile still waits. */
    if (recording->idle_us > 0 && recording->idle_us < DURATION_GRACE_US)
        return false;
    return limit_us > 0 && recorder->clock.started &&
           at_us - recorder->clock.first_host_us > limit_us + DURATION_GRACE_US;
}

static void take_unplugged(struct recording *recording)
{
    recording->unplugged = true;
    status_line_print(&recording->status_line,
                      "The roller was unplugged after %.1f s. Waiting up to %.0f s for it to come back; "
                      "Ctrl-C ends the recording.",
                      (double)recording->recorder.newest.time_us / 1e6,
                      (double)recording->intake.device.wait_us / 1e6);
}

static void take_back(struct recording *recording, const struct byte_queue_item *item)
{
    status_line_print(&recording->status_line,
                      "The roller is back at %.*s after %.1f s; the recording goes on.", (int)item->count,
                      recording->bytes, (double)(item->host_us - recording->received_us) / 1e6);
    recording->unplugged = recording->idle_reported = false;
    recording->received_us = item->host_us;
    recording->idle_us = 0;
    recorder_reconnected(&recording->recorder);
}

static void take_item(struct recording *recording, const struct byte_queue_item *item)
{
    switch ((enum reader_thread_kind)item->kind) {
    case READER_THREAD_BYTES:
        take_bytes(recording, recording->bytes, item->count, item->host_us);
        break;
    case READER_THREAD_IDLE:
        take_silence(recording, item->host_us);
        break;
    case READER_THREAD_UNPLUGGED:
        take_unplugged(recording);
        break;
    case READER_THREAD_REPLUGGED:
        take_back(recording, item);
        break;
    case READER_THREAD_END:
        break;
    }
    recording->at_us = item->host_us;
}

static bool is_over(const struct recording *recording)
{
    if (recording->waiting)
        return recording->go || recording->entered;
    return time_is_over(recording, recording->at_us) || (recording->options->both_legs && recording->entered);
}

enum link_status recording_loop(struct recording *recording, struct failure *failure)
{
    for (;;) {
        struct byte_queue_item item;
        bool taken = reader_thread_take(&recording->intake, &item, recording->bytes, TAKE_WAIT_MS);
        if (taken && item.kind == READER_THREAD_END) {
            if (recording->intake.end == LINK_FAILED)
                *failure = recording->intake.failure;
            return recording->intake.end;
        }
        if (taken)
            take_item(recording, &item);
        look_after(recording, recording->at_us);
        if (recording->writer.failed)
            return LINK_STOPPED;
        if (is_over(recording))
            return LINK_DATA;
        if (!no_session_is_possible(&recording->recorder, &recording->about_link, recording->at_us, failure))
            return LINK_FAILED;
    }
}
