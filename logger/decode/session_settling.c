/* SPDX-License-Identifier: MIT */
#include "decode/session_decoder_parts.h"

#include <stdio.h>
#include <string.h>

#define SETTLE_US 100000  /* frames of one burst arrive within this time */
#define C_LINES_US 300000 /* the C lines follow their H line at once */
/* After a silence this long the pending rows are written: no line will come soon, and the program may end before. */
#define SILENCE_US 500000        /* plus the length of two bursts */
#define SILENCE_START_US 2500000 /* before the first header, when the length of bursts is not yet known */

/* ---- Output ---- */

static bool is_over_scale(const struct session_header *header, const struct session_row *row)
{
    for (unsigned i = 0; i < header->strip_count; i++)
        if (row->strip[i] > header->adc_full_scale)
            return true;
    return false;
}

static void emit(struct session_decoder *decoder, const struct session_row *row)
{
    decoder->counts.over_scale += is_over_scale(&decoder->header, row);
    int64_t host_us = decoder->start_host_us + row->host_us;
    clock_skew_add(&decoder->clock_skew, row->time_us, row->host_us);
    arrival_delay_add(&decoder->delay, host_us, host_us - row->time_us);
    decoder->output.row(decoder->output.context, row);
}

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

static void fill_header(struct session_decoder *decoder)
{
    bool has_imu = decoder->device.has_imu;
    unsigned largest_reading = 0;
    for (size_t i = 0; i < decoder->pending_count; i++) {
        const struct session_row *row = &decoder->pending[i];
        has_imu = has_imu || row->imu_valid;
        for (unsigned strip = 0; strip < decoder->device.strip_count; strip++)
            largest_reading = row->strip[strip] > largest_reading ? row->strip[strip] : largest_reading;
    }
    double shown_hz = pending_rate_hz(decoder);
    decoder->header.rate_hz =
        shown_hz == 0 && decoder->device.period_us > 0 ? 1e6 / decoder->device.period_us : shown_hz;
    if (!decoder->device.known) /* the analyzer rejects readings above the full scale */
        device_info_guess_full_scale(&decoder->device, decoder->header.rate_hz, largest_reading);
    device_info_fill_header(&decoder->device, &decoder->header);
    decoder->header.has_imu = has_imu;
    if (decoder->user_radius_mm > 0)
        decoder->header.rolling_radius_mm = decoder->user_radius_mm;
    decoder->recorded = decoder->device;
    decoder->recorded.has_imu = has_imu;
}

static void write_header(struct session_decoder *decoder)
{
    fill_header(decoder);
    decoder->header_ready = true;
    decoder->output.header(decoder->output.context, &decoder->header, decoder->start_host_us);
}

/* ---- The next file ---- */

/* Remove `resume`, the first name, from the first row of a file; false if the row does not have it. */
static bool remove_resume(struct session_row *row)
{
    size_t length = strlen(SESSION_EVENT_NAME_RESUME);
    if (strncmp(row->event, SESSION_EVENT_NAME_RESUME, length) != 0)
        return false;
    const char *rest = row->event + length;
    rest += *rest == '+';
    memmove(row->event, rest, strlen(rest) + 1);
    return true;
}

static void rebase(struct session_row *row, int64_t start_us)
{
    row->time_us -= start_us;
    row->host_us -= start_us;
}

/* Start the counts of the next session with those of its first rows. */
static void reset_counts(struct session_decoder *decoder, uint64_t rows)
{
    decoder->counts =
        (struct session_decoder_counts){.rows = rows, .lost = decoder->settling.lost, .bytes = decoder->counts.bytes};
    decoder->events.dropped = 0;
    decoder->sorter.set_aside = decoder->set_aside_before = 0;
    memset(decoder->wire.line_count, 0, sizeof decoder->wire.line_count);
    decoder->wire.line_count[WIRE_LINE_ACCEPTED] = 1; /* the line is known to be one from a roller */
    memset(&decoder->clock_skew, 0, sizeof decoder->clock_skew);
}

