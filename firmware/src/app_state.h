/* SPDX-License-Identifier: MIT */
/* What the app is made of: for app.c, which runs it, and for app_commands.c, which changes it. */
#ifndef APP_STATE_H
#define APP_STATE_H

#include "button.h"
#include "command.h"
#include "hal.h"
#include "imu_mpu6050.h"
#include "tx_queue.h"
#include "rate.h"
#include "sampler.h"
#include "settings.h"
#include "strip_watch.h"

/* How far the frame in hand is. */
enum stage { STAGE_NONE, STAGE_READING_IMU, STAGE_READY };

struct app {
    struct sampler sampler;
    struct imu imu;
    struct settings settings;
    struct identity identity;
    struct button button;
    struct command_line command;
    struct tx_queue tx_queue;
    struct strip_watch strip_watch;

    struct sampler_frame frame;
    enum stage stage;
    enum message_imu frame_imu;
    int16_t imu_values[IMU_AXES];

    bool streaming;        /* the first H and C lines are out */
    uint32_t pending_baud; /* to switch to once all is sent; 0 = none */
    uint32_t led_on_since_us;
    uint32_t led_on_for_us;
};

#endif
