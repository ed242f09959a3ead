/* SPDX-License-Identifier: MIT */
#include "decode/recorder.h"

#include "wire/vocabulary.h"

#include <string.h>

#define NOISE_BYTES 4096

void recorder_init(struct recorder *recorder, const struct session_header *header, double radius_mm,
                   bool mid_stream, struct recorder_output output)
{
    memset(recorder, 0, sizeof *recorder);
    recorder->output = output;
    recorder->header = *header;
    recorder->user_radius_mm = radius_mm;
    frame_decoder_init(&recorder->decoder, mid_stream);
    device_info_init(&recorder->device);
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
    recorder->joined_running = true;
}

/* ---- Output ---- */

/* The rate of frames as received, for a device that has not reported one. */
static double pending_rate_hz(const struct recorder *recorder)
{
    if (recorder->pending_count < 2)
        return 0;
    const struct session_row *first = &recorder->pending[0],
                             *last = &recorder->pending[recorder->pending_count - 1];
    int64_t span_us = last->time_us - first->time_us;
    return span_us > 0 ? (uint16_t)(last->seq - first->seq) * 1e6 / (double)span_us : 0;
}

static void write_header(struct recorder *recorder)
{
    bool imu_seen = recorder->device.has_imu;
    unsigned largest_reading = 0;
    for (size_t i = 0; i < recorder->pending_count; i++) {
        const struct session_row *row = &recorder->pending[i];
        imu_seen = imu_seen || row->imu_valid;
        for (unsigned k = 0; k < recorder->device.strip_count; k++)
            largest_reading = row->strip[k] > largest_reading ? row->strip[k] : largest_reading;
    }
    recorder->header.rate_hz = pending_rate_hz(recorder);
    if (!recorder->device.known) /* readings above full scale would be rejected by the analyzer */
        device_info_guess_full_scale(&recorder->device, recorder->header.rate_hz, largest_reading);
    device_info_fill_header(&recorder->device, &recorder->header);
    recorder->header.has_imu = imu_seen;
    if (recorder->user_radius_mm > 0)
        recorder->header.rolling_radius_mm = recorder->user_radius_mm;
    recorder->header_ready = true;
    recorder->output.header(recorder->output.context, &recorder->header, recorder->clock.first_host_us);
    for (size_t i = 0; i < recorder->pending_count; i++)
        recorder->output.row(recorder->output.context, &recorder->pending[i]);
    recorder->pending_count = 0;
}

static void write_row(struct recorder *recorder, const struct session_row *row)
{
    if (!recorder->header_ready) {
        recorder->pending[recorder->pending_count++] = *row;
        bool waited = row->time_us - recorder->pending[0].time_us >= RECORDER_IDENTITY_WAIT_US;
        if (device_info_is_complete(&recorder->device) || waited ||
            recorder->pending_count == RECORDER_PENDING_ROWS_MAX)
            write_header(recorder);
        return;
    }
    recorder->output.row(recorder->output.context, row);
}