/* End the session before the pending rows, and let them begin the next one. */
static void begin_next_file(struct session_decoder *decoder, unsigned changes)
{
    struct session_row *first = decoder->pending_count > 0 ? &decoder->pending[0] : &decoder->newest_row;
    bool resumed = remove_resume(first);
    struct session_row newest = decoder->newest_row;
    struct loss_counter losses = decoder->losses;
    uint64_t rows = decoder->pending_count + !decoder->newest_written;
    int64_t start_us = first->time_us;
    decoder->counts.rows -= rows;
    decoder->counts.lost -= decoder->settling.lost;
    decoder->counts.resumes -= resumed;
    decoder->newest_row = decoder->settling.before;
    loss_counter_move_gaps(&losses, start_us, &decoder->losses);
    decoder->output.next_file(decoder->output.context, changes);
    reset_counts(decoder, rows);
    decoder->losses = losses;
    decoder->losses.dropped = 0;
    decoder->newest_row = newest;
    for (size_t i = 0; i < decoder->pending_count; i++)
        rebase(&decoder->pending[i], start_us);
    rebase(&decoder->newest_row, start_us);
    decoder->start_host_us += start_us;
    arrival_delay_rebase(&decoder->delay, start_us);
    if (decoder->limit_us > 0)
        decoder->limit_us = decoder->limit_us > start_us ? decoder->limit_us - start_us : 1;
    decoder->header_ready = false;
}

/* Find what has changed since the header was written. If the pending rows do not fit it, let them begin the next file.
 */
static void check_changes(struct session_decoder *decoder)
{
    bool is_known = decoder->device.known;
    if (is_known)
        device_info_keep_calibration(&decoder->device, &decoder->recorded);
    unsigned changes = device_info_changes(&decoder->recorded, &decoder->device);
    if (!is_known) /* then only the full scale can change, by the rate that the frames show */
        changes = changes & DEVICE_CHANGE_FULL_SCALE ? DEVICE_CHANGE_RATE | DEVICE_CHANGE_FULL_SCALE : 0;
    if (decoder->user_radius_mm > 0)
        changes &= ~(unsigned)DEVICE_CHANGE_RADIUS;
    decoder->changes |= changes;
    if ((changes & ~(unsigned)DEVICE_CHANGES_HARMLESS) == 0)
        snprintf(decoder->recorded.firmware, sizeof decoder->recorded.firmware, "%s", decoder->device.firmware);
    else if (decoder->output.next_file)
        begin_next_file(decoder, changes);
    else
        fill_header(decoder);
}

/* ---- Times ---- */

/* Correct the pending rows' host times (of a session's start) or session times (of a later boot) by how late the first
 * row was: at least as late as the least delayed row shows. */
static void correct_times(struct session_decoder *decoder)
{
    const struct session_settling *settling = &decoder->settling;
    int64_t reference_us = settling->kind == SETTLING_START ? decoder->start_host_us : settling->earlier_offset_us;
    int64_t by_us = settling->min_offset_us - reference_us;
    if (settling->kind == SETTLING_CHANGE || by_us >= 0)
        return;
    if (settling->kind == SETTLING_START) {
        decoder->start_host_us += by_us;
        for (size_t i = 0; i < decoder->pending_count; i++)
            decoder->pending[i].host_us -= by_us;
        decoder->newest_row.host_us -= by_us;
        return;
    }
    if (settling->first_time_us + by_us < settling->min_time_us)
        by_us = settling->min_time_us - settling->first_time_us;
    for (size_t i = 0; i < decoder->pending_count; i++)
        decoder->pending[i].time_us += by_us;
    decoder->newest_row.time_us += by_us;
    loss_counter_lengthen_gap(&decoder->losses, settling->before.time_us, by_us);
}

int64_t session_settling_min_offset_us(const struct session_decoder *decoder)
{
    /* The wait may end before its first row is written: then only the wait knows an offset. */
    bool is_settling = decoder->settling.active || !decoder->delay.started;
    return is_settling ? decoder->settling.min_offset_us : arrival_delay_min_offset_us(&decoder->delay);
}

