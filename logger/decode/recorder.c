/* SPDX-License-Identifier: MIT */
#include "decode/recorder.h"

#include "wire/vocabulary.h"

#include <string.h>

/* A row takes its arrays from a D line. */
_Static_assert(FRAME_STRIPS_MAX == SESSION_STRIPS_MAX, "a row has as many strips as a D line");
_Static_assert((int)FRAME_IMU_AXES == (int)SESSION_IMU_AXES, "a row has as many IMU axes as a D line");

#define NOISE_BYTES 4096 /* this many bytes without an intact line are noise; a roller's lines are far shorter */

void recorder_init(struct recorder *recorder, const struct session_header *header, double radius_mm, bool mid_stream,
                   struct recorder_output output)
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
    memset(decoder.line_count, 0, sizeof decoder.line_count);
    recorder->decoder = decoder;
    recorder->device = device;
    recorder->joined_running = true;
}

/* ---- Output ---- */

/* Return the rate of the pending rows; 0 = unknown. */
static double pending_rate_hz(const struct recorder *recorder)
{
    if (recorder->pending_count < 2)
        return 0;
    const struct session_row *first = &recorder->pending[0];
    const struct session_row *last = &recorder->pending[recorder->pending_count - 1];
    int64_t span_us = last->time_us - first->time_us;
    return span_us > 0 ? (uint16_t)(last->seq - first->seq) * 1e6 / (double)span_us : 0;
}

static void write_header(struct recorder *recorder)
{
    bool has_imu = recorder->device.has_imu;
    unsigned largest_reading = 0;
    for (size_t i = 0; i < recorder->pending_count; i++) {
        const struct session_row *row = &recorder->pending[i];
        has_imu = has_imu || row->imu_valid;
        for (unsigned strip = 0; strip < recorder->device.strip_count; strip++)
            largest_reading = row->strip[strip] > largest_reading ? row->strip[strip] : largest_reading;
    }
    recorder->header.rate_hz = pending_rate_hz(recorder);
    if (!recorder->device.known) /* the analyzer rejects readings above the full scale */
        device_info_guess_full_scale(&recorder->device, recorder->header.rate_hz, largest_reading);
    device_info_fill_header(&recorder->device, &recorder->header);
    recorder->header.has_imu = has_imu;
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
    if (recorder->header_ready) {
        recorder->output.row(recorder->output.context, row);
        return;
    }
    recorder->pending[recorder->pending_count++] = *row;
    bool timed_out = row->time_us - recorder->pending[0].time_us >= RECORDER_DEVICE_INFO_WAIT_US;
    bool is_full = recorder->pending_count == RECORDER_PENDING_ROWS_MAX;
    if (device_info_is_complete(&recorder->device) || timed_out || is_full)
        write_header(recorder);
}

/* Write the newest row with its events: those up to its time (EVENT_QUEUE_DUE) or, for the last row of a boot or of
 * the session, all queued events (EVENT_QUEUE_ALL). */
