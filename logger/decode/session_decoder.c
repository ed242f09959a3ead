/* SPDX-License-Identifier: MIT */
#include "decode/session_decoder.h"

#include "wire/vocabulary.h"

#include <string.h>

/* A row takes its arrays from a D line. */
_Static_assert(WIRE_STRIPS_MAX == SESSION_STRIPS_MAX, "a row has as many strips as a D line");
_Static_assert((int)WIRE_IMU_AXES == (int)SESSION_IMU_AXES, "a row has as many IMU axes as a D line");

#define NOISE_BYTES 4096 /* this many bytes without an intact line are noise; a roller's lines are far shorter */

void session_decoder_init(struct session_decoder *decoder, const struct session_header *header, double radius_mm,
                          bool mid_stream, struct session_decoder_output output)
{
    memset(decoder, 0, sizeof *decoder);
    decoder->output = output;
    decoder->header = *header;
    decoder->user_radius_mm = radius_mm;
    wire_decoder_init(&decoder->wire, mid_stream);
    device_info_init(&decoder->device);
}

void session_decoder_continue(struct session_decoder *decoder, const struct session_header *header, double radius_mm,
                              struct session_decoder_output output)
{
    struct device_info device = decoder->device;
    struct wire_decoder wire = decoder->wire;
    session_decoder_init(decoder, header, radius_mm, true, output);
    memset(wire.line_count, 0, sizeof wire.line_count);
    decoder->wire = wire;
    decoder->device = device;
    decoder->continues_device = true;
}

/* ---- Output ---- */

/* Return the rate of the pending rows; 0 = unknown. */
static double pending_rate_hz(const struct session_decoder *decoder)
{
    if (decoder->pending_count < 2)
        return 0;
    const struct session_row *first = &decoder->pending[0];
    const struct session_row *last = &decoder->pending[decoder->pending_count - 1];
    int64_t span_us = last->time_us - first->time_us;
    return span_us > 0 ? (uint16_t)(last->seq - first->seq) * 1e6 / (double)span_us : 0;
}

static void write_header(struct session_decoder *decoder)
{
    bool has_imu = decoder->device.has_imu;
    unsigned largest_reading = 0;
    for (size_t i = 0; i < decoder->pending_count; i++) {
        const struct session_row *row = &decoder->pending[i];
        has_imu = has_imu || row->imu_valid;
        for (unsigned strip = 0; strip < decoder->device.strip_count; strip++)
            largest_reading = row->strip[strip] > largest_reading ? row->strip[strip] : largest_reading;
    }
    decoder->header.rate_hz = pending_rate_hz(decoder);
    if (!decoder->device.known) /* the analyzer rejects readings above the full scale */
        device_info_guess_full_scale(&decoder->device, decoder->header.rate_hz, largest_reading);
    device_info_fill_header(&decoder->device, &decoder->header);
    decoder->header.has_imu = has_imu;
    if (decoder->user_radius_mm > 0)
        decoder->header.rolling_radius_mm = decoder->user_radius_mm;
    decoder->header_ready = true;
    decoder->output.header(decoder->output.context, &decoder->header, decoder->clock.first_host_us);
    for (size_t i = 0; i < decoder->pending_count; i++)
        decoder->output.row(decoder->output.context, &decoder->pending[i]);
    decoder->pending_count = 0;
}

static void write_row(struct session_decoder *decoder, const struct session_row *row)
{
    if (decoder->header_ready) {
        decoder->output.row(decoder->output.context, row);
        return;
    }
    decoder->pending[decoder->pending_count++] = *row;
    bool timed_out = row->time_us - decoder->pending[0].time_us >= SESSION_DECODER_DEVICE_INFO_WAIT_US;
    bool is_full = decoder->pending_count == SESSION_DECODER_PENDING_ROWS_MAX;
    if (device_info_is_complete(&decoder->device) || timed_out || is_full)
        write_header(decoder);
}

/* Write the newest row with its events: those up to its time (EVENT_QUEUE_DUE) or, for the last row of a boot or of
 * the session, all queued events (EVENT_QUEUE_ALL). */
static void write_newest_row(struct session_decoder *decoder, enum event_queue_choice events)
{
    event_queue_release(&decoder->events, events, decoder->newest_t_us, &decoder->newest_row);
    write_row(decoder, &decoder->newest_row);
}

/* ---- D lines ---- */

