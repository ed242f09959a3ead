/* SPDX-License-Identifier: MIT */
#include "decode/recorder.h"

#include "wire/vocabulary.h"

#include <string.h>

#define SEQ_COUNT 65536

void recorder_init(struct recorder *recorder, const struct session_header *header, double radius_mm,
                   bool mid_stream, struct recorder_output output)
{
    memset(recorder, 0, sizeof *recorder);
    recorder->output = output;
    recorder->header = *header;
    recorder->user_radius_mm = radius_mm;
    frame_decoder_init(&recorder->decoder, mid_stream);
    device_info_init(&recorder->device);
    session_clock_init(&recorder->clock);
}

void recorder_continue(struct recorder *recorder, const struct session_header *header, double radius_mm,
                       struct recorder_output output)
{
    struct device_info device = recorder->device;
    struct frame_decoder decoder = recorder->decoder;
    recorder_init(recorder, header, radius_mm, true, output);
    memset(decoder.rejected, 0, sizeof decoder.rejected);
    recorder->decoder = decoder;
    recorder->device = device;
    recorder->joined = true;
}

/* ---- Rows on their way out ---- */

/* Frames a second as they came, for a device that did not say. */
static double rate_of_waiting_rows(const struct recorder *recorder)
{
    if (recorder->pending_count < 2)
        return 0;
    const struct session_row *first = &recorder->waiting[0],
                             *last = &recorder->waiting[recorder->pending_count - 1];
    int64_t span_us = last->time_us - first->time_us;
    return span_us > 0 ? (uint16_t)(last->seq - first->seq) * 1e6 / (double)span_us : 0;
}

static void give_header(struct recorder *recorder)
{
    bool imu_seen = recorder->device.has_imu;
    unsigned largest_reading = 0;
    for (size_t i = 0; i < recorder->pending_count; i++) {
        const struct session_row *row = &recorder->waiting[i];
        imu_seen = imu_seen || row->imu_valid;
        for (unsigned k = 0; k < recorder->device.strip_count; k++)
            largest_reading = row->strip[k] > largest_reading ? row->strip[k] : largest_reading;
    }
    recorder->header.rate_hz = rate_of_waiting_rows(recorder);
    if (!recorder->device.known) /* with too small a one the session could not be read */
        device_info_guess_full_scale(&recorder->device, recorder->header.rate_hz, largest_reading);
    device_info_fill_header(&recorder->device, &recorder->header);
    recorder->header.has_imu = imu_seen;
    if (recorder->user_radius_mm > 0)
        recorder->header.rolling_radius_mm = recorder->user_radius_mm;
    recorder->header_ready = true;
    recorder->output.header(recorder->output.context, &recorder->header, recorder->clock.first_host_us);
    for (size_t i = 0; i < recorder->pending_count; i++)
        recorder->output.row(recorder->output.context, &recorder->waiting[i]);
    recorder->pending_count = 0;
}

static void give_row(struct recorder *recorder, const struct session_row *row)
{
    if (!recorder->header_ready) {
        recorder->waiting[recorder->pending_count++] = *row;
        bool waited = row->time_us - recorder->waiting[0].time_us >= RECORDER_IDENTITY_WAIT_US;
        if (device_info_is_complete(&recorder->device) || waited ||
            recorder->pending_count == RECORDER_PENDING_ROWS_MAX)
            give_header(recorder);
        return;
    }
    recorder->output.row(recorder->output.context, row);
}

/* Give the newest row the events up to its time (`all`: every one that waits), and let it go. */
static void release_newest(struct recorder *recorder, bool all)
{
    event_queue_release(&recorder->events, recorder->newest_t_us, all, &recorder->newest);
    give_row(recorder, &recorder->newest);
}

/* ---- D lines ---- */

