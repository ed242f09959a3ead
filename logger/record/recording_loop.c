/* SPDX-License-Identifier: MIT */
#include "record/recording_parts.h"

#include "platform/platform.h"
#include "record/reader_thread.h"
#include "wire/vocabulary.h"

#define READER_WAIT_MS 100
#define DURATION_GRACE_US 200000 /* bytes sent before the end may arrive this much later */
#define SYNC_INTERVAL_US 1000000
#define IDLE_REPORT_US 1800000 /* slightly less than the 2 s that the message names */
/* Longest time that counts for one poll. If a poll took longer, the program was probably suspended. */
#define POLL_MAX_US (2 * 1000 * READER_THREAD_POLL_MS)

/* Ask the roller for its device info, once, if the decoder needs it. */
static void request_device_info(struct recording *recording, int64_t now_us)
{
    if (recording->device_info_requested)
        return;
    bool has_booted = now_us - recording->opening.opened_us > WIRE_BOOT_WAIT_US;
    bool is_overdue = has_booted && !recording->decoder.device.known;
    if (!session_decoder_take_identify_request(&recording->decoder) && !is_overdue)
        return;
    recording->device_info_requested = true;
    reader_thread_send(&recording->reader, WIRE_IDENTIFY_LINE);
}

/* Process a poll of the reader that began at `poll_us` and found no bytes. */
static void process_idle(struct recording *recording, int64_t poll_us)
{
    int64_t polled_us = poll_us - recording->processed_us;
    recording->idle_us += polled_us < POLL_MAX_US ? polled_us : POLL_MAX_US;
    session_decoder_feed(&recording->decoder, NULL, 0, poll_us);
    if (recording->reported.idle || recording->unplugged || recording->idle_us < IDLE_REPORT_US)
        return;
    recording->reported.idle = true;
    status_line_print(&recording->status_line,
                      "The roller has sent nothing for 2 s. Waiting; Ctrl-C ends the recording.");
}

static void process_bytes(struct recording *recording, const char *bytes, size_t count, int64_t host_us)
{
    if (count > 0 && recording->reported.idle)
        status_line_print(&recording->status_line, "The roller is sending again after %.1f s.",
                          (double)(host_us - recording->received_us) / 1e6);
    if (count > 0) {
        recording->received_us = host_us;
        recording->idle_us = 0;
        recording->reported.idle = false;
    }
    raw_file_append(&recording->raw, bytes, count);
    session_decoder_feed(&recording->decoder, bytes, count, host_us);
}

static void report_file_changes(struct recording *recording)
{
    const struct session_writer *writer = &recording->writer;
    if (writer->recreated > recording->reported.recreated)
        status_line_print(&recording->status_line,
                          "%s was deleted. It was created again with all its rows; leave it until the recording ends.",
                          writer->part_path);
    if (writer->moved && !recording->reported.moved)
        status_line_print(&recording->status_line,
                          "%s was moved. The recording continues in the moved file, but the file cannot get "
                          "its final name.",
                          writer->part_path);
    recording->reported.recreated = writer->recreated;
    recording->reported.moved = writer->moved;
}

static void report_disk_space(struct recording *recording, int64_t now_us)
{
    const struct session_writer *writer = &recording->writer;
    double minutes = disk_watch_update(&recording->disk, writer->fd, writer->bytes, now_us);
    if (minutes >= 0)
        status_line_print(&recording->status_line,
                          "The disk is nearly full: there is space for %.1f more minutes. If it becomes full, "
                          "everything recorded until then is kept.",
                          minutes);
}

/* Do the work that is due, apart from processing bytes. */
static void do_periodic_work(struct recording *recording)
{
    int64_t now_us = platform_now_us();
    if (recording->decoder.device.known && !recording->id_sent_to_reader) {
        reader_thread_expect_id(&recording->reader, recording->decoder.device.id);
        recording->id_sent_to_reader = true;
    }
    request_device_info(recording, recording->processed_us);
    recording_screen_update(recording, now_us);
    if (recording->phase.waiting || now_us - recording->synced_us < SYNC_INTERVAL_US)
        return;
    session_writer_sync(&recording->writer);
    report_file_changes(recording);
    report_disk_space(recording, now_us);
    raw_file_flush(&recording->raw);
    /* The time after the sync, so that the queue is emptied before the next sync, even if this one was slow. */
    recording->synced_us = platform_now_us();
}

static bool duration_is_over(const struct recording *recording)
{
    const struct session_decoder *decoder = &recording->decoder;
    int64_t limit_us = decoder->limit_us;
    if (decoder->limit_reached)
        return true;
    /* If the roller is idle, the host's clock ends the recording a little later. But first the reader must
     * poll again, because there may be unread bytes if this program was suspended. */
    if (recording->idle_us > 0 && recording->idle_us < DURATION_GRACE_US)
        return false;
    return limit_us > 0 && decoder->clock.started &&
           recording->processed_us - decoder->clock.first_host_us > limit_us + DURATION_GRACE_US;
}

static void process_unplug(struct recording *recording)
{
    recording->unplugged = true;
    status_line_print(&recording->status_line,
                      "The roller was unplugged after %.1f s. Waiting up to %.0f s for it to come back; "
                      "Ctrl-C ends the recording.",
                      (double)recording->decoder.newest_row.time_us / 1e6,
                      (double)recording->reader.device.wait_us / 1e6);
}

static void process_replug(struct recording *recording, const struct byte_queue_item *item)
{
    status_line_print(&recording->status_line, "The roller is back at %.*s after %.1f s; the recording continues.",
                      (int)item->count, recording->bytes, (double)(item->host_us - recording->received_us) / 1e6);
    recording->unplugged = recording->reported.idle = false;
    recording->received_us = item->host_us;
    recording->idle_us = 0;
    session_decoder_replugged(&recording->decoder);
}

static void process_item(struct recording *recording, const struct byte_queue_item *item)
{
    switch ((enum reader_thread_kind)item->kind) {
    case READER_THREAD_BYTES: process_bytes(recording, recording->bytes, item->count, item->host_us); break;
    case READER_THREAD_IDLE: process_idle(recording, item->host_us); break;
    case READER_THREAD_UNPLUGGED: process_unplug(recording); break;
    case READER_THREAD_REPLUGGED: process_replug(recording, item); break;
    case READER_THREAD_END: break;
    }
    recording->processed_us = item->host_us;
}

static bool phase_is_over(const struct recording *recording)
{
    if (recording->phase.waiting)
        return recording->phase.start_requested || recording->phase.enter_pressed;
    return duration_is_over(recording) || (recording->options->both_legs && recording->phase.enter_pressed);
}

enum link_status recording_loop(struct recording *recording, struct failure *failure)
{
    for (;;) {
        struct byte_queue_item item;
        bool taken = reader_thread_take(&recording->reader, &item, recording->bytes, READER_WAIT_MS);
        if (taken && item.kind == READER_THREAD_END) {
            if (recording->reader.end == LINK_FAILED)
                *failure = recording->reader.failure;
            return recording->reader.end;
        }
        if (taken)
            process_item(recording, &item);
        do_periodic_work(recording);
        if (recording->writer.failed)
            return LINK_STOPPED;
        if (phase_is_over(recording))
            return LINK_DATA;
        if (!no_session_check(&recording->decoder, &recording->opening, recording->processed_us, failure))
            return LINK_FAILED;
    }
}
