/* SPDX-License-Identifier: MIT */
/*
 * The lines on their way out. What is to be said waits here until the transmit ring has room for the whole
 * line, so that no line is ever torn. Frames do not wait here: whoever has one asks again, or drops it.
 */
#ifndef TX_QUEUE_H
#define TX_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "message.h"

#define TX_QUEUE_EVENTS 4
#define TX_QUEUE_STATUS_PERIOD_US 1000000u

/* What H and C lines tell of. */
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

/* All zero: nothing waits. */
struct tx_queue {
    bool hello_pending;
    uint8_t calibrations_pending; /* a bit for each strip */
    bool status_pending;
    uint32_t status_due_us; /* when the last status was due */
    struct tx_queue_event event[TX_QUEUE_EVENTS];
    uint8_t event_count;
    struct message_counts counts; /* of this boot; `dropped` and `imu_failed` are the owner's to count */
    char line[MESSAGE_LINE_MAX];
};

/* Say who the device is: H, then all C lines. */
void tx_queue_announce(struct tx_queue *tx_queue);
/* Say H alone. */
void tx_queue_announce_hello(struct tx_queue *tx_queue);
/* Say one strip's calibration. */
void tx_queue_announce_strip(struct tx_queue *tx_queue, uint8_t strip);
/* Whether H and C lines still wait. */
bool tx_queue_is_announcing(const struct tx_queue *tx_queue);

/* Tell an event, with its value if it has one. One for which there is no place is counted and forgotten. */
void tx_queue_add_event(struct tx_queue *tx_queue, enum message_event kind, uint32_t t_us, uint8_t value);

/* Whether H, an event or the status waits. They go before readings: on a line that is full they would not
 * find room otherwise, and it is they that tell what is lost, and what the readings mean. */
bool tx_queue_has_urgent(const struct tx_queue *tx_queue);

/* Write a D line; false when there is no room for it yet. */
bool tx_queue_write_data(struct tx_queue *tx_queue, const struct sampler_frame *frame, enum message_imu imu,
                         const int16_t values[IMU_AXES]);

/* Answer a command. Ask first whether there is room: an H line, which needs much, goes before. */
bool tx_queue_can_answer(const struct tx_queue *tx_queue);
void tx_queue_answer(struct tx_queue *tx_queue, const struct command_line *command, const char *reason,
                     uint16_t rate_hundredths);

/* Write the H and C lines that wait, as far as there is room. */
void tx_queue_write_announcement(struct tx_queue *tx_queue, const struct tx_queue_sources *subject);
/* Write an event that waits, and the status every second. `overrun`: frames dropped before anyone took them.
 */
void tx_queue_write_events(struct tx_queue *tx_queue);
void tx_queue_write_status(struct tx_queue *tx_queue, uint32_t now_us, uint32_t overrun);

#endif