static bool parse_data(struct recorder *recorder, const struct frame_line *line, struct frame_data *data)
{
    struct device_info *device = &recorder->device;
    if (!device->known && !recorder->header_ready && recorder->counts.rows == 0)
        device_info_guess_strips(device, line);
    unsigned columns = recorder->header_ready ? recorder->header.strip_count : device->strip_count;
    return frame_parse_data(&recorder->decoder, line, (uint8_t)columns, data);
}

/* Frames that the device had made before it fell silent, and that did not come. */
static void count_lost_at_end(struct recorder *recorder)
{
    if (recorder->counts.rows > 0 && !recorder->limit_reached)
        recorder->counts.lost += loss_account_end_boot(&recorder->counters, recorder->newest.seq);
}

/* Frames missing between the newest row and one `passed_us` later; seq counts modulo 65536, time tells the
 * rest. */
static uint64_t frames_between(const struct recorder *recorder, uint16_t seq, int64_t passed_us)
{
    uint64_t missing = (uint16_t)(seq - recorder->newest.seq - 1u);
    uint32_t period_us = recorder->device.period_us;
    if (period_us == 0)
        return missing;
    int64_t unexplained = passed_us / period_us - (int64_t)missing;
    return unexplained > SEQ_COUNT / 2
               ? missing + (uint64_t)(unexplained + SEQ_COUNT / 2) / SEQ_COUNT * SEQ_COUNT
               : missing;
}

/* Session time of a frame; counts what is missing before it. */
static int64_t place_in_time(struct recorder *recorder, const struct frame_data *data, int64_t host_us,
                             bool *resumed)
{
    bool booted = recorder->boot_pending || session_clock_went_back(&recorder->clock, data->t_us, host_us);
    bool replugged = recorder->reconnect_pending;
    recorder->boot_pending = recorder->reconnect_pending = false;
    *resumed = false;
    if (recorder->counts.rows == 0) {
        /* Since H came first we have listened from the boot on. */
        recorder->counts.lost += recorder->boot_received ? data->seq : 0;
        loss_account_begin_boot(&recorder->counters, recorder->boot_received);
        return session_clock_advance(&recorder->clock, data->t_us, host_us);
    }
    if (booted) {
        count_lost_at_end(recorder);
        loss_account_begin_boot(&recorder->counters, true);
        recorder->counts.lost += data->seq;
        recorder->counts.resumes++;
        *resumed = true;
        int64_t least_us = recorder->device.period_us > 0 ? recorder->device.period_us : 1;
        return session_clock_restart(&recorder->clock, data->t_us, host_us, least_us);
    }
    *resumed = replugged; /* the same boot: its clock and its seq went on */
    recorder->counts.resumes += replugged;
    int64_t time_us = session_clock_advance(&recorder->clock, data->t_us, host_us);
    recorder->counts.lost += frames_between(recorder, data->seq, time_us - recorder->newest.time_us);
    return time_us;
}

static void note_gap(struct recorder *recorder, int64_t time_us, uint64_t lost, bool resumed)
{
    if (lost == 0 && !resumed)
        return;
    int64_t start_us = recorder->newest.time_us;
    loss_gaps_add(&recorder->gaps,
                  (struct loss_gap){.start_us = start_us, .length_us = time_us - start_us, .lost = lost});
}

