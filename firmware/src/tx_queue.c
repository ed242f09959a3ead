/* SPDX-License-Identifier: MIT */
#include "tx_queue.h"

#include <string.h>

#include "hal.h"

#define CALIBRATIONS_ALL ((uint8_t)((1u << HAL_STRIPS) - 1))

void outbox_announce(struct outbox *outbox)
{
    outbox->hello_pending = true;
    outbox->calibrations_pending = CALIBRATIONS_ALL;
}

void outbox_announce_hello(struct outbox *outbox)
{
    outbox->hello_pending = true;
}

void outbox_announce_strip(struct outbox *outbox, uint8_t strip)
{
    outbox->calibrations_pending = (uint8_t)(outbox->calibrations_pending | 1u << strip);
}

bool outbox_is_announcing(const struct outbox *outbox)
{
    return outbox->hello_pending || outbox->calibrations_pending != 0;
}

void outbox_add_event(struct outbox *outbox, enum message_event kind, uint32_t t_us, uint8_t value)
{
    if (outbox->event_count == TX_QUEUE_EVENTS) {
        outbox->counts.events_lost++;
        return;
    }
    outbox->event[outbox->event_count].kind = kind;
    outbox->event[outbox->event_count].t_us = t_us;
    outbox->event[outbox->event_count].value = value;
    outbox->event_count++;
}

static void write_line(const struct outbox *outbox, uint16_t length)
{
    hal_uart_write(outbox->line, length);
}

static bool has_room_for_short(void)
{
    return hal_uart_room() >= MESSAGE_SHORT_MAX;
}

bool outbox_has_news(const struct outbox *outbox)
{
    return outbox->hello_pending || outbox->status_pending || outbox->event_count > 0;
}

bool outbox_write_data(struct outbox *outbox, const struct sampler_frame *frame, enum message_imu imu,
                       const int16_t values[IMU_AXES])
{
    if (hal_uart_room() < MESSAGE_DATA_MAX) {
        return false;
    }
    write_line(outbox, message_data(outbox->line, frame, imu, values));
    outbox->counts.sent++;
    return true;
}

bool outbox_has_room_for_answer(const struct outbox *outbox)
{
    return !outbox->hello_pending && has_room_for_short();
}

void outbox_answer(struct outbox *outbox, const struct command_line *command, const char *reason,
                   uint16_t rate_hundredths)
{
    if (reason != NULL) {
        outbox->counts.refused++;
    }
    write_line(outbox, message_answer(outbox->line, command, reason, rate_hundredths));
}

void outbox_write_announcement(struct outbox *outbox, const struct outbox_subject *subject)
{
    if (outbox->hello_pending) {
        if (hal_uart_room() >= MESSAGE_LINE_MAX) {
            write_line(outbox,
                       message_hello(outbox->line, subject->identity, subject->settings, subject->imu));
            outbox->hello_pending = false;
        }
        return;
    }
    for (uint8_t i = 0; i < HAL_STRIPS && has_room_for_short(); i++) {
        uint8_t bit = (uint8_t)(1u << i);
        if (outbox->calibrations_pending & bit) {
            write_line(outbox, message_calibration(outbox->line, subject->settings, i));
            outbox->calibrations_pending = (uint8_t)(outbox->calibrations_pending & ~bit);
        }
    }
}

void outbox_write_events(struct outbox *outbox)
{
    if (outbox->event_count > 0 && has_room_for_short()) {
        const struct outbox_event *event = &outbox->event[0];
        write_line(outbox, message_event(outbox->line, event->t_us, event->kind, event->value));
        outbox->event_count--;
        memmove(&outbox->event[0], &outbox->event[1], outbox->event_count * sizeof outbox->event[0]);
    }
}

void outbox_write_status(struct outbox *outbox, uint32_t now_us, uint32_t overrun)
{
    if (now_us - outbox->status_due_us >= TX_QUEUE_STATUS_PERIOD_US) {
        outbox->status_due_us += TX_QUEUE_STATUS_PERIOD_US;
        outbox->status_pending = true;
    }
    if (outbox->status_pending && has_room_for_short()) {
        struct message_counts counts = outbox->counts;
        counts.dropped += overrun;
        write_line(outbox, message_status(outbox->line, now_us, &counts));
        outbox->status_pending = false;
    }
}