/* Add to the newest row its events (`all`: those after its time as well), and write it. */
static void write_newest(struct recorder *recorder, bool all)
{
    event_queue_release(&recorder->events, recorder->newest_t_us, all, &recorder->newest);
    write_row(recorder, &recorder->newest);
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

/* Count the frames that the device made after the newest row, by its own report. */
static void count_lost_at_end(struct recorder *recorder)
{
    if (recorder->counts.rows > 0 && !recorder->limit_reached)
        recorder->counts.lost += loss_account_end_boot(&recorder->losses, recorder->newest.seq);
}

/* Session time of a frame. Counts the frames missing before it. */
static int64_t frame_time_us(struct recorder *recorder, const struct frame_data *data, int64_t host_us,
                             bool *resumed)
{
    bool booted = recorder->boot_pending || session_clock_went_back(&recorder->clock, data->t_us, host_us);
    bool reconnected = recorder->reconnect_pending;
    recorder->boot_pending = recorder->reconnect_pending = false;
    *resumed = false;
    if (recorder->counts.rows == 0) {
        recorder->counts.lost += recorder->boot_received ? data->seq : 0; /* a boot starts at seq 0 */
        loss_account_begin_boot(&recorder->losses, recorder->boot_received);
        return session_clock_advance(&recorder->clock, data->t_us, host_us);
    }
    if (booted) {
        count_lost_at_end(recorder);
        loss_account_begin_boot(&recorder->losses, true);
        recorder->counts.lost += data->seq;
        recorder->counts.resumes++;
        *resumed = true;
        int64_t min_step_us = recorder->device.period_us > 0 ? recorder->device.period_us : 1;
        return session_clock_restart(&recorder->clock, data->t_us, host_us, min_step_us);
    }
    *resumed = reconnected; /* the same boot: its clock and seq continue */
    recorder->counts.resumes += reconnected;
    int64_t time_us = session_clock_advance(&recorder->clock, data->t_us, host_us);
    recorder->counts.lost += loss_account_missing(
        recorder->newest.seq, data->seq, time_us - recorder->newest.time_us, recorder->device.period_us);
    return time_us;
}

static void add_gap(struct recorder *recorder, int64_t time_us, uint64_t lost, bool resumed)
{
    if (lost == 0 && !resumed)
        return;
    int64_t start_us = recorder->newest.time_us;
    loss_account_add_gap(
        &recorder->losses,
        (struct loss_gap){.start_us = start_us, .length_us = time_us - start_us, .lost = lost});
}

static void handle_data(struct recorder *recorder, const struct frame_line *line, int64_t host_us)
{
    struct frame_data data;
    if (!parse_data(recorder, line, &data))
        return;
    if (loss_account_is_duplicate(&recorder->losses, data.seq, data.t_us)) {
        recorder->counts.duplicates++;
        return;
    }
    if (!recorder->device.known && recorder->counts.rows == 0)
        recorder->identity_wanted = true;
    uint64_t lost_before = recorder->counts.lost;
    bool resumed;
    int64_t time_us = frame_time_us(recorder, &data, host_us, &resumed);
    if (recorder->limit_us > 0 && time_us >= recorder->limit_us) {
        recorder->counts.lost = lost_before; /* frames missing after the limit do not count */
        recorder->limit_reached = true;
        return;
    }
    if (recorder->counts.rows > 0) {
        add_gap(recorder, time_us, recorder->counts.lost - lost_before, resumed);
        write_newest(recorder, resumed);
    }
    struct session_row row = {.time_us = time_us,
                              .host_us = session_clock_host_us(&recorder->clock, host_us),
                              .seq = data.seq,
                              .imu_valid = data.has_imu_fields && data.imu_valid};
    memcpy(row.strip, data.strip, sizeof row.strip);
    memcpy(row.imu, data.imu, sizeof row.imu);
    if (resumed) {
        event_queue_append_name(&row, SESSION_EVENT_NAME_RESUME);
        clock_skew_restart(&recorder->clock_skew);
    }
    clock_skew_add(&recorder->clock_skew, time_us, row.host_us);
    recorder->newest = row;
    recorder->newest_t_us = data.t_us;
    recorder->counts.rows++;
    loss_account_add_frame(&recorder->losses);
}

/* ---- Other lines ---- */

static void handle_identity(struct recorder *recorder, const struct frame_line *line)
{
    struct device_info before = recorder->device;
    if (!device_info_parse_identity(&recorder->device, line)) {
        recorder->decoder.rejected[FRAME_BAD_FIELDS]++;
        return;
    }
    recorder->identity_wanted = false;
    bool booted = before.known && strcmp(before.boot, recorder->device.boot) != 0;
    bool first = !before.known && !recorder->joined_running && !recorder->replied;
    if (recorder->counts.rows == 0 && (booted || first))
        recorder->boot_received = true;
    if (booted) {
        recorder->boot_pending = true;
        loss_account_forget_frames(&recorder->losses);
    }
}

static void handle_line(struct recorder *recorder, const struct frame_line *line, int64_t host_us)
{
    switch (line->type) {
    case WIRE_DATA:
        handle_data(recorder, line, host_us);
        break;
    case WIRE_HELLO:
        handle_identity(recorder, line);
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
            loss_account_parse_status(&recorder->losses, line);
        break;
    default: /* A and N: a reply shows that the device was running already */
        recorder->replied = true;
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
            handle_line(recorder, &line, host_us);
    }
    bool waited = host_us - recorder->first_byte_host_us >= RECORDER_IDENTITY_WAIT_US;
    if (!recorder->header_ready && recorder->pending_count > 0 &&
        (waited || device_info_is_complete(&recorder->device)))
        write_header(recorder);
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
    write_newest(recorder, true);
    if (!recorder->header_ready)
        write_header(recorder);
}

bool recorder_wants_identity(struct recorder *recorder)
{
    bool wanted = recorder->identity_wanted;
    recorder->identity_wanted = false;
    return wanted;
}

uint64_t recorder_rejected_lines(const struct recorder *recorder)
{
    uint64_t lines = 0;
    for (int reason = FRAME_TOO_LONG; reason < FRAME_REJECT_COUNT; reason++)
        lines += recorder->decoder.rejected[reason];
    return lines;
}

bool recorder_receives_noise(const struct recorder *recorder)
{
    return recorder->counts.bytes >= NOISE_BYTES && recorder->decoder.rejected[FRAME_ACCEPTED] == 0;
}
