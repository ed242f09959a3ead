/* SPDX-License-Identifier: MIT */
#include "device.h"

#include <string.h>

#include "button.h"
#include "commands.h"
#include "hal.h"
#include "imu_mpu6050.h"
#include "outbox.h"
#include "sampler.h"
#include "settings.h"

#define FLASH_MARK_US 100000u
#define FLASH_ZERO_US 1000000u
#define RATE_MHZ (1000000000u / SAMPLER_PERIOD_US)

/* How far the frame in hand is. */
enum stage { STAGE_NONE, STAGE_READING_IMU, STAGE_READY };

static struct device {
    struct sampler sampler;
    struct imu imu;
    struct settings settings;
    struct identity identity;
    struct button button;
    struct command_line command;
    struct outbox outbox;

    struct sampler_frame frame;
    enum stage stage;
    enum message_imu frame_imu;
    int16_t imu_values[IMU_AXES];

    bool streaming; /* the first H and C lines are out */
    uint32_t lit_us;
    uint32_t lit_for_us;
} device;

uint8_t hal_on_conversion(uint16_t reading)
{
    bool scan_done = false;
    uint8_t channel = sampler_conversion(&device.sampler, reading, &scan_done);
    if (scan_done) {
        hal_wake();
    }
    return channel;
}

void device_setup(void)
{
    memset(&device, 0, sizeof device);
    sampler_init(&device.sampler);
    button_init(&device.button);
    hal_init();
    settings_load(&device.settings);
    identity_load(&device.identity);
    hal_start_sampling();
    imu_init(&device.imu, sampler_now_us(&device.sampler));
}

/* ---- Events ---- */

static void light(uint32_t now_us, uint32_t for_us)
{
    device.lit_us = now_us;
    device.lit_for_us = for_us;
    hal_set_led(true);
}

static void zero(uint32_t now_us)
{
    outbox_add_event(&device.outbox, MESSAGE_EVENT_ZERO, now_us);
    light(now_us, FLASH_ZERO_US);
}

static void poll_button(uint32_t now_us)
{
    switch (button_update(&device.button, hal_button_is_down(), now_us)) {
    case BUTTON_MARK:
        outbox_add_event(&device.outbox, MESSAGE_EVENT_MARK, device.button.pressed_us);
        light(now_us, FLASH_MARK_US);
        break;
    case BUTTON_ZERO:
        zero(now_us);
        break;
    case BUTTON_NOTHING:
        break;
    }
    if (now_us - device.lit_us >= device.lit_for_us) {
        hal_set_led(false);
    }
}

/* ---- Frames ---- */

/* The frame in hand has its IMU values, or will not get any. */
static void finish_frame(enum message_imu imu)
{
    if (device.stage == STAGE_READING_IMU) {
        device.frame_imu = imu;
        device.stage = STAGE_READY;
    }
}

static void poll_imu(uint32_t now_us)
{
    switch (imu_poll(&device.imu, now_us)) {
    case IMU_FOUND:
    case IMU_NONE:
        outbox_announce(&device.outbox);
        break;
    case IMU_READ:
        imu_values(&device.imu, device.imu_values);
        finish_frame(MESSAGE_IMU_VALUES);
        break;
    case IMU_LOST:
        outbox_add_event(&device.outbox, MESSAGE_EVENT_IMU_LOST, now_us);
        device.outbox.counts.imu_failed++;
        finish_frame(MESSAGE_IMU_EMPTY);
        break;
    case IMU_FAILED:
        device.outbox.counts.imu_failed++;
        finish_frame(MESSAGE_IMU_EMPTY);
        break;
    case IMU_BACK:
        outbox_add_event(&device.outbox, MESSAGE_EVENT_IMU_BACK, now_us);
        break;
    case IMU_NOTHING:
        break;
    }
}

/* A frame that finds no room by the time the next one is complete is dropped whole: kept, it would only make
 * the next one's IMU values late. */
