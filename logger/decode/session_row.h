/* SPDX-License-Identifier: MIT */
/* One row of a session: written by the decoder, read by the session writer. */
#pragma once

#include "shared/session_format.h"

#include <stdbool.h>
#include <stdint.h>

#define SESSION_ROW_EVENT_SIZE 96

struct session_row {
    int64_t time_us; /* device time since the first frame */
    int64_t host_us; /* host time of reception since the first frame */
    uint16_t seq;
    uint16_t strip[SESSION_STRIPS_MAX]; /* raw counts */
    bool imu_valid;                     /* false = the IMU did not answer, and its columns stay empty */
    int16_t imu[SESSION_IMU_AXES];      /* raw counts: enum session_imu_axis */
    char event[SESSION_ROW_EVENT_SIZE]; /* names joined with '+'; "" = none */
};