static void take_data(struct recorder *recorder, const struct frame_line *line, int64_t host_us)
{
    struct frame_data data;
    if (!parse_data(recorder, line, &data))
        return;
    if (recent_frames_is_duplicate(&recorder->recent, data.seq, data.t_us)) {
        recorder->counts.duplicates++;
        return;
    }
    if (!recorder->device.known && recorder->counts.rows == 0)
        recorder->identity_wanted = true;
    uint64_t lost_before = recorder->counts.lost;
    bool resumed;
    int64_t time_us = place_in_time(recorder, &data, host_us, &resumed);
    if (recorder->limit_us > 0 && time_us >= recorder->limit_us) {
        recorder->counts.lost = lost_before; /* what is missing after the last row is not missed */
        recorder->limit_reached = true;
        return;
    }
    if (recorder->counts.rows > 0) {
        note_gap(recorder, time_us, recorder->counts.lost - lost_before, resumed);
        release_newest(recorder, resumed);
    }
    struct session_row row = {.time_us = time_us,
                              .host_us = session_clock_host_us(&recorder->clock, host_us),
                              .seq = data.seq,
                              .imu_valid = data.has_imu_fields && data.imu_valid};
    memcpy(row.strip, data.strip, sizeof row.strip);
    memcpy(row.imu, data.imu, sizeof row.imu);
    if (resumed) {
        event_queue_append_name(&row, SESSION_EVENT_NAME_RESUME);
        clock_skew_restart(&recorder->drift);
    }
    clock_skew_add(&recorder->drift, time_us, row.host_us);
    recorder->newest = row;
    recorder->newest_t_us = data.t_us;
    recorder->counts.rows++;
    loss_account_add_frame(&recorder->counters);
}

/* ---- The other lines ---- */

static void take_identity(struct recorder *recorder, const struct frame_line *line)
{
    struct device_info before = recorder->device;
    if (!device_info_parse_identity(&recorder->device, line)) {
        recorder->decoder.rejected[FRAME_BAD_FIELDS]++;
        return;
    }
    recorder->identity_wanted = false;
    bool booted = before.known && strcmp(before.boot, recorder->device.boot) != 0;
    bool first = !before.known && !recorder->joined && !recorder->answered;
    if (recorder->counts.rows == 0 && (booted || first))
        recorder->boot_received = true;
    if (booted) {
        recorder->boot_pending = true;
        recorder->recent = (struct recent_frames){0};
    }
}

static void take_line(struct recorder *recorder, const struct frame_line *line, int64_t host_us)
{
    switch (line->type) {
    case WIRE_DATA:
        take_data(recorder, line, host_us);
        break;
    case WIRE_HELLO:
        take_identity(recorder, line);
        break;
    case WIRE_CALIBRATION:
        if (!device_info_parse_calibration(&recorder->device, line))
            recorder->decoder.rejected[FRAME_BAD_FIELDS]++;
        break;
    case WIRE_EVENT:
        if (!event_queue_parse(&recorder->events, line))
            recorder->decoder.rejected[FRAME_BAD_FIELDS]++;
        break;
    case WIRE_STATUS:
        if (recorder->counts.rows > 0 && !recorder->boot_pending)
            loss_account_parse_status(&recorder->counters, line);
        break;
    default: /* A and N: nothing here waits for an answer, but who answers runs already */
        recorder->answered = true;
        break;
    }
}

void recorder_feed(struct recorder *recorder, const void *bytes, size_t count, int64_t host_us)
{
    if (recorder->counts.bytes == 0)
        recorder->first_byte_host_us = host_us;
    recorder->counts.bytes += count;
    const char *at = bytes;
    while (count > 0) {
        struct frame_line line;
        bool whole = false;
        size_t taken = frame_decoder_feed(&recorder->decoder, at, count, &line, &whole);
        at += taken;
        count -= taken;
        if (whole && !recorder->limit_reached)
            take_line(recorder, &line, host_us);
    }
    bool waited = host_us - recorder->first_byte_host_us >= RECORDER_IDENTITY_WAIT_US;
    if (!recorder->header_ready && recorder->pending_count > 0 &&
        (waited || device_info_is_complete(&recorder->device)))
        give_header(recorder);
}

void recorder_reconnected(struct recorder *recorder)
{
    struct frame_decoder fresh;
    frame_decoder_init(&fresh, true);
    memcpy(fresh.rejected, recorder->decoder.rejected, sizeof fresh.rejected);
    recorder->decoder = fresh;
    recorder->reconnect_pending = recorder->counts.rows > 0;
}

void recorder_finish(struct recorder *recorder)
{
    if (recorder->counts.rows == 0)
        return;
    count_lost_at_end(recorder);
    release_newest(recorder, true);
    if (!recorder->header_ready)
        give_header(recorder);
}