static void poll_frames(uint32_t now_us)
{
    if (device.stage == STAGE_READING_IMU || !sampler_has_frame(&device.sampler)) {
        return;
    }
    if (device.stage == STAGE_READY) {
        device.outbox.counts.dropped++;
    }
    sampler_take_frame(&device.sampler, &device.frame);
    device.stage = STAGE_READING_IMU;
    if (!imu_was_there(&device.imu)) {
        finish_frame(MESSAGE_IMU_ABSENT);
    } else if (!imu_start_reading(&device.imu, now_us)) {
        finish_frame(MESSAGE_IMU_EMPTY);
    }
}

/* ---- Commands ---- */

/* Do it; NULL, or why not, as a flash text. */
static const char *obey(const struct command *command, uint32_t now_us)
{
    struct settings_strip *strip = &device.settings.strip[command->strip];
    switch (command->kind) {
    case COMMAND_IDENTIFY:
        outbox_announce(&device.outbox);
        return NULL;
    case COMMAND_ZERO:
        zero(now_us);
        return NULL;
    case COMMAND_RATE:
        /* Asked for in whole or rounded hertz, the one rate there is will do. */
        return (command->rate_mhz + 500) / 1000 == RATE_MHZ / 1000 ? NULL
                                                                   : HAL_FLASH("the only rate is 100.16 Hz");
    case COMMAND_CALIBRATE:
    case COMMAND_SAVE:
        if (settings_is_saving(&device.settings)) {
            return HAL_FLASH("still saving; try again");
        }
        if (command->kind == COMMAND_SAVE) {
            settings_save(&device.settings);
            return NULL;
        }
        strip->k_dn = command->k_dn;
        strip->p_milli = command->p_milli;
        strip->measured = true;
        outbox_announce_strip(&device.outbox, command->strip);
        return NULL;
    case COMMAND_REFUSED:
        break;
    }
    return command->reason;
}

/* One command at a time, and none before its answer has room. */
static void poll_commands(uint32_t now_us)
{
    uint8_t byte;
    while (outbox_has_room_for_answer(&device.outbox) && hal_uart_read(&byte)) {
        if (command_line_take(&device.command, byte)) {
            struct command command;
            command_parse(&device.command, &command);
            const char *reason = obey(&command, now_us);
            outbox_answer(&device.outbox, &device.command, reason);
            command_line_clear(&device.command);
        }
    }
}

/* ---- Output ---- */

static void write_frame(void)
{
    if (device.stage == STAGE_READY &&
        outbox_write_data(&device.outbox, &device.frame, device.frame_imu, device.imu_values)) {
        device.stage = STAGE_NONE;
    }
}

static void write_announcement(void)
{
    const struct outbox_subject subject = {&device.identity, &device.settings, &device.imu};
    outbox_write_announcement(&device.outbox, &subject);
}

/* The stream begins behind the first H and C lines. */
static void start_stream(uint32_t now_us)
{
    bool told = imu_was_there(&device.imu) || device.imu.state == IMU_STATE_NONE;
    if (told && !outbox_is_announcing(&device.outbox)) {
        device.streaming = true;
        device.outbox.status_us = now_us;
        sampler_start_frames(&device.sampler);
    }
}

void device_loop(void)
{
    uint32_t now_us = sampler_now_us(&device.sampler);
    hal_feed_watchdog();
    poll_imu(now_us);
    poll_frames(now_us);
    poll_button(now_us);
    settings_poll(&device.settings);

    write_frame();
    write_announcement();
    if (device.streaming) {
        outbox_write_events(&device.outbox);
        outbox_write_status(&device.outbox, now_us, sampler_dropped(&device.sampler));
        /* Last, so that answers to a flood of commands take only the room that is left. */
        poll_commands(now_us);
    } else {
        start_stream(now_us);
    }
    hal_sleep();
}