static bool parse_data(struct session_decoder *decoder, const struct wire_line *line, struct wire_frame *data)
{
    struct device_info *device = &decoder->device;
    if (!device->known && !decoder->header_ready && decoder->counts.rows == 0)
        device_info_guess_strips(device, line);
    unsigned columns = decoder->header_ready ? decoder->header.strip_count : device->strip_count;
    return wire_decoder_parse_data(&decoder->wire, line, (uint8_t)columns, data);
}

/* How a frame continues the session. */
struct arrival {
    int64_t time_us; /* session time */
    uint64_t lost;   /* number of frames missing before this one */
    bool resumed;    /* first frame after a boot or a replug */
};

/* Advance the session clock to a frame, and find how many frames are missing before it. */
static struct arrival advance_clock(struct session_decoder *decoder, const struct wire_frame *data, int64_t host_us)
{
    bool booted = decoder->boot_pending || session_clock_went_back(&decoder->clock, data->t_us, host_us);
    bool replugged = decoder->replug_pending;
    decoder->boot_pending = decoder->replug_pending = false;
    if (decoder->counts.rows == 0) {
        loss_counter_begin_boot(&decoder->losses, decoder->boot_received);
        return (struct arrival){.time_us = session_clock_advance(&decoder->clock, data->t_us, host_us),
                                .lost = decoder->boot_received ? data->seq : 0}; /* a boot starts at seq 0 */
    }
    if (booted) {
        int64_t min_step_us = decoder->device.period_us > 0 ? decoder->device.period_us : 1;
        uint64_t lost_at_end = loss_counter_end_boot(&decoder->losses, decoder->newest_row.seq);
        loss_counter_begin_boot(&decoder->losses, true);
        return (struct arrival){.time_us = session_clock_restart(&decoder->clock, data->t_us, host_us, min_step_us),
                                .lost = lost_at_end + data->seq,
                                .resumed = true};
    }
    int64_t time_us = session_clock_advance(&decoder->clock, data->t_us, host_us);
    uint64_t lost = loss_counter_missing(decoder->newest_row.seq, data->seq, time_us - decoder->newest_row.time_us,
                                         decoder->device.period_us);
    return (struct arrival){.time_us = time_us, .lost = lost, .resumed = replugged};
}

/* Write the newest row, because the next frame has arrived, and count a gap between that row and the frame. */
static void end_newest_row(struct session_decoder *decoder, const struct arrival *arrival)
{
    int64_t start_us = decoder->newest_row.time_us;
    struct loss_gap gap = {.start_us = start_us, .length_us = arrival->time_us - start_us, .lost = arrival->lost};
    if (arrival->lost > 0 || arrival->resumed)
        loss_counter_add_gap(&decoder->losses, gap);
    write_newest_row(decoder, arrival->resumed ? EVENT_QUEUE_ALL : EVENT_QUEUE_DUE);
}

static void handle_data(struct session_decoder *decoder, const struct wire_line *line, int64_t host_us)
{
    struct wire_frame data;
    if (!parse_data(decoder, line, &data))
        return;
    if (loss_counter_is_duplicate(&decoder->losses, data.seq, data.t_us)) {
        decoder->counts.duplicates++;
        return;
    }
    loss_counter_remember(&decoder->losses, data.seq, data.t_us);
    if (!decoder->device.known && decoder->counts.rows == 0)
        decoder->identify_wanted = true;
    struct arrival arrival = advance_clock(decoder, &data, host_us);
    decoder->counts.resumes += arrival.resumed;
    if (decoder->limit_us > 0 && arrival.time_us >= decoder->limit_us) {
        decoder->limit_reached = true; /* frames missing just before the limit are not counted as lost */
        return;
    }
    decoder->counts.lost += arrival.lost;
    if (decoder->counts.rows > 0)
        end_newest_row(decoder, &arrival);
    struct session_row row = {.time_us = arrival.time_us,
                              .host_us = session_clock_host_us(&decoder->clock, host_us),
                              .seq = data.seq,
                              .imu_valid = data.has_imu_fields && data.imu_valid};
    memcpy(row.strip, data.strip, sizeof row.strip);
    memcpy(row.imu, data.imu, sizeof row.imu);
    if (arrival.resumed) {
        event_queue_append_name(&row, SESSION_EVENT_NAME_RESUME);
        clock_skew_begin_boot(&decoder->clock_skew);
    }
    clock_skew_add(&decoder->clock_skew, row.time_us, row.host_us);
    decoder->newest_row = row;
    decoder->newest_t_us = data.t_us;
    decoder->counts.rows++;
    loss_counter_add_frame(&decoder->losses);
}

