/* SPDX-License-Identifier: MIT */
#include "app.h"

#include <string.h>

#include "app_state.h"
#include "button.h"
#include "message.h"
#include "rate.h"
#include "strip_watch.h"
#include "tx_queue.h"
#include "wire/vocabulary.h"

static struct app app;

uint8_t hal_on_conversion(uint16_t reading)
{
    bool scan_done = false;
    uint8_t channel = sampler_on_conversion(&app.sampler, reading, &scan_done);
    if (scan_done)
        hal_wake();
    return channel;
}

void app_setup(void)
{
    memset(&app, 0, sizeof app);
    sampler_init(&app.sampler);
    button_init(&app.button);
    hal_init();
    settings_load(&app.settings);
    identity_load(&app.identity);
    if (hal_button_is_down()) {
        /* This lets a user recover from a saved baud rate that the host does not support. */
        settings_set_baud(&app.settings, WIRE_BAUD_DEFAULT);
    }
    hal_uart_set_baud(settings_baud(&app.settings));
    /* End the line that a reset may have torn, so that it does not spoil H. */
    char newline = '\n';
    hal_uart_write(&newline, 1);
    hal_start_sampling();
    imu_init(&app.imu, sampler_now_us(&app.sampler));
}

/* ---- Events ---- */

static void add_zero_event(uint32_t t_us, uint32_t now_us)
{
    tx_queue_add_event(&app.tx_queue, MESSAGE_EVENT_ZERO, t_us, 0);
    led_blink(&app.led, 1, LED_BLINK_MS, now_us);
}

static void poll_button(uint32_t now_us)
{
    switch (button_update(&app.button, hal_button_is_down(), now_us)) {
    case BUTTON_MARK:
        tx_queue_add_event(&app.tx_queue, MESSAGE_EVENT_MARK, app.button.pressed_us, 0);
        led_blink(&app.led, 1, LED_FLASH_MS, now_us);
        break;
    case BUTTON_ZERO: add_zero_event(app.button.changed_us, now_us); break;
    case BUTTON_KNEE:
        tx_queue_add_event(&app.tx_queue, MESSAGE_EVENT_KNEE, app.button.changed_us, 0);
        led_blink(&app.led, 2, LED_BLINK_MS, now_us);
        break;
    case BUTTON_NONE: break;
    }
    led_update(&app.led, button_pending(&app.button, now_us) == BUTTON_ZERO, now_us);
}

/* ---- Frames ---- */

/* Complete the current frame when its IMU reading has ended. There may be no current frame: a change of the rate during
 * the reading drops it. */
static void finish_frame(enum message_imu imu)
{
    if (app.stage == STAGE_READING_IMU) {
        app.frame_imu = imu;
        app.stage = STAGE_READY;
    }
}

static void finish_frame_without_imu(void)
{
    app.tx_queue.counts.imu_failed++;
    finish_frame(MESSAGE_IMU_EMPTY);
}

static void report_lost_imu(uint32_t now_us)
{
    tx_queue_add_event(&app.tx_queue, MESSAGE_EVENT_IMU_LOST, now_us, 0);
    finish_frame_without_imu();
}

static void use_imu_reading(uint32_t now_us)
{
    if (imu_watch_update(&app.imu_watch, &app.frame, imu_unchanged_us(&app.imu, now_us))) {
        imu_lose_frozen(&app.imu, now_us);
        report_lost_imu(now_us);
    } else {
        finish_frame(MESSAGE_IMU_VALUES);
    }
}

static void poll_imu(uint32_t now_us)
{
    switch (imu_poll(&app.imu, now_us)) {
    case IMU_FOUND:
    case IMU_ABSENT:
        app_lower_rate_to_fit(&app);
        tx_queue_announce(&app.tx_queue);
        break;
    case IMU_READ: use_imu_reading(now_us); break;
    case IMU_LOST: report_lost_imu(now_us); break;
    case IMU_FAILED: finish_frame_without_imu(); break;
    case IMU_BACK: tx_queue_add_event(&app.tx_queue, MESSAGE_EVENT_IMU_BACK, now_us, 0); break;
    case IMU_NO_EVENT: break;
    }
}

/* Report the state of a strip if it has changed. */
static void report_strip_state(void)
{
    static const uint8_t event_of_state[] = {
        [STRIP_OK] = MESSAGE_EVENT_STRIP_OK,
        [STRIP_OPEN] = MESSAGE_EVENT_STRIP_OPEN,
        [STRIP_SHORT] = MESSAGE_EVENT_STRIP_SHORT,
    };
    uint8_t strip;
    enum strip_state state;
    if (strip_watch_update(&app.strip_watch, &app.frame, app.settings.bias_resistors, &strip, &state))
        tx_queue_add_event(&app.tx_queue, (enum message_event)event_of_state[state], app.frame.t_us, strip);
}