static void write_newest_row(struct recorder *recorder, enum event_queue_choice events)
{
    event_queue_release(&recorder->events, events, recorder->newest_t_us, &recorder->newest_row);
    write_row(recorder, &recorder->newest_row);
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

/* How a frame continues the session. */
struct arrival {
    int64_t time_us; /* session time */
    uint64_t lost;   /* number of frames missing before this one */
    bool resumed;    /* first frame after a boot or a replug */
};

/* Advance the session clock to a frame, and find how many frames are missing before it. */
static struct arrival advance_clock(struct recorder *recorder, const struct frame_data *data, int64_t host_us)
{
    bool booted = recorder->boot_pending || session_clock_went_back(&recorder->clock, data->t_us, host_us);
    bool replugged = recorder->reconnect_pending;
    recorder->boot_pending = recorder->reconnect_pending = false;
    if (recorder->counts.rows == 0) {
        loss_counter_begin_boot(&recorder->losses, recorder->boot_received);
        return (struct arrival){.time_us = session_clock_advance(&recorder->clock, data->t_us, host_us),
                                .lost = recorder->boot_received ? data->seq : 0}; /* a boot starts at seq 0 */
    }
    if (booted) {
        int64_t min_step_us = recorder->device.period_us > 0 ? recorder->device.period_us : 1;
        uint64_t lost_at_end = loss_counter_end_boot(&recorder->losses, recorder->newest_row.seq);
        loss_counter_begin_boot(&recorder->losses, true);
        return (struct arrival){.time_us = session_clock_restart(&recorder->clock, data->t_us, host_us, min_step_us),
                                .lost = lost_at_end + data->seq,
                                .resumed = true};
    }
    int64_t time_us = session_clock_advance(&recorder->clock, data->t_us, host_us);
    uint64_t lost = loss_counter_missing(recorder->newest_row.seq, data->seq, time_us - recorder->newest_row.time_us,
                                         recorder->device.period_us);
    return (struct arrival){.time_us = time_us, .lost = lost, .resumed = replugged};
}

/* Write the newest row, because the next frame has arrived, and count a gap between that row and the frame. */
static void end_newest_row(struct recorder *recorder, const struct arrival *arrival)
{
    int64_t start_us = recorder->newest_row.time_us;
    struct loss_gap gap = {.start_us = start_us, .length_us = arrival->time_us - start_us, .lost = arrival->lost};
    if (arrival->lost > 0 || arrival->resumed)
        loss_counter_add_gap(&recorder->losses, gap);
    write_newest_row(recorder, arrival->resumed ? EVENT_QUEUE_ALL : EVENT_QUEUE_DUE);
}

static void handle_data(struct recorder *recorder, const struct frame_line *line, int64_t host_us)
{
    struct frame_data data;
    if (!parse_data(recorder, line, &data))
        return;
    if (loss_counter_is_duplicate(&recorder->losses, data.seq, data.t_us)) {
        recorder->counts.duplicates++;
        return;
    }
    loss_counter_remember(&recorder->losses, data.seq, data.t_us);
    if (!recorder->device.known && recorder->counts.rows == 0)
        recorder->device_info_wanted = true;
    struct arrival arrival = advance_clock(recorder, &data, host_us);
    recorder->counts.resumes += arrival.resumed;
    if (recorder->limit_us > 0 && arrival.time_us >= recorder->limit_us) {
        recorder->limit_reached = true; /* frames missing just before the limit are not counted as lost */
        return;
    }
    recorder->counts.lost += arrival.lost;
    if (recorder->counts.rows > 0)
        end_newest_row(recorder, &arrival);
    struct session_row row = {.time_us = arrival.time_us,
                              .host_us = session_clock_host_us(&recorder->clock, host_us),
                              .seq = data.seq,
                              .imu_valid = data.has_imu_fields && data.imu_valid};
    memcpy(row.strip, data.strip, sizeof row.strip);
    memcpy(row.imu, data.imu, sizeof row.imu);
    if (arrival.resumed) {
        event_queue_append_name(&row, SESSION_EVENT_NAME_RESUME);
        clock_skew_begin_boot(&recorder->clock_skew);
    }
    clock_skew_add(&recorder->clock_skew, row.time_us, row.host_us);
    recorder->newest_row = row;
    recorder->newest_t_us = data.t_us;
    recorder->counts.rows++;
    loss_counter_add_frame(&recorder->losses);
}

/* ---- Other lines ---- */

static void handle_hello(struct recorder *recorder, const struct frame_line *line)
{
    struct device_info previous = recorder->device;
    if (!device_info_parse_hello(&recorder->device, line)) {
        frame_decoder_reject(&recorder->decoder);
        return;
    }
    recorder->device_info_wanted = false;
    bool booted = previous.known && strcmp(previous.boot, recorder->device.boot) != 0;
    bool first = !previous.known && !recorder->joined_running && !recorder->replied;
    if (recorder->counts.rows == 0 && (booted || first))
        recorder->boot_received = true;
    if (booted) {
        recorder->boot_pending = true;
        loss_counter_forget_frames(&recorder->losses);
    }
}

static void handle_status(struct recorder *recorder, const struct frame_line *line)
{
    struct loss_status status;
    if (!loss_counter_parse_status(line, &status))
        frame_decoder_reject(&recorder->decoder);
    else if (recorder->counts.rows > 0 && !recorder->boot_pending)
        loss_counter_add_status(&recorder->losses, &status);
}

static void handle_line(struct recorder *recorder, const struct frame_line *line, int64_t host_us)
{
    switch (line->type) {
    case WIRE_DATA: handle_data(recorder, line, host_us); break;
    case WIRE_HELLO: handle_hello(recorder, line); break;
    case WIRE_CALIBRATION:
        if (!device_info_parse_calibration(&recorder->device, line))
            frame_decoder_reject(&recorder->decoder);
        break;
    case WIRE_EVENT:
        if (!event_queue_add_line(&recorder->events, line))
            frame_decoder_reject(&recorder->decoder);
        break;
    case WIRE_STATUS: handle_status(recorder, line); break;
    default:
        recorder->replied = true;
        break; /* a reply, A or N: the device was running, so a later H line is a reply, not a boot */
    }
}

void recorder_feed(struct recorder *recorder, const void *bytes, size_t count, int64_t host_us)
{
    if (recorder->counts.bytes == 0)
        recorder->first_byte_host_us = host_us;
    recorder->counts.bytes += count;
    const char *unread = bytes;
    while (count > 0) {
        struct frame_line line;
        bool complete = false;
        size_t consumed = frame_decoder_feed(&recorder->decoder, unread, count, &line, &complete);
        unread += consumed;
        count -= consumed;
        if (complete && !recorder->limit_reached)
            handle_line(recorder, &line, host_us);
    }
    bool timed_out = host_us - recorder->first_byte_host_us >= RECORDER_DEVICE_INFO_WAIT_US;
    if (!recorder->header_ready && recorder->pending_count > 0 &&
        (timed_out || device_info_is_complete(&recorder->device)))
        write_header(recorder);
}

void recorder_reconnected(struct recorder *recorder)
{
    struct frame_decoder decoder;
    frame_decoder_init(&decoder, true);
    memcpy(decoder.line_count, recorder->decoder.line_count, sizeof decoder.line_count); /* keep the counts */
    recorder->decoder = decoder;
    recorder->reconnect_pending = recorder->counts.rows > 0;
}

void recorder_finish(struct recorder *recorder)
{
    if (recorder->counts.rows == 0)
        return;
    if (!recorder->limit_reached)
        recorder->counts.lost += loss_counter_end_boot(&recorder->losses, recorder->newest_row.seq);
    write_newest_row(recorder, EVENT_QUEUE_ALL);
    if (!recorder->header_ready)
        write_header(recorder);
}

bool recorder_take_device_info_request(struct recorder *recorder)
{
    bool wanted = recorder->device_info_wanted;
    recorder->device_info_wanted = false;
    return wanted;
}

uint64_t recorder_rejected_lines(const struct recorder *recorder)
{
    uint64_t lines = 0;
    for (int reason = FRAME_TOO_LONG; reason < FRAME_VERDICT_COUNT; reason++)
        lines += recorder->decoder.line_count[reason];
    return lines;
}

bool recorder_has_intact_line(const struct recorder *recorder)
{
    const uint32_t *line_count = recorder->decoder.line_count;
    return line_count[FRAME_ACCEPTED] > 0 || line_count[FRAME_BAD_TYPE] > 0 || line_count[FRAME_BAD_FIELDS] > 0;
}

bool recorder_receives_noise(const struct recorder *recorder)
{
    return recorder->counts.bytes >= NOISE_BYTES && !recorder_has_intact_line(recorder);
}