/* ---- Other lines ---- */

static void handle_hello(struct session_decoder *decoder, const struct wire_line *line)
{
    struct device_info previous = decoder->device;
    if (!device_info_parse_hello(&decoder->device, line)) {
        wire_decoder_reject(&decoder->wire);
        return;
    }
    decoder->identify_wanted = false;
    bool booted = previous.known && strcmp(previous.boot, decoder->device.boot) != 0;
    bool first = !previous.known && !decoder->continues_device && !decoder->replied;
    if (decoder->counts.rows == 0 && (booted || first))
        decoder->boot_received = true;
    if (booted) {
        decoder->boot_pending = true;
        loss_counter_forget_frames(&decoder->losses);
    }
}

static void handle_status(struct session_decoder *decoder, const struct wire_line *line)
{
    struct loss_status status;
    if (!loss_counter_parse_status(line, &status))
        wire_decoder_reject(&decoder->wire);
    else if (decoder->counts.rows > 0 && !decoder->boot_pending)
        loss_counter_add_status(&decoder->losses, &status);
}

static void handle_line(struct session_decoder *decoder, const struct wire_line *line, int64_t host_us)
{
    switch (line->type) {
    case WIRE_DATA: handle_data(decoder, line, host_us); break;
    case WIRE_HELLO: handle_hello(decoder, line); break;
    case WIRE_CALIBRATION:
        if (!device_info_parse_calibration(&decoder->device, line))
            wire_decoder_reject(&decoder->wire);
        break;
    case WIRE_EVENT:
        if (!event_queue_add_line(&decoder->events, line))
            wire_decoder_reject(&decoder->wire);
        break;
    case WIRE_STATUS: handle_status(decoder, line); break;
    default:
        decoder->replied = true;
        break; /* a reply, A or N: the device was running, so a later H line is a reply, not a boot */
    }
}

void session_decoder_feed(struct session_decoder *decoder, const void *bytes, size_t count, int64_t host_us)
{
    if (decoder->counts.bytes == 0)
        decoder->first_byte_host_us = host_us;
    decoder->counts.bytes += count;
    const char *unread = bytes;
    while (count > 0) {
        struct wire_line line;
        bool accepted = false;
        size_t consumed = wire_decoder_feed(&decoder->wire, unread, count, &line, &accepted);
        unread += consumed;
        count -= consumed;
        if (accepted && !decoder->limit_reached)
            handle_line(decoder, &line, host_us);
    }
    bool timed_out = host_us - decoder->first_byte_host_us >= SESSION_DECODER_DEVICE_INFO_WAIT_US;
    if (!decoder->header_ready && decoder->pending_count > 0 &&
        (timed_out || device_info_is_complete(&decoder->device)))
        write_header(decoder);
}

void session_decoder_replugged(struct session_decoder *decoder)
{
    struct wire_decoder wire;
    wire_decoder_init(&wire, true);
    memcpy(wire.line_count, decoder->wire.line_count, sizeof wire.line_count); /* keep the counts */
    decoder->wire = wire;
    decoder->replug_pending = decoder->counts.rows > 0;
}

void session_decoder_finish(struct session_decoder *decoder)
{
    if (decoder->counts.rows == 0)
        return;
    if (!decoder->limit_reached)
        decoder->counts.lost += loss_counter_end_boot(&decoder->losses, decoder->newest_row.seq);
    write_newest_row(decoder, EVENT_QUEUE_ALL);
    if (!decoder->header_ready)
        write_header(decoder);
}

bool session_decoder_take_identify_request(struct session_decoder *decoder)
{
    bool wanted = decoder->identify_wanted;
    decoder->identify_wanted = false;
    return wanted;
}

uint64_t session_decoder_rejected_lines(const struct session_decoder *decoder)
{
    uint64_t lines = 0;
    for (int reason = WIRE_LINE_TOO_LONG; reason < WIRE_VERDICT_COUNT; reason++)
        lines += decoder->wire.line_count[reason];
    return lines;
}

bool session_decoder_has_intact_line(const struct session_decoder *decoder)
{
    const uint32_t *lines = decoder->wire.line_count;
    return lines[WIRE_LINE_ACCEPTED] > 0 || lines[WIRE_LINE_BAD_TYPE] > 0 || lines[WIRE_LINE_BAD_FIELDS] > 0;
}

bool session_decoder_receives_noise(const struct session_decoder *decoder)
{
    return decoder->counts.bytes >= NOISE_BYTES && !session_decoder_has_intact_line(decoder);
}
