/* SPDX-License-Identifier: MIT */
/*
 * The lines that wait to be sent, until the UART's buffer has space for the whole line: no line is ever torn.
 * Frames do not wait here: their owner tries again, or drops them.
 */
#ifndef TX_QUEUE_H
#define TX_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "message.h"

#define TX_QUEUE_EVENTS 4
#define TX_QUEUE_STATUS_PERIOD_US 1000000u

/* What H and C lines describe. */
struct tx_queue_sources {
    const struct identity *identity;
    const struct settings *settings;
    const struct imu *imu;
};

struct tx_queue_event {
    uint32_t t_us;
    enum message_event kind;
    uint8_t value;
};

/* All zero: empty. */
struct tx_queue {
    bool hello_pending;
    uint8_t calibrations_pending; /* a bit for each strip */
    bool status_pending;
    uint32_t status_due_us; /* when the last status was due */
    struct tx_queue_event event[TX_QUEUE_EVENTS];
    uint8_t event_count;
    struct message_counts counts; /* the owner counts `dropped` and `imu_failed` */
    char line[MESSAGE_LINE_MAX];
};

/* Queue H and all C lines. */
void tx_queue_announce(struct tx_queue *tx_queue);
/* Queue H. */
void tx_queue_announce_hello(struct tx_queue *tx_queue);
/* Queue a strip's C line. */
void tx_queue_announce_strip(struct tx_queue *tx_queue, uint8_t strip);
/* Whether H or C lines wait. */
bool tx_queue_is_announcing(const struct tx_queue *tx_queue);

/* Queue an event, with its value if it has one. If the queue is full it is counted as lost. */
void tx_queue_add_event(struct tx_queue *tx_queue, enum message_event kind, uint32_t t_us, uint8_t value);

/* Whether H, an event or the status waits. They come before readings, or on a full line they would never be
 * sent; and they say what was lost and what the readings mean. */
bool tx_queue_has_urgent(const struct tx_queue *tx_queue);

/* Send a D line; false when there is no space for it yet. */
bool tx_queue_write_data(struct tx_queue *tx_queue, const struct sampler_frame *frame, enum message_imu imu,
                         const int16_t values[IMU_AXES]);

/* Answer a command. Check first that there is space: a pending H line, which needs much, comes first. */
bool tx_queue_can_answer(const struct tx_queue *tx_queue);
void tx_queue_answer(struct tx_queue *tx_queue, const struct command_line *command, const char *reason,
                     uint16_t rate_hundredths);

/* Send pending H and C lines, as far as there is space. */
void tx_queue_write_announcement(struct tx_queue *tx_queue, const struct tx_queue_sources *subject);
/* Send a pending event; send the status every second. `overrun`: frames that the sampler dropped. */
void tx_queue_write_events(struct tx_queue *tx_queue);
void tx_queue_write_status(struct tx_queue *tx_queue, uint32_t now_us, uint32_t overrun);

#endif
