/* SPDX-License-Identifier: MIT */
#include "decode/session_decoder_parts.h"

#include <string.h>

void session_rows_write_newest(struct session_decoder *decoder, enum event_queue_choice events)
{
    if (decoder->counts.rows == 0 || decoder->newest_written)
        return;
    event_queue_release(&decoder->events, events, decoder->newest_t_us, &decoder->newest_row);
    decoder->newest_written = true;
    session_settling_write_row(decoder, &decoder->newest_row);
}

void session_rows_add(struct session_decoder *decoder, const struct received_frame *received, int64_t time_us,
                      bool resumed)
{
    const struct wire_frame *frame = &received->frame;
    struct session_row row = {.time_us = time_us,
                              .host_us = received->host_us - decoder->start_host_us,
                              .seq = frame->seq,
                              .imu_valid = frame->has_imu_fields && frame->imu_valid};
    memcpy(row.strip, frame->strip, sizeof row.strip);
    memcpy(row.imu, frame->imu, sizeof row.imu);
    if (resumed) {
        event_queue_append_name(&row, SESSION_EVENT_NAME_RESUME);
        event_queue_release(&decoder->events, EVENT_QUEUE_ALL, 0, &row); /* those that came too late for the last row */
    }
    decoder->newest_row = row;
    decoder->newest_written = false;
    decoder->newest_t_us = frame->t_us;
    decoder->newest_host_us = received->host_us;
    decoder->counts.rows++;
    decoder->counts.resumes += resumed;
    decoder->misfits_in_row = 0;
    decoder->unusable = decoder->unusable_at_held = decoder->unusable_of_boot = decoder->repeats_in_row = 0;
    decoder->set_aside_before = decoder->sorter.set_aside;
    session_settling_learn(decoder, time_us, received->host_us);
    recent_frames_add(&decoder->recent, received);
    loss_counter_add_frame(&decoder->losses);
}
