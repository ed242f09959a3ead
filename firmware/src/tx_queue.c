/* SPDX-License-Identifier: MIT */
#include "tx_queue.h"

#include <string.h>

#include "hal.h"

#define CALIBRATIONS_ALL ((uint8_t)((1u << HAL_STRIPS) - 1))

void tx_queue_announce(struct tx_queue *tx_queue)
{
    tx_queue->hello_pending = true;
    tx_queue->calibrations_pending = CALIBRATIONS_ALL;
}

void tx_queue_announce_hello(struct tx_queue *tx_queue)
{
    tx_queue->hello_pending = true;
}

void tx_queue_announce_strip(struct tx_queue *tx_queue, uint8_t strip)
{
    tx_queue->calibrations_pending = (uint8_t)(tx_queue->calibrations_pending | 1u << strip);
}

bool tx_queue_is_announcing(const struct tx_queue *tx_queue)
{
    return tx_queue->hello_pending || tx_queue->calibrations_pending != 0;
}

void tx_queue_add_event(struct tx_queue *tx_queue, enum message_event kind, uint32_t t_us, uint8_t value)
{
    if (tx_queue->event_count == TX_QUEUE_EVENTS) {
        tx_queue->counts.events_lost++;
        return;
    }
    tx_queue->event[tx_queue->event_count].kind = kind;
    tx_queue->event[tx_queue->event_count].t_us = t_us;
    tx_queue->event[tx_queue->event_count].value = value;
    tx_queue->event_count++;
}

static void write_line(const struct tx_queue *tx_queue, uint16_t length)
{
    hal_uart_write(tx_queue->line, length);
}

static bool has_space_for_short_line(void)
{
    return hal_uart_free_space() >= MESSAGE_SHORT_MAX;
}

bool tx_queue_has_urgent(const struct tx_queue *tx_queue)
{
    return tx_queue->hello_pending || tx_queue->status_pending || tx_queue->event_count > 0;
}

bool tx_queue_has_space_for_data(void)
{
    return hal_uart_free_space() >= MESSAGE_DATA_MAX;
}

void tx_queue_write_data(struct tx_queue *tx_queue, const struct sampler_frame *frame, enum message_imu imu,
                         const int16_t values[IMU_AXES])
{
    write_line(tx_queue, message_write_data(tx_queue->line, frame, imu, values));
    tx_queue->counts.sent++;
}

bool tx_queue_has_space_for_reply(const struct tx_queue *tx_queue)
{
    return !tx_queue->hello_pending && has_space_for_short_line();
}

void tx_queue_write_reply(struct tx_queue *tx_queue, const struct command_line *command, const char *reason,
                          uint16_t rate_hundredths)
{
    if (reason != NULL)
        tx_queue->counts.refused++;
    write_line(tx_queue, message_write_reply(tx_queue->line, command, reason, rate_hundredths));
}

void tx_queue_write_announcement(struct tx_queue *tx_queue, const struct tx_queue_sources *sources)
{
    if (tx_queue->hello_pending) {
        if (hal_uart_free_space() >= MESSAGE_LINE_MAX) {
            write_line(tx_queue,
                       message_write_hello(tx_queue->line, sources->identity, sources->settings, sources->imu));
            tx_queue->hello_pending = false;
        }
        return;
    }
    for (uint8_t i = 0; i < HAL_STRIPS && has_space_for_short_line(); i++) {
        uint8_t bit = (uint8_t)(1u << i);
        if (tx_queue->calibrations_pending & bit) {
            write_line(tx_queue, message_write_calibration(tx_queue->line, sources->settings, i));
            tx_queue->calibrations_pending = (uint8_t)(tx_queue->calibrations_pending & ~bit);
        }
    }
}

void tx_queue_write_event(struct tx_queue *tx_queue)
{
    if (tx_queue->event_count > 0 && has_space_for_short_line()) {
        const struct tx_queue_event *event = &tx_queue->event[0];
        write_line(tx_queue, message_write_event(tx_queue->line, event->t_us, event->kind, event->value));
        tx_queue->event_count--;
        memmove(&tx_queue->event[0], &tx_queue->event[1], tx_queue->event_count * sizeof tx_queue->event[0]);
    }
}

void tx_queue_write_status(struct tx_queue *tx_queue, uint32_t now_us, uint32_t sampler_dropped)
{
    if (now_us - tx_queue->status_due_us >= TX_QUEUE_STATUS_PERIOD_US) {
        tx_queue->status_due_us += TX_QUEUE_STATUS_PERIOD_US;
        tx_queue->status_pending = true;
    }
    if (tx_queue->status_pending && has_space_for_short_line()) {
        struct message_counts counts = tx_queue->counts;
        counts.dropped += sampler_dropped;
        write_line(tx_queue, message_write_status(tx_queue->line, now_us, &counts));
        tx_queue->status_pending = false;
    }
}
