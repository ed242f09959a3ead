/* SPDX-License-Identifier: MIT */
#include "app.h"

#include <string.h>

#include "app_state.h"
#include "app_commands.h"

#define FLASH_MARK_US 100000u
#define FLASH_ZERO_US 1000000u

static struct device device;

uint8_t hal_on_conversion(uint16_t reading)
{
    bool scan_done = false;
    uint8_t channel = sampler_on_conversion(&device.sampler, reading, &scan_done);
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
    if (hal_button_is_down()) {
        /* The way back from a baud rate that the host cannot do. */
        settings_set_baud(&device.settings, RATE_BAUD_DEFAULT);
    }
    hal_uart_set_baud(settings_baud(&device.settings));
    hal_start_sampling();
    imu_init(&device.imu, sampler_now_us(&device.sampler));
}

/* ---- Events ---- */

static void light(uint32_t now_us, uint32_t for_us)
{
    device.led_on_since_us = now_us;
    device.led_on_for_us = for_us;
    hal_set_led(true);
}

static void zero(uint32_t now_us)
{
    outbox_add_event(&device.outbox, MESSAGE_EVENT_ZERO, now_us, 0);
    light(now_us, FLASH_ZERO_US);
}

static void poll_button(uint32_t now_us)
{
    switch (button_update(&device.button, hal_button_is_down(), now_us)) {
    case BUTTON_MARK:
        outbox_add_event(&device.outbox, MESSAGE_EVENT_MARK, device.button.pressed_us, 0);
        light(now_us, FLASH_MARK_US);
        break;
    case BUTTON_ZERO:
        zero(now_us);
        break;
    case BUTTON_NONE:
        break;
    }
    if (now_us - device.led_on_since_us >= device.led_on_for_us) {
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
    case IMU_ABSENT:
        orders_slow_down_to_fit(&device);
        outbox_announce(&device.outbox);
        break;
    case IMU_READ:
        imu_values(&device.imu, device.imu_values);
        finish_frame(MESSAGE_IMU_VALUES);
        break;
    case IMU_LOST:
        outbox_add_event(&device.outbox, MESSAGE_EVENT_IMU_LOST, now_us, 0);
        device.outbox.counts.imu_failed++;
        finish_frame(MESSAGE_IMU_EMPTY);
        break;
    case IMU_FAILED:
        device.outbox.counts.imu_failed++;
        finish_frame(MESSAGE_IMU_EMPTY);
        break;
    case IMU_BACK:
        outbox_add_event(&device.outbox, MESSAGE_EVENT_IMU_BACK, now_us, 0);
        break;
    case IMU_NO_EVENT:
        break;
    }
}

static void watch_strips(void)
{
    static const uint8_t EVENT[] = {MESSAGE_EVENT_STRIP_OK, MESSAGE_EVENT_STRIP_OPEN,
                                    MESSAGE_EVENT_STRIP_SHORT};
    uint8_t strip;
    enum strip_state state;
    if (strip_watch_look(&device.strip_watch, &device.frame, device.settings.biased, &strip, &state)) {
        outbox_add_event(&device.outbox, (enum message_event)EVENT[state], device.frame.t_us, strip);
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
    sampler_pop_frame(&device.sampler, &device.frame);
    watch_strips();
    device.stage = STAGE_READING_IMU;
    if (!imu_is_detected(&device.imu)) {
        finish_frame(MESSAGE_IMU_ABSENT);
    } else if (!imu_start_reading(&device.imu, now_us)) {
        finish_frame(MESSAGE_IMU_EMPTY);
    }
}

/* ---- Commands ---- */

/* Do it; NULL, or why not, as a flash text. */
static const char *obey(const struct command *command, uint32_t now_us)
{
    switch (command->kind) {
    case COMMAND_REJECTED:
        return command->reason;
    case COMMAND_IDENTIFY:
        outbox_announce(&device.outbox);
        return NULL;
    case COMMAND_ZERO:
        zero(now_us);
        return NULL;
    default:
        return orders_obey(&device, command);
    }
}

/* One command at a time, and none before its answer has room. */
static void poll_commands(uint32_t now_us)
{
    uint8_t byte;
    while (device.pending_baud == 0 && outbox_has_room_for_answer(&device.outbox) && hal_uart_read(&byte)) {
        if (command_line_add(&device.command, byte)) {
            struct command command;
            command_parse(&device.command, &command);
            const char *reason = obey(&command, now_us);
            uint16_t rate = command.kind == COMMAND_RATE ? rate_in_hundredths(device.settings.scans) : 0;
            outbox_answer(&device.outbox, &device.command, reason, rate);
            command_line_clear(&device.command);
        }
    }
}

/* ---- Output ---- */

static void write_frame(void)
{
    if (outbox_has_news(&device.outbox)) {
        return;
    }
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
    bool told = imu_is_detected(&device.imu) || device.imu.state == IMU_STATE_ABSENT;
    if (told && !outbox_is_announcing(&device.outbox)) {
        device.streaming = true;
        device.outbox.status_due_us = now_us;
        sampler_start_frames(&device.sampler);
    }
}

/* Everything that there is to say now. */
static void write_lines(uint32_t now_us)
{
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
}

/* The answer goes out at the rate before; nothing else does before the switch. */
static void switch_baud(void)
{
    if (hal_uart_is_empty()) {
        hal_uart_set_baud(device.pending_baud);
        device.pending_baud = 0;
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

    if (device.pending_baud != 0) {
        switch_baud();
    } else {
        write_lines(now_us);
    }
    hal_sleep();
}
