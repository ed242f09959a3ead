/* SPDX-License-Identifier: MIT */
#include "decode/session_decoder_parts.h"

#include "wire/vocabulary.h"

#include <string.h>

/* A row takes its arrays from a D line. */
_Static_assert(WIRE_STRIPS_MAX == SESSION_STRIPS_MAX, "a row has as many strips as a D line");
_Static_assert((int)WIRE_IMU_AXES == (int)SESSION_IMU_AXES, "a row has as many IMU axes as a D line");

#define MISFITS_MAX 3        /* after so many lines with another number of strips, the host asks for the H line */
#define IDLE_US 150000       /* an E line comes earlier than this after the row of its time */
#define NEAR_MAX_US 10000000 /* an E or S line is this close to a frame */
#define NEAR_MAX_REPLAY_US 600000000 /* or, in a replay, so much later */
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
    struct device_info device = decoder->device, foreign = decoder->foreign;
    struct wire_decoder wire = decoder->wire;
    bool is_live = decoder->is_live, identity_stale = decoder->identity_stale;
    bool hello_is_foreign = decoder->hello_is_foreign, boot_pending = decoder->boot_pending;
    session_decoder_init(decoder, header, radius_mm, true, output);
    memset(wire.line_count, 0, sizeof wire.line_count);
    decoder->wire = wire;
    decoder->device = device;
    decoder->foreign = foreign;
    decoder->is_live = is_live;
    decoder->identity_stale = identity_stale;
    decoder->hello_is_foreign = hello_is_foreign; /* its C lines may still come */
    decoder->boot_received = boot_pending;
    decoder->continues_device = true;
}

struct received_frame session_decoder_frame_of(const struct session_decoder *decoder, const struct session_row *row)
{
    struct received_frame received = {
        .frame = {.seq = row->seq,
                  .t_us = decoder->newest_t_us - (uint32_t)(decoder->newest_row.time_us - row->time_us),
                  .strip_count = (uint8_t)decoder->device.strip_count,
                  .has_imu_fields = row->imu_valid,
                  .imu_valid = row->imu_valid},
        .host_us = decoder->start_host_us + row->host_us};
    memcpy(received.frame.strip, row->strip, sizeof row->strip);
    memcpy(received.frame.imu, row->imu, sizeof row->imu);
    return received;
}

void session_decoder_begin_with(struct session_decoder *decoder, const struct received_frame *frame, size_t count)
{
    for (size_t i = 0; i < count && !decoder->limit_reached; i++) {
        session_frames_add(decoder, &frame[i].frame, frame[i].host_us);
        session_settling_check(decoder, frame[i].host_us, false);
    }
}

/* ---- D lines ---- */

static bool has_strips(const struct wire_line *line, unsigned strips)
{
    return line->field_count == 2 + strips || line->field_count == 2 + strips + WIRE_IMU_AXES;
}

/* Count a D line that has not the announced number of strips. */
static void count_misfit(struct session_decoder *decoder, const struct wire_line *line)
{
    struct device_info guessed = decoder->device;
    device_info_guess_strips(&guessed, line);
    decoder->misfit_strips = guessed.strip_count;
    decoder->counts.misfits++;
    decoder->misfits_in_row++;
    decoder->identify_wanted = decoder->identify_wanted || decoder->misfits_in_row == MISFITS_MAX;
}

static void handle_data(struct session_decoder *decoder, const struct wire_line *line, int64_t host_us)
{
    struct wire_frame frame;
    struct device_info *device = &decoder->device;
    if (!device->known && !decoder->header_ready && decoder->counts.rows == 0)
        device_info_guess_strips(device, line);
    unsigned strips = device->strip_count;
    if (!has_strips(line, strips) && decoder->foreign_pending)
        strips = decoder->foreign.strip_count;
    if (!has_strips(line, strips))
        count_misfit(decoder, line);
    if (wire_decoder_parse_data(&decoder->wire, line, (uint8_t)strips, &frame))
        session_frames_add(decoder, &frame, host_us);
    else {
        decoder->unusable++;
        decoder->sorter.latest_stands_still = false;
    }
}

/* ---- Other lines ---- */

/* Whether an E or S line with device time `t_us` can be one of the boot being recorded. */
static bool is_near(const struct session_decoder *decoder, const char *t_us, int64_t host_us)
{
    uint32_t time_us;
    if (decoder->counts.rows == 0 || !wire_parse_unsigned(t_us, &time_us))
        return true;
    int64_t later_us = (int32_t)(time_us - decoder->newest_t_us);
    int64_t max_us = NEAR_MAX_US + (decoder->is_live ? host_us - decoder->newest_host_us : NEAR_MAX_REPLAY_US);
    return later_us > -NEAR_MAX_US && later_us < max_us;
}

static void handle_event(struct session_decoder *decoder, const struct wire_line *line, int64_t host_us)
{
    bool is_ours = decoder->boot_pending || decoder->sorter.held_count > 0 || is_near(decoder, line->field[0], host_us);
    if (!is_ours)
        decoder->events.dropped++;
    else if (!event_queue_add_line(&decoder->events, line))
        wire_decoder_reject(&decoder->wire);
}

