/* SPDX-License-Identifier: MIT */
#include "record/recording_parts.h"

#include "platform/platform.h"
#include "record/reader_thread.h"
#include "wire/vocabulary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define READER_WAIT_MS 100
#define DURATION_GRACE_US 200000 /* bytes sent before the end may arrive this much later */
#define SYNC_INTERVAL_US 1000000
#define QUIET_REPORT_US 2000000 /* since the newest reading */
#define QUIET_SYNC_US 300000    /* after this the decoder has written the newest row */
#define BURST_MIN_US 300000     /* frames that gather for so long come in bursts, as over Bluetooth */
#define BURST_MAX_US 3000000
#define REQUEST_INTERVAL_US 3000000 /* between two requests for the device info */
/* Longest time that counts for one poll. If a poll took longer, the program was probably suspended. */
#define POLL_MAX_US (2 * 1000 * READER_THREAD_POLL_MS)

/* Ask the roller for its device info if the decoder needs it, or if none came in time. */
static void request_device_info(struct recording *recording, int64_t now_us)
{
    bool has_booted = now_us - recording->opening.opened_us > WIRE_BOOT_WAIT_US;
    bool is_overdue = has_booted && !recording->decoder.device.known && recording->requested_us == 0;
    if (recording->requested_us > 0 && now_us - recording->requested_us < REQUEST_INTERVAL_US)
        return;
    if (!session_decoder_take_identify_request(&recording->decoder) && !is_overdue)
        return;
    recording->requested_us = now_us;
    reader_thread_send(&recording->reader, WIRE_IDENTIFY_LINE);
}

/* Return for how long frames gather on their way; 0 if they come one by one. */
static int64_t burst_us(const struct recording *recording)
{
    int64_t length_us = session_decoder_burst_us(&recording->decoder);
    if (!recording->decoder.is_live || length_us < BURST_MIN_US)
        return 0;
    return length_us < BURST_MAX_US ? length_us : BURST_MAX_US;
}

static void report_quiet(struct recording *recording)
{
    unsigned strips = session_decoder_misfit_strips(&recording->decoder);
    struct status_line *status_line = &recording->status_line;
    double quiet_s = (double)recording->quiet_us / 1e6;
    recording->reported.quiet = true;
    recording_events_add_lost_link(recording, "quiet", NAN);
    if (!recording->quiet_bytes)
        status_line_print(status_line, "The roller has sent nothing for %.0f s. Waiting; Ctrl-C ends the recording.",
                          quiet_s);
    else if (strips > 0)
        status_line_print(
            status_line,
            "Bytes come, but no readings for %.0f s: %u strips were announced, %u come. Unplug the roller and "
            "plug it in again; Ctrl-C ends the recording.",
            quiet_s, recording->decoder.device.strip_count, strips);
    else if (session_decoder_stands_still(&recording->decoder))
        status_line_print(
            status_line,
            "Frames come, but their sequence number or clock stands still, so there are no readings for %.0f s. "
            "Unplug the roller and plug it in again; Ctrl-C ends the recording.",
            quiet_s);
    else if (session_decoder_only_repeats(&recording->decoder))
        status_line_print(
            status_line,
            "The same readings have come again and again for %.0f s. Unplug the roller and plug it in again; Ctrl-C "
            "ends the recording.",
            quiet_s);
    else
        status_line_print(
            status_line, "Bytes come, but no readings from this roller for %.0f s. Waiting; Ctrl-C ends the recording.",
            quiet_s);
}

static void report_sending_again(struct recording *recording)
{
    double gap_s = (double)(recording->decoder.newest_host_us - recording->reading_us) / 1e6;
    recording_events_add_back(recording, "", gap_s);
    status_line_print(&recording->status_line, "The roller is sending again after %.1f s.", gap_s);
}