/* Take the next frame from the sampler and start its IMU reading. Drop the previous frame if it is still unsent,
 * because waiting for it would delay the reading. */
static void poll_frames(uint32_t now_us)
{
    if (app.stage == STAGE_READING_IMU || !sampler_has_frame(&app.sampler))
        return;
    if (app.stage == STAGE_READY)
        app.tx_queue.counts.dropped++;
    sampler_pop_frame(&app.sampler, &app.frame);
    report_strip_state();
    app.stage = STAGE_READING_IMU;
    if (!imu_is_detected(&app.imu))
        finish_frame(MESSAGE_IMU_ABSENT);
    else if (!imu_start_reading(&app.imu, now_us))
        finish_frame(MESSAGE_IMU_EMPTY);
}

/* ---- Commands ---- */

/* Execute a command. Returns NULL, or the reason for refusing it, a string in flash. */
static const char *execute_command(const struct command *command, uint32_t now_us)
{
    switch (command->kind) {
    case COMMAND_REFUSED: return command->reason;
    case COMMAND_IDENTIFY: tx_queue_announce(&app.tx_queue); return NULL;
    case COMMAND_ZERO: add_zero_event(now_us, now_us); return NULL;
    default: return app_execute_setting(&app, command);
    }
}

/* Execute received commands while there is space for a reply, until a command changes the baud rate. */
static void execute_received_commands(uint32_t now_us)
{
    uint8_t byte;
    while (app.pending_baud == 0 && tx_queue_has_space_for_reply(&app.tx_queue) && hal_uart_read(&byte)) {
        if (command_line_add(&app.command, byte)) {
            struct command command;
            command_parse(&app.command, &command);
            const char *reason = execute_command(&command, now_us);
            uint16_t rate_hundredths =
                command.kind == COMMAND_RATE ? rate_in_hundredths(app.settings.scans_per_frame) : 0;
            tx_queue_write_reply(&app.tx_queue, &app.command, reason, rate_hundredths);
            command_line_clear(&app.command);
        }
    }
}

/* ---- Output ---- */

/* Send the current frame if it is ready and no urgent line is pending. */
static void write_frame(void)
{
    if (app.stage != STAGE_READY || tx_queue_has_urgent(&app.tx_queue) || !tx_queue_has_space_for_data())
        return;
    int16_t imu_values[IMU_AXES];
    imu_get_values(&app.imu, imu_values);
    tx_queue_write_data(&app.tx_queue, &app.frame, app.frame_imu, imu_values);
    app.stage = STAGE_NONE;
}

static void write_announcement(void)
{
    const struct tx_queue_sources sources = {&app.identity, &app.settings, &app.imu};
    tx_queue_write_announcement(&app.tx_queue, &sources);
}

/* Start the frames if the search for the IMU has ended and the first H and C lines have been sent. */
static void start_stream_if_ready(uint32_t now_us)
{
    bool imu_search_ended = imu_is_detected(&app.imu) || app.imu.state == IMU_STATE_ABSENT;
    if (imu_search_ended && !tx_queue_is_announcing(&app.tx_queue)) {
        app.streaming = true;
        app.tx_queue.status_due_us = now_us;
        sampler_start_frames(&app.sampler);
    }
}

/* Send as many pending lines as fit into the transmit ring. */
static void write_lines(uint32_t now_us)
{
    write_frame();
    write_announcement();
    if (app.streaming) {
        tx_queue_write_event(&app.tx_queue);
        tx_queue_write_status(&app.tx_queue, now_us, sampler_dropped(&app.sampler));
    }
}

/* Switch the baud rate if the reply to command B, the last line at the old rate, has been sent. */
static void switch_baud_if_reply_sent(void)
{
    if (hal_uart_is_empty()) {
        hal_uart_set_baud(app.pending_baud);
        app.pending_baud = 0;
    }
}

void app_loop(void)
{
    uint32_t now_us = sampler_now_us(&app.sampler);
    hal_feed_watchdog();
    poll_imu(now_us);
    poll_frames(now_us);
    poll_button(now_us);
    settings_poll(&app.settings);

    if (app.pending_baud != 0) {
        switch_baud_if_reply_sent();
    } else {
        write_lines(now_us);
        if (app.streaming) {
            /* Commands are handled last, so that replies to a flood of commands cannot crowd out the other lines. */
            execute_received_commands(now_us);
        } else {
            start_stream_if_ready(now_us);
        }
    }
    hal_sleep();
}