/* Whether an S line is one of the boot being recorded. While frames are held, it may be one of theirs. `*later`: how
 * many frames it counts that come after the newest one. */
static bool is_own_status(const struct session_decoder *decoder, const struct loss_status *status, const char *text,
                          int64_t host_us, int64_t *later)
{
    const struct frame_sorter *sorter = &decoder->sorter;
    uint32_t t_us, produced = status->sent + status->dropped;
    *later = frame_sorter_status_frames(sorter, produced, 0);
    if (decoder->counts.rows == 0 || decoder->boot_pending || decoder->misfits_in_row > 0 ||
        !is_near(decoder, text, host_us))
        return false;
    if (!wire_parse_unsigned(text, &t_us))
        return sorter->held_count == 0;
    int64_t elapsed_us = (int32_t)(t_us - decoder->newest_t_us);
    *later = frame_sorter_status_frames(sorter, produced, elapsed_us);
    return sorter->held_count == 0 ? frame_sorter_status_agrees(sorter, produced, elapsed_us)
                                   : frame_sorter_status_fits(sorter, produced, t_us);
}

static void handle_status(struct session_decoder *decoder, const struct wire_line *line, int64_t host_us)
{
    struct loss_status status;
    int64_t later;
    if (!loss_counter_parse_status(line, &status))
        wire_decoder_reject(&decoder->wire);
    else if (is_own_status(decoder, &status, line->field[0], host_us, &later))
        loss_counter_add_status(&decoder->losses, &status, later);
}

/* The device accepted a command, and sends its H line after some of them. */
static void note_command(struct session_decoder *decoder, char command)
{
    switch (command) {
    case WIRE_COMMAND_IDENTIFY: decoder->hello_cause = HELLO_REPLY; break;
    case WIRE_COMMAND_RATE:
    case WIRE_COMMAND_RADIUS:
    case WIRE_COMMAND_BIAS: decoder->hello_cause = HELLO_SETTING; break;
    default: decoder->hello_cause = HELLO_UNASKED;
    }
}

static void handle_line(struct session_decoder *decoder, const struct wire_line *line, int64_t host_us)
{
    switch (line->type) {
    case WIRE_DATA: handle_data(decoder, line, host_us); break;
    case WIRE_HELLO: session_device_handle_hello(decoder, line); break;
    case WIRE_CALIBRATION: session_device_handle_calibration(decoder, line); break;
    case WIRE_EVENT: handle_event(decoder, line, host_us); break;
    case WIRE_STATUS: handle_status(decoder, line, host_us); break;
    case WIRE_ACCEPTED: note_command(decoder, line->field[0][0]); /* fall through */
    default:
        decoder->replied = true;
        break; /* a reply, A or N: the device was running, so a later H line is a reply, not a boot */
    }
}

/* Count the rejected line if it was a frame: by its first bytes, which the wire decoder still has, perhaps split. */
static void count_damaged(struct session_decoder *decoder)
{
    const char *line = decoder->wire.line;
    decoder->unusable += line[0] == WIRE_DATA && (line[1] == ',' || line[1] == '\0');
}

void session_decoder_feed(struct session_decoder *decoder, const void *bytes, size_t count, int64_t host_us)
{
    if (decoder->counts.bytes == 0)
        decoder->first_byte_host_us = host_us;
    decoder->counts.bytes += count;
    const char *unread = bytes;
    bool is_idle = count == 0;
    while (count > 0) {
        struct wire_line line;
        bool accepted = false;
        uint64_t rejected = session_decoder_rejected_lines(decoder);
        size_t consumed = wire_decoder_feed(&decoder->wire, unread, count, &line, &accepted);
        unread += consumed;
        count -= consumed;
        if (accepted && !decoder->limit_reached)
            handle_line(decoder, &line, host_us);
        else if (session_decoder_rejected_lines(decoder) > rejected)
            count_damaged(decoder);
    }
    if (is_idle && host_us - decoder->newest_host_us >= IDLE_US)
        session_rows_write_newest(decoder, EVENT_QUEUE_DUE);
    session_settling_check(decoder, host_us, is_idle);
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
    session_frames_end(decoder);
}

int64_t session_decoder_elapsed_us(const struct session_decoder *decoder, int64_t host_us)
{
    return decoder->counts.rows > 0 ? host_us - decoder->start_host_us : -1;
}

int64_t session_decoder_burst_us(const struct session_decoder *decoder)
{
    return arrival_delay_burst_us(&decoder->delay);
}

unsigned session_decoder_misfit_strips(const struct session_decoder *decoder)
{
    return decoder->misfits_in_row > 0 ? decoder->misfit_strips : 0;
}

bool session_decoder_only_repeats(const struct session_decoder *decoder)
{
    return decoder->repeats_in_row > 0 && decoder->unusable == 0 &&
           decoder->sorter.set_aside == decoder->set_aside_before && decoder->sorter.held_count <= 1;
}

bool session_decoder_stands_still(const struct session_decoder *decoder)
{
    return decoder->sorter.latest_stands_still;
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
