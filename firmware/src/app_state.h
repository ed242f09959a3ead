/* SPDX-License-Identifier: MIT */
/* The state of the main program, shared by app.c and app_commands.c. */
#pragma once

#include "button.h"
#include "command.h"
#include "imu_mpu6050.h"
#include "imu_watch.h"
#include "led.h"
#include "sampler.h"
#include "settings.h"
#include "strip_watch.h"
#include "tx_queue.h"

/* Progress of the current frame. */
enum stage {
    STAGE_NONE,        /* there is no frame, or it has been sent */
    STAGE_READING_IMU, /* the strips are known; the IMU is being read */
    STAGE_READY        /* complete, but not sent yet */
};

struct app {
    struct sampler sampler;
    struct imu imu;
    struct imu_watch imu_watch;
    struct settings settings;
    struct identity identity;
    struct button button;
    struct led led;
    struct command_line command;
    struct tx_queue tx_queue;
    struct strip_watch strip_watch;

    struct sampler_frame frame;
    enum stage stage;
    enum message_imu frame_imu; /* IMU fields of `frame`; valid in STAGE_READY; the values are those of `imu` */

    bool streaming;        /* the first H and C lines have been sent */
    uint32_t pending_baud; /* baud rate to switch to once everything is sent; 0 = none */
};

/* Execute a command that changes or saves the settings. A change takes effect at once; W saves it. Returns
 * NULL, or the reason for refusing the command, a string in flash. */
const char *app_execute_setting(struct app *app, const struct command *command);

/* Lower the frame rate until the baud rate can carry it. Call it at boot when the search for the IMU has ended, because
 * IMU fields make the lines longer. */
void app_lower_rate_to_fit(struct app *app);