/* After an item of the reader at `host_us`: measure how long no reading has come, and report it. */
static void watch_readings(struct recording *recording, int64_t host_us)
{
    const struct session_decoder *decoder = &recording->decoder;
    if (decoder->counts.rows > 0 && decoder->newest_host_us != recording->reading_us) {
        if (recording->reported.quiet)
            report_sending_again(recording);
        recording->reading_us = decoder->newest_host_us;
        recording->quiet_us = 0;
        recording->quiet_bytes = recording->quiet_synced = recording->reported.quiet = false;
        return;
    }
    int64_t passed_us = host_us - recording->processed_us;
    recording->quiet_us += passed_us < POLL_MAX_US ? passed_us : POLL_MAX_US;
    bool is_replay = recording->quiet_bytes && !decoder->is_live; /* of a file with few readings */
    if (!recording->reported.quiet && !recording->unplugged && !is_replay &&
        recording->quiet_us >= QUIET_REPORT_US + 2 * burst_us(recording))
        report_quiet(recording);
}

/* Process a poll of the reader that began at `poll_us` and found no bytes. */
static void process_idle(struct recording *recording, int64_t poll_us)
{
    uint64_t rows = recording->writer.rows;
    session_decoder_feed(&recording->decoder, NULL, 0, poll_us);
    if (recording->writer.rows != rows) /* those held back are written in the silence */
        recording->quiet_synced = false;
    watch_readings(recording, poll_us);
    if (recording->quiet_us < QUIET_SYNC_US || recording->quiet_synced)
        return;
    recording->quiet_synced = true;
    recording->synced_us = 0; /* the newest row is safe on the disk soon after the line falls silent */
}

static bool duration_is_over(const struct recording *recording)
{
    const struct session_decoder *decoder = &recording->decoder;
    int64_t limit_us = decoder->limit_us;
    if (decoder->limit_reached)
        return true;
    /* If no readings come, the host's clock ends the recording, when those sent before the end have had time to arrive.
     * While they come, the roller's clock does: there may be unread ones if this program was suspended. */
    int64_t grace_us = DURATION_GRACE_US + burst_us(recording);
    return limit_us > 0 && recording->quiet_us >= grace_us &&
           session_decoder_elapsed_us(decoder, recording->processed_us) > limit_us + grace_us;
}

static bool phase_is_over(const struct recording *recording)
{
    if (recording->phase.waiting)
        return recording->phase.start_requested || recording->phase.enter_pressed;
    return duration_is_over(recording) || recording->phase.enter_pressed || recording_lift_left_s(recording) <= 0;
}

/* Record how the phase ended, and report an end that the user may not have meant. */
static void report_end(struct recording *recording)
{
    if (recording->phase.waiting || duration_is_over(recording))
        return;
    recording->phase.ended_early = true;
    if (!recording->phase.enter_pressed)
        status_line_print(&recording->status_line, "The roller was lifted for %.0f s, so the leg ends.",
                          live_tracker_lifted_s(&recording->tracker));
}

/* Decode the received bytes until the phase ends. The rest belongs to the next phase, if there is one: on a busy
 * computer, the roller's button and many rows after it arrive together. */
static void decode_bytes(struct recording *recording)
{
    struct recording_undecoded *undecoded = &recording->undecoded;
    while (undecoded->count > 0 && !phase_is_over(recording)) {
        const char *bytes = recording->bytes + undecoded->start;
        const char *line_end = recording->has_phases ? memchr(bytes, '\n', undecoded->count) : NULL;
        size_t count = line_end ? (size_t)(line_end + 1 - bytes) : undecoded->count;
        session_decoder_feed(&recording->decoder, bytes, count, undecoded->host_us);
        undecoded->start += count;
        undecoded->count -= count;
    }
    watch_readings(recording, undecoded->host_us);
}

