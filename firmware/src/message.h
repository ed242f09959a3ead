/* SPDX-License-Identifier: MIT */
/* The lines that the device sends (vocabulary.h). Each function writes one line into `line` (MESSAGE_LINE_MAX
 * bytes) and returns its length. */
#pragma once

#include <stdint.h>

#include "command.h"
#include "imu_mpu6050.h"
#include "sampler.h"
#include "settings.h"

#define MESSAGE_FIRMWARE_VERSION "0.1.0"
#define MESSAGE_LINE_MAX 228  /* the longest line, H */
#define MESSAGE_DATA_MAX 114  /* the longest D line */
#define MESSAGE_SHORT_MAX 150 /* the longest C, E, S, A or N line */

enum message_imu {
    MESSAGE_IMU_ABSENT, /* the line has no IMU fields */
    MESSAGE_IMU_EMPTY,  /* the IMU fields are empty: the IMU does not answer */
    MESSAGE_IMU_VALUES
};

enum message_event {
    MESSAGE_EVENT_MARK,
    MESSAGE_EVENT_ZERO,
    MESSAGE_EVENT_KNEE,
    MESSAGE_EVENT_IMU_LOST,
    MESSAGE_EVENT_IMU_BACK,
    /* The value of each event from here on is the number of a strip. */
    MESSAGE_EVENT_STRIP_OPEN,
    MESSAGE_EVENT_STRIP_SHORT,
    MESSAGE_EVENT_STRIP_OK
};

/* Counters of this boot. */
struct message_counts {
    uint32_t sent;        /* D lines sent */
    uint32_t dropped;     /* frames dropped before they were sent */
    uint32_t imu_failed;  /* failed readings of the IMU */
    uint32_t refused;     /* refused commands */
    uint32_t events_lost; /* events not sent because the queue was full */
};

/* Write an H line. */
uint16_t message_write_hello(char *line, const struct identity *identity, const struct settings *settings,
                             const struct imu *imu);
/* Write the C line of a strip. */
uint16_t message_write_calibration(char *line, const struct settings *settings, uint8_t strip);
/* Write a D line; `values` is used for MESSAGE_IMU_VALUES only. */
uint16_t message_write_data(char *line, const struct sampler_frame *frame, enum message_imu imu,
                            const int16_t values[IMU_AXES]);
/* Write an E line; `value` is ignored unless the event has a value. */
uint16_t message_write_event(char *line, uint32_t t_us, enum message_event event, uint8_t value);
/* Write an S line. */
uint16_t message_write_status(char *line, uint32_t t_us, const struct message_counts *counts);

/* Write the reply to a command: A if `reason` is NULL, else N with the reason (a string in flash). The A line of a
 * rate command ends with the exact rate, `rate_hundredths` in hundredths of a hertz (0 = not a rate command). */
uint16_t message_write_reply(char *line, const struct command_line *command, const char *reason,
                             uint16_t rate_hundredths);
