/* SPDX-License-Identifier: MIT */
#include "calibrate/device_client.h"

#include "platform/platform.h"
#include "shared/sanitized_text.h"
#include "serial/open_roller.h"
#include "terminal/status_line.h"
#include "wire/vocabulary.h"

#include <stdio.h>
#include <string.h>

#define READ_WAIT_MS 50
#define IDLE_MAX_US 5000000          /* a roller that sends nothing for longer has failed */
#define DEVICE_INFO_WAIT_US 10000000 /* ample: a board that was reset by opening the port starts after 2 s */
#define ASK_STREAM_AFTER_US 1000000  /* for a pseudo-terminal or a file, since opening it resets no board */
#define REPLY_WAIT_US 3000000

/* ---- Lines ---- */

/* Join the fields of a line with commas, as they were received. */
static void join_fields(const struct wire_line *line, char *text, size_t size)
{
    size_t used = 0;
    *text = '\0';
    for (unsigned i = 0; i < line->field_count && used < size; i++) {
        int length = snprintf(text + used, size - used, "%s%s", i > 0 ? "," : "", line->field[i]);
        used += length > 0 ? (size_t)length : 0;
    }
}

/* Process a reply, which repeats the command and, if it was refused, adds the reason after a comma. Replies to
 * other commands are ignored. */
static void process_reply(struct device_client *roller, const struct wire_line *line)
{
    char text[WIRE_LINE_MAX];
    size_t length = strlen(roller->command);
    join_fields(line, text, sizeof text);
    if (length == 0 || strncmp(text, roller->command, length) != 0 || (text[length] != '\0' && text[length] != ','))
        return;
    roller->command[0] = '\0';
    roller->accepted = line->type == WIRE_ACCEPTED;
    sanitized_text_copy(roller->reason, sizeof roller->reason, text[length] == ',' ? text + length + 1 : "");
}

/* Process a line; true if it is a frame. */
static bool process_line(struct device_client *roller, const struct wire_line *line)
{
    switch (line->type) {
    case WIRE_DATA:
        roller->was_streaming |= !roller->device.known;
        if (!roller->device.known ||
            !wire_decoder_parse_data(&roller->decoder, line, (uint8_t)roller->device.strip_count, &roller->frame))
            return false;
        roller->time_us = session_clock_went_back(&roller->clock, roller->frame.t_us, roller->received_us)
                              ? session_clock_restart(&roller->clock, roller->frame.t_us, roller->received_us, 1)
                              : session_clock_advance(&roller->clock, roller->frame.t_us, roller->received_us);
        return true;
    case WIRE_HELLO: (void)device_info_parse_hello(&roller->device, line); return false;
    case WIRE_CALIBRATION: (void)device_info_parse_calibration(&roller->device, line); return false;
    case WIRE_EVENT:
        roller->button_presses += line->field_count > 1 && strcmp(line->field[1], WIRE_EVENT_MARK) == 0;
        return false;
    case WIRE_ACCEPTED:
    case WIRE_REFUSED: process_reply(roller, line); return false;
    default: return false;
    }
}

/* Process received bytes up to and including the next frame; true if there is one. */
static bool process_bytes(struct device_client *roller)
{
    while (roller->consumed_count < roller->received_count) {
        struct wire_line line;
        bool is_complete = false;
        roller->consumed_count +=
            wire_decoder_feed(&roller->decoder, roller->bytes + roller->consumed_count,
                              roller->received_count - roller->consumed_count, &line, &is_complete);
        if (is_complete && process_line(roller, &line))
            return true;
    }
    return false;
}

enum device_client_event device_client_next(struct device_client *roller, int stop_fd, int wait_ms,
                                            struct failure *failure)
{
    if (process_bytes(roller))
        return DEVICE_CLIENT_FRAME;
    roller->received_count = roller->consumed_count = 0;
    enum link_status status = link_read(&roller->link, stop_fd, roller->bytes, sizeof roller->bytes,
                                        &roller->received_count, wait_ms, failure);
    int64_t now_us = platform_now_us();
    switch (status) {
    case LINK_DATA:
        roller->received_us = now_us;
        return process_bytes(roller) ? DEVICE_CLIENT_FRAME : DEVICE_CLIENT_NO_FRAME;
    case LINK_IDLE:
        if (now_us - roller->received_us < IDLE_MAX_US)
            return DEVICE_CLIENT_NO_FRAME;
        failure_set(failure, EXIT_STATUS_DEVICE, "The roller has sent nothing for %d s.", IDLE_MAX_US / 1000000);
        return DEVICE_CLIENT_FAILED;
    case LINK_STOPPED: return DEVICE_CLIENT_STOPPED;
    case LINK_FAILED: return DEVICE_CLIENT_FAILED;
    default: failure_set(failure, EXIT_STATUS_DEVICE, "The roller was unplugged."); return DEVICE_CLIENT_FAILED;
    }
}

/* ---- Commands ---- */