void session_settling_learn(struct session_decoder *decoder, int64_t time_us, int64_t host_us)
{
    struct session_settling *settling = &decoder->settling;
    if (settling->active && host_us - time_us < settling->min_offset_us)
        settling->min_offset_us = host_us - time_us;
}

/* ---- The wait ---- */

static void begin(struct session_decoder *decoder, struct session_settling settling)
{
    settling.active = true;
    settling.earlier_offset_us = settling.min_offset_us = settling.first_host_us - settling.first_time_us;
    if (decoder->delay.started)
        settling.earlier_offset_us = settling.min_offset_us = arrival_delay_min_offset_us(&decoder->delay);
    settling.before = decoder->newest_row;
    decoder->settling = settling;
}

void session_settling_begin_start(struct session_decoder *decoder, int64_t host_us)
{
    begin(decoder, (struct session_settling){.kind = SETTLING_START, .first_host_us = host_us});
}

void session_settling_begin_boot(struct session_decoder *decoder, int64_t time_us, int64_t min_time_us, int64_t host_us)
{
    begin(decoder,
          (struct session_settling){
              .kind = SETTLING_BOOT, .first_time_us = time_us, .min_time_us = min_time_us, .first_host_us = host_us});
}

void session_settling_begin_change(struct session_decoder *decoder, int64_t time_us, int64_t host_us)
{
    begin(decoder,
          (struct session_settling){.kind = SETTLING_CHANGE, .first_time_us = time_us, .first_host_us = host_us});
}

/* Whether the H line came, but not all C lines. */
static bool lacks_c_lines(const struct session_decoder *decoder)
{
    return decoder->device.known && !device_info_is_complete(&decoder->device);
}

void session_settling_end(struct session_decoder *decoder)
{
    if (!decoder->settling.active)
        return;
    correct_times(decoder);
    bool lacks_lines = decoder->header_ready && lacks_c_lines(decoder);
    if (decoder->header_ready)
        check_changes(decoder);
    decoder->counts.unidentified += decoder->identity_stale || lacks_lines; /* of the file with these rows */
    decoder->settling.active = false;
    if (!decoder->header_ready)
        write_header(decoder);
    for (size_t i = 0; i < decoder->pending_count; i++)
        emit(decoder, &decoder->pending[i]);
    decoder->pending_count = 0;
}

/* Whether no row came for so long that the missing lines are probably not under way. */
static bool is_silent(const struct session_decoder *decoder, int64_t host_us)
{
    int64_t limit_us =
        decoder->header_ready ? SILENCE_US + 2 * arrival_delay_burst_us(&decoder->delay) : SILENCE_START_US;
    return decoder->is_live && host_us - decoder->newest_host_us >= limit_us;
}

void session_settling_check(struct session_decoder *decoder, int64_t host_us, bool is_idle)
{
    struct session_settling *settling = &decoder->settling;
    int64_t waited_us = host_us - settling->first_host_us;
    int64_t span_us = decoder->newest_row.time_us - settling->first_time_us;
    bool timed_out = waited_us >= SESSION_DECODER_DEVICE_INFO_WAIT_US || span_us >= SESSION_DECODER_DEVICE_INFO_WAIT_US;
    bool is_known = device_info_is_complete(&decoder->device) && !decoder->identity_stale;
    bool burst_is_over = !decoder->is_live || is_idle || waited_us >= SETTLE_US;
    bool is_doubtful = decoder->boot_received && session_frames_first_is_doubtful(decoder);
    if (settling->active && !settling->asked && waited_us >= C_LINES_US && lacks_c_lines(decoder))
        settling->asked = decoder->identify_wanted = true;
    bool may_end = (is_known && burst_is_over) || (is_idle && is_silent(decoder, host_us));
    if (settling->active && (timed_out || (may_end && !is_doubtful)))
        session_settling_end(decoder);
}

void session_settling_write_row(struct session_decoder *decoder, const struct session_row *row)
{
    if (!decoder->settling.active) {
        emit(decoder, row);
        return;
    }
    decoder->pending[decoder->pending_count++] = *row;
    if (decoder->pending_count == SESSION_DECODER_PENDING_ROWS_MAX)
        session_settling_end(decoder);
}
