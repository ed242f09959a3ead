/* SPDX-License-Identifier: MIT */
/* Lines wait here until the UART's transmit ring has space for the complete line, so no line is ever torn. D
 * lines and replies do not wait here: the caller tries again later, or drops the frame. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "message.h"

#define TX_QUEUE_EVENTS 4 /* capacity for events */
#define TX_QUEUE_STATUS_PERIOD_US 1000000u

/* Sources of the H and C lines. */
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

/* The pending lines. When all bytes are zero, there are none. */
struct tx_queue {
    bool hello_pending;           /* the H line */
    uint8_t calibrations_pending; /* the C lines: a bit for each strip */
    bool status_pending;          /* the S line */
    uint32_t status_due_us;       /* time when the last status was due */
    struct tx_queue_event event[TX_QUEUE_EVENTS];
    uint8_t event_count;
    struct message_counts counts; /* the main loop updates `dropped` and `imu_failed` */
    char line[MESSAGE_LINE_MAX];  /* buffer for the line that is being written */
};

/* Queue the H line and all C lines. */
void tx_queue_announce(struct tx_queue *tx_queue);
/* Queue the H line. */
void tx_queue_announce_hello(struct tx_queue *tx_queue);
/* Queue a strip's C line. */
void tx_queue_announce_strip(struct tx_queue *tx_queue, uint8_t strip);
/* Whether H or C lines are pending. */
bool tx_queue_is_announcing(const struct tx_queue *tx_queue);

/* Queue an event. `value` is ignored unless the event has a value. If the queue is full, the event is counted as
 * lost. */
void tx_queue_add_event(struct tx_queue *tx_queue, enum message_event kind, uint32_t t_us, uint8_t value);

/* Whether an H line, an event or the status is pending. These lines take precedence over D lines, which at full load
 * would otherwise use all of the space. The host needs them to interpret the readings and to count losses. */
bool tx_queue_has_urgent(const struct tx_queue *tx_queue);

/* Whether there is space for a D line. */
bool tx_queue_has_space_for_data(void);
/* Send a D line. Call it only if tx_queue_has_space_for_data. */
void tx_queue_write_data(struct tx_queue *tx_queue, const struct sampler_frame *frame, enum message_imu imu,
                         const int16_t values[IMU_AXES]);

/* Whether there is space for a reply. False while an H line is pending, because it is sent first and needs the most
 * space. */
bool tx_queue_has_space_for_reply(const struct tx_queue *tx_queue);
/* Send the reply to a command; the arguments are those of message_write_reply. Call it only if
 * tx_queue_has_space_for_reply. */
void tx_queue_write_reply(struct tx_queue *tx_queue, const struct command_line *command, const char *reason,
                          uint16_t rate_hundredths);

/* Send pending H and C lines for which there is space. */
void tx_queue_write_announcement(struct tx_queue *tx_queue, const struct tx_queue_sources *sources);
/* Send the oldest event if there is space. */
void tx_queue_write_event(struct tx_queue *tx_queue);
/* Send the status once per second, when there is space. `sampler_dropped` is the number of frames that the
 * sampler has dropped. */
void tx_queue_write_status(struct tx_queue *tx_queue, uint32_t now_us, uint32_t sampler_dropped);