/* Send a command and a newline. False if the link did not take them. */
static bool send_line(struct device_client *roller, const char *text)
{
    char line[DEVICE_CLIENT_COMMAND_SIZE + 1];
    int length = snprintf(line, sizeof line, "%s\n", text);
    return link_write(&roller->link, line, (size_t)length);
}

enum device_client_reply device_client_command(struct device_client *roller, const char *command, int stop_fd,
                                               struct failure *failure)
{
    snprintf(roller->command, sizeof roller->command, "%s", command);
    bool sent = false;
    int64_t end_us = platform_now_us() + REPLY_WAIT_US;
    while (roller->command[0] != '\0') {
        sent = sent || send_line(roller, command);
        enum device_client_event event = device_client_next(roller, stop_fd, READ_WAIT_MS, failure);
        if (event == DEVICE_CLIENT_STOPPED)
            return DEVICE_CLIENT_REPLY_STOPPED;
        if (event == DEVICE_CLIENT_FAILED)
            return DEVICE_CLIENT_REPLY_FAILED;
        if (roller->command[0] != '\0' && platform_now_us() > end_us) {
            roller->command[0] = '\0';
            return DEVICE_CLIENT_REPLY_TIMEOUT;
        }
    }
    return roller->accepted ? DEVICE_CLIENT_REPLY_ACCEPTED : DEVICE_CLIENT_REPLY_REFUSED;
}

/* Wait until the device info is complete. Ask for it at ask_us, or as soon as frames arrive without it. */
static enum device_client_reply wait_for_device_info(struct device_client *roller, int64_t ask_us, int64_t end_us,
                                                     int stop_fd, struct failure *failure)
{
    bool has_asked = false;
    while (!device_info_is_complete(&roller->device)) {
        int64_t now_us = platform_now_us();
        if (!has_asked && (now_us >= ask_us || roller->was_streaming))
            has_asked = link_write(&roller->link, WIRE_IDENTIFY_LINE, strlen(WIRE_IDENTIFY_LINE));
        if (now_us >= end_us)
            return DEVICE_CLIENT_REPLY_TIMEOUT;
        enum device_client_event event = device_client_next(roller, stop_fd, READ_WAIT_MS, failure);
        if (event == DEVICE_CLIENT_STOPPED)
            return DEVICE_CLIENT_REPLY_STOPPED;
        if (event == DEVICE_CLIENT_FAILED)
            return DEVICE_CLIENT_REPLY_FAILED;
    }
    return DEVICE_CLIENT_REPLY_ACCEPTED;
}

enum device_client_reply device_client_identify(struct device_client *roller, int stop_fd, struct failure *failure)
{
    int64_t now_us = platform_now_us();
    roller->device.calibrated = 0;
    return wait_for_device_info(roller, now_us, now_us + REPLY_WAIT_US, stop_fd, failure);
}

/* ---- Opening ---- */

static bool wait_for_first_device_info(struct device_client *roller, int stop_fd, struct failure *failure)
{
    int64_t opened_us = platform_now_us();
    roller->received_us =
        opened_us + DEVICE_INFO_WAIT_US; /* the roller may boot first, so start counting idle time later */
    /* A roller that boots sends its device info unasked; a roller that is already running must be asked. */
    int64_t ask_us = opened_us + (roller->link.is_serial ? WIRE_BOOT_WAIT_US : ASK_STREAM_AFTER_US);
    switch (wait_for_device_info(roller, ask_us, opened_us + DEVICE_INFO_WAIT_US, stop_fd, failure)) {
    case DEVICE_CLIENT_REPLY_ACCEPTED: return true;
    case DEVICE_CLIENT_REPLY_STOPPED: return failure_set(failure, EXIT_STATUS_DEVICE, "Stopped.");
    case DEVICE_CLIENT_REPLY_FAILED: return false;
    default:
        return failure_set(
            failure, EXIT_STATUS_DEVICE,
            "No roller has identified itself within %d s. Is this its port, and is its firmware installed?",
            DEVICE_INFO_WAIT_US / 1000000);
    }
}

bool device_client_open(struct device_client *roller, const struct options *options, int stop_fd,
                        struct failure *failure)
{
    struct status_line status_line;
    /* keep the bytes that arrive during the search for the roller */
    struct opened_roller opened = {.received = {.bytes = roller->bytes, .size = sizeof roller->bytes}};
    struct open_roller_request request = {options, &status_line, stop_fd};
    memset(roller, 0, sizeof *roller);
    status_line_init(&status_line, options->quiet);
    if (!open_roller_link(&request, &opened, failure))
        return false;
    roller->link = opened.link;
    roller->received_count = opened.received.count;
    device_info_init(&roller->device);
    wire_decoder_init(&roller->decoder, link_may_begin_mid_line(&roller->link));
    if (wait_for_first_device_info(roller, stop_fd, failure))
        return true;
    link_close(&roller->link);
    return false;
}

void device_client_close(struct device_client *roller)
{
    link_close(&roller->link);
}