static void process_bytes(struct recording *recording, size_t count, int64_t host_us)
{
    recording->quiet_bytes = recording->quiet_bytes || count > 0;
    recording->undecoded = (struct recording_undecoded){.count = count, .host_us = host_us};
    raw_file_append(&recording->raw, recording->bytes, count);
    decode_bytes(recording);
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
    if (!recording->phase.waiting)
        recording_report_device(recording);
    recording_screen_update(recording, now_us);
    recording_control_update(recording);
    recording_events_update(recording, now_us);
    if (recording->phase.waiting || now_us - recording->synced_us < SYNC_INTERVAL_US)
        return;
    session_writer_sync(&recording->writer);
    report_file_changes(recording);
    report_disk_space(recording, now_us);
    raw_file_flush(&recording->raw);
    /* The time after the sync, so that the queue is emptied before the next sync, even if this one was slow. */
    recording->synced_us = platform_now_us();
}

static void process_unplug(struct recording *recording)
{
    double wait_s = (double)reader_thread_search_us(&recording->reader) / 1e6;
    recording->unplugged = true;
    recording_events_add_lost_link(recording, "unplugged", wait_s);
    status_line_print(&recording->status_line,
                      "The roller was unplugged after %.1f s. Waiting up to %.0f s for it to come back; "
                      "Ctrl-C ends the recording.",
                      (double)recording->decoder.newest_row.time_us / 1e6, wait_s);
}

static void process_replug(struct recording *recording, const struct byte_queue_item *item)
{
    char port[PORT_LIST_NAME_SIZE];
    double gap_s = (double)(item->host_us - recording->reading_us) / 1e6;
    snprintf(port, sizeof port, "%.*s", (int)item->count, recording->bytes);
    recording_events_add_back(recording, port, gap_s);
    status_line_print(&recording->status_line, "The roller is back at %s after %.1f s; the recording continues.", port,
                      gap_s);
    recording->unplugged = recording->reported.quiet = false;
    recording->quiet_us = 0;
    session_decoder_replugged(&recording->decoder);
}

static void process_other_roller(struct recording *recording, const struct byte_queue_item *item)
{
    char text[PORT_LIST_NAME_SIZE + 32];
    snprintf(text, sizeof text, "%.*s", (int)item->count, recording->bytes);
    size_t id_length = strcspn(text, " ");
    status_line_print(
        &recording->status_line,
        "Another roller (id %.*s) is at%s. Waiting for the roller with the id %s: plug that one in, or end "
        "the recording with Ctrl-C.",
        (int)id_length, text, text + id_length, recording->decoder.device.id);
}

static void process_item(struct recording *recording, const struct byte_queue_item *item)
{
    switch ((enum reader_thread_kind)item->kind) {
    case READER_THREAD_BYTES: process_bytes(recording, item->count, item->host_us); break;
    case READER_THREAD_IDLE: process_idle(recording, item->host_us); break;
    case READER_THREAD_UNPLUGGED: process_unplug(recording); break;
    case READER_THREAD_OTHER: process_other_roller(recording, item); break;
    case READER_THREAD_REPLUGGED: process_replug(recording, item); break;
    case READER_THREAD_END: break;
    }
    recording->processed_us = item->host_us;
}

enum link_status recording_loop(struct recording *recording, struct failure *failure)
{
    for (;;) {
        struct byte_queue_item item;
        bool is_rest = recording->undecoded.count > 0;
        bool taken = !is_rest && reader_thread_take(&recording->reader, &item, recording->bytes, READER_WAIT_MS);
        if (taken && item.kind == READER_THREAD_END) {
            if (recording->reader.end == LINK_FAILED)
                *failure = recording->reader.failure;
            return recording->reader.end;
        }
        if (is_rest)
            decode_bytes(recording);
        if (taken)
            process_item(recording, &item);
        do_periodic_work(recording);
        if (recording->writer.failed || recording->stop_requested)
            return LINK_STOPPED;
        if (phase_is_over(recording)) {
            report_end(recording);
            return LINK_DATA;
        }
        if (!no_session_check(&recording->decoder, &recording->opening, recording->processed_us, NOT_RECORDED, failure))
            return LINK_FAILED;
    }
}
