/* SPDX-License-Identifier: MIT */
/* The state of the app: app.c runs it, app_commands.c changes its settings. */
#ifndef APP_STATE_H
#define APP_STATE_H

#include "button.h"
#include "command.h"
#include "imu_mpu6050.h"
#include "sampler.h"
#include "settings.h"
#include "strip_watch.h"
#include "tx_queue.h"

/* Progress of the current frame. */
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

    bool streaming;        /* the first H and C lines have been sent */
    uint32_t pending_baud; /* baud rate to switch to once everything is sent; 0 = none */
    uint32_t led_on_since_us;
    uint32_t led_duration_us;
};

/* Execute a command that changes or saves the settings. A change takes effect at once; W saves it. Returns
 * NULL, or the reason for a refusal as a flash text. */
const char *app_execute_setting(struct app *app, const struct command *command);

/* Lower the saved rate to one that the baud rate carries; at boot, once the IMU was found or given up. */
void app_lower_rate_to_fit(struct app *app);

#endif
