/* SPDX-License-Identifier: MIT */
#include "device.h"

#include <string.h>

#include "button.h"
#include "commands.h"
#include "hal.h"
#include "imu_mpu6050.h"
#include "messages.h"
#include "sampler.h"
#include "settings.h"

#define STATUS_US 1000000u
#define FLASH_MARK_US 100000u
#define FLASH_ZERO_US 1000000u
#define EVENTS_MAX 4
#define RATE_MHZ (1000000000u / SAMPLER_PERIOD_US)
#define CALIBRATIONS_ALL ((uint8_t)((1u << HAL_STRIPS) - 1))

struct event {
    uint32_t t_us;
    enum message_event kind;
};

/* How far the frame in hand is. */
enum stage { STAGE_NONE, STAGE_READING_IMU, STAGE_READY };

static struct device {
    struct sampler sampler;
    struct imu imu;
    struct settings settings;
    struct identity identity;
    struct button button;
    struct command_line command;
    struct message_counts counts;

    struct sampler_frame frame;
    enum stage stage;
    enum message_imu frame_imu;
    int16_t imu_values[IMU_AXES];

    /* Lines that wait for room. */
    bool hello_waits;
    uint8_t calibrations_wait; /* a bit for each strip */
    bool status_waits;
    struct event event[EVENTS_MAX];
    uint8_t event_count;

    bool streaming; /* the first H and C lines are out */
    uint32_t status_us;
    bool lit;
    uint32_t lit_us;
    uint32_t lit_for_us;
    char line[MESSAGE_LINE_MAX];
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
    hal_init();
    settings_load(&device.settings);
    identity_load(&device.identity);
    hal_start_sampling();
    imu_init(&device.imu, sampler_now_us(&device.sampler));
}

/* ---- Events ---- */

static void light(uint32_t now_us, uint32_t for_us)
{
    device.lit = true;
    device.lit_us = now_us;
    device.lit_for_us = for_us;
    hal_set_led(true);
}

static void add_event(enum message_event kind, uint32_t t_us)
{
    if (device.event_count == EVENTS_MAX) {
        device.counts.events_lost++;
        return;
    }
    device.event[device.event_count].kind = kind;
    device.event[device.event_count].t_us = t_us;
    device.event_count++;
}

static void zero(uint32_t now_us)
{
    add_event(MESSAGE_EVENT_ZERO, now_us);
    light(now_us, FLASH_ZERO_US);
}

static void poll_button(uint32_t now_us)
{
    switch (button_update(&device.button, hal_button_is_down(), now_us)) {
    case BUTTON_MARK:
        add_event(MESSAGE_EVENT_MARK, device.button.pressed_us);
        light(now_us, FLASH_MARK_US);
        break;
    case BUTTON_ZERO:
        zero(now_us);
        break;
    case BUTTON_NOTHING:
        break;
    }
    if (device.lit && now_us - device.lit_us >= device.lit_for_us) {
        device.lit = false;
        hal_set_led(false);
    }
}

/* ---- Frames ---- */

static void announce(void)
{
    device.hello_waits = true;
    device.calibrations_wait = CALIBRATIONS_ALL;
}

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
        announce();
        break;
    case IMU_READ:
        imu_values(&device.imu, device.imu_values);
        finish_frame(MESSAGE_IMU_VALUES);
        break;
    case IMU_LOST:
        add_event(MESSAGE_EVENT_IMU_LOST, now_us);
        device.counts.imu_failed++;
        finish_frame(MESSAGE_IMU_EMPTY);
        break;
    case IMU_FAILED:
        device.counts.imu_failed++;
        finish_frame(MESSAGE_IMU_EMPTY);
        break;
    case IMU_BACK:
        add_event(MESSAGE_EVENT_IMU_BACK, now_us);
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
        device.counts.dropped++;
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
        announce();
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
        device.calibrations_wait = (uint8_t)(device.calibrations_wait | 1u << command->strip);
        return NULL;
    case COMMAND_REFUSED:
        break;
    }
    return command->reason;
}

static void write_line(uint16_t length)
{
    hal_uart_write(device.line, length);
}

/* One command at a time, and none before its answer has room. */
static void poll_commands(uint32_t now_us)
{
    uint8_t byte;
    while (hal_uart_room() >= MESSAGE_SHORT_MAX && hal_uart_read(&byte)) {
        if (command_line_take(&device.command, byte)) {
            struct command command;
            command_parse(&device.command, &command);
            const char *reason = obey(&command, now_us);
            device.counts.refused += reason != NULL;
            write_line(message_answer(device.line, &device.command, reason));
            command_line_clear(&device.command);
        }
    }
}

/* ---- Output ---- */

static void write_frame(void)
{
    if (device.streaming && device.stage == STAGE_READY && hal_uart_room() >= MESSAGE_DATA_MAX) {
        write_line(message_data(device.line, &device.frame, device.frame_imu, device.imu_values));
        device.stage = STAGE_NONE;
        device.counts.sent++;
    }
}

static void write_event(void)
{
    if (device.event_count > 0 && hal_uart_room() >= MESSAGE_SHORT_MAX) {
        write_line(message_event(device.line, device.event[0].t_us, device.event[0].kind));
        device.event_count--;
        memmove(&device.event[0], &device.event[1], device.event_count * sizeof device.event[0]);
    }
}

/* H, then the C lines in their order. */
static void write_announcement(void)
{
    if (device.hello_waits) {
        if (hal_uart_room() >= MESSAGE_LINE_MAX) {
            write_line(message_hello(device.line, &device.identity, &device.settings, &device.imu));
            device.hello_waits = false;
        }
        return;
    }
    for (uint8_t i = 0; i < HAL_STRIPS && hal_uart_room() >= MESSAGE_SHORT_MAX; i++) {
        uint8_t bit = (uint8_t)(1u << i);
        if (device.calibrations_wait & bit) {
            write_line(message_calibration(device.line, &device.settings, i));
            device.calibrations_wait = (uint8_t)(device.calibrations_wait & ~bit);
        }
    }
}

static void write_status(uint32_t now_us)
{
    if (now_us - device.status_us >= STATUS_US) {
        device.status_us += STATUS_US;
        device.status_waits = true;
    }
    if (device.status_waits && hal_uart_room() >= MESSAGE_SHORT_MAX) {
        struct message_counts counts = device.counts;
        counts.dropped += sampler_dropped(&device.sampler);
        write_line(message_status(device.line, now_us, &counts));
        device.status_waits = false;
    }
}

/* The stream begins behind the first H and C lines. */
static void start_stream(uint32_t now_us)
{
    bool told = imu_was_there(&device.imu) || device.imu.state == IMU_STATE_NONE;
    if (told && !device.hello_waits && device.calibrations_wait == 0) {
        device.streaming = true;
        device.status_us = now_us;
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
        poll_commands(now_us);
        write_event();
        write_status(now_us);
    } else {
        start_stream(now_us);
    }
    hal_sleep();
}
