/* SPDX-License-Identifier: MIT */
#include "calibrate/device_client.h"

#include "decode/event_queue.h"
#include "platform/platform.h"
#include "serial/open_roller.h"
#include "shared/sanitized_text.h"
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
static void process_reply(struct device_client *client, const struct wire_line *line)
{
    char text[WIRE_LINE_MAX];
    size_t length = strlen(client->command);
    join_fields(line, text, sizeof text);
    if (length == 0 || strncmp(text, client->command, length) != 0 || (text[length] != '\0' && text[length] != ','))
        return;
    client->command[0] = '\0';
    client->accepted = line->type == WIRE_ACCEPTED;
    sanitized_text_copy(client->reason, sizeof client->reason, text[length] == ',' ? text + length + 1 : "");
}

/* Process a line; true if it is a frame. */
static bool process_line(struct device_client *client, const struct wire_line *line)
{
    switch (line->type) {
    case WIRE_DATA:
        client->mid_stream |= !client->device.known;
        if (!client->device.known ||
            !wire_decoder_parse_data(&client->decoder, line, (uint8_t)client->device.strip_count, &client->frame))
            return false;
        client->time_us = session_clock_went_back(&client->clock, client->frame.t_us, client->received_us)
                              ? session_clock_restart(&client->clock, client->frame.t_us, client->received_us, 1)
                              : session_clock_advance(&client->clock, client->frame.t_us, client->received_us);
        return true;
    case WIRE_HELLO: (void)device_info_parse_hello(&client->device, line); return false;
    case WIRE_CALIBRATION: (void)device_info_parse_calibration(&client->device, line); return false;
    case WIRE_EVENT:
        client->button_presses += line->field_count > 1 && event_queue_has_press(line->field[1]);
        return false;
    case WIRE_ACCEPTED:
    case WIRE_REFUSED: process_reply(client, line); return false;
    default: return false;
    }
}

/* Process received bytes up to and including the next frame; true if there is one. */
static bool process_bytes(struct device_client *client)
{
    while (client->consumed_count < client->received_count) {
        struct wire_line line;
        bool accepted = false;
        client->consumed_count += wire_decoder_feed(&client->decoder, client->bytes + client->consumed_count,
                                                    client->received_count - client->consumed_count, &line, &accepted);
        if (accepted && process_line(client, &line))
            return true;
    }
    return false;
}

enum device_client_event device_client_next(struct device_client *client, int stop_fd, int wait_ms,
                                            struct failure *failure)
{
    if (process_bytes(client))
        return DEVICE_CLIENT_FRAME;
    client->received_count = client->consumed_count = 0;
    enum link_status status = link_read(&client->link, stop_fd, client->bytes, sizeof client->bytes,
                                        &client->received_count, wait_ms, failure);
    int64_t now_us = platform_now_us();
    switch (status) {
    case LINK_DATA:
        client->received_us = now_us;
        return process_bytes(client) ? DEVICE_CLIENT_FRAME : DEVICE_CLIENT_NO_FRAME;
    case LINK_IDLE:
        if (now_us - client->received_us < IDLE_MAX_US)
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
static bool send_line(struct device_client *client, const char *text)
{
    char line[DEVICE_CLIENT_COMMAND_SIZE + 1];
    int length = snprintf(line, sizeof line, "%s\n", text);
    return link_write(&client->link, line, (size_t)length);
}

enum device_client_reply device_client_command(struct device_client *client, const char *command, int stop_fd,
                                               struct failure *failure)
{
    snprintf(client->command, sizeof client->command, "%s", command);
    bool sent = false;
    int64_t end_us = platform_now_us() + REPLY_WAIT_US;
    while (client->command[0] != '\0') {
        sent = sent || send_line(client, command);
        enum device_client_event event = device_client_next(client, stop_fd, READ_WAIT_MS, failure);
        if (event == DEVICE_CLIENT_STOPPED)
            return DEVICE_CLIENT_REPLY_STOPPED;
        if (event == DEVICE_CLIENT_FAILED)
            return DEVICE_CLIENT_REPLY_FAILED;
        if (client->command[0] != '\0' && platform_now_us() > end_us) {
            client->command[0] = '\0';
            return DEVICE_CLIENT_REPLY_TIMEOUT;
        }
    }
    return client->accepted ? DEVICE_CLIENT_REPLY_ACCEPTED : DEVICE_CLIENT_REPLY_REFUSED;
}

/* Wait until the device info is complete. Send `?` at ask_us, or as soon as frames arrive without device info. */
static enum device_client_reply wait_for_device_info(struct device_client *client, int64_t ask_us, int64_t end_us,
                                                     int stop_fd, struct failure *failure)
{
    bool has_asked = false;
    while (!device_info_is_complete(&client->device)) {
        int64_t now_us = platform_now_us();
        if (!has_asked && (now_us >= ask_us || client->mid_stream))
            has_asked = link_write(&client->link, WIRE_IDENTIFY_LINE, strlen(WIRE_IDENTIFY_LINE));
        if (now_us >= end_us)
            return DEVICE_CLIENT_REPLY_TIMEOUT;
        enum device_client_event event = device_client_next(client, stop_fd, READ_WAIT_MS, failure);
        if (event == DEVICE_CLIENT_STOPPED)
            return DEVICE_CLIENT_REPLY_STOPPED;
        if (event == DEVICE_CLIENT_FAILED)
            return DEVICE_CLIENT_REPLY_FAILED;
    }
    return DEVICE_CLIENT_REPLY_ACCEPTED;
}

enum device_client_reply device_client_identify(struct device_client *client, int stop_fd, struct failure *failure)
{
    int64_t now_us = platform_now_us();
    client->device.calibrated = 0;
    return wait_for_device_info(client, now_us, now_us + REPLY_WAIT_US, stop_fd, failure);
}

/* ---- Opening ---- */

static bool wait_for_first_device_info(struct device_client *client, int stop_fd, struct failure *failure)
{
    int64_t opened_us = platform_now_us();
    client->received_us =
        opened_us + DEVICE_INFO_WAIT_US; /* the roller may boot first, so start counting idle time later */
    /* A roller that boots sends its device info unasked; a roller that is already running must be asked. */
    int64_t ask_us = opened_us + (client->link.is_serial ? WIRE_BOOT_WAIT_US : ASK_STREAM_AFTER_US);
    switch (wait_for_device_info(client, ask_us, opened_us + DEVICE_INFO_WAIT_US, stop_fd, failure)) {
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

bool device_client_open(struct device_client *client, const struct options *options, int stop_fd,
                        struct failure *failure)
{
    struct status_line status_line;
    /* keep the bytes that arrive during the search for the roller */
    struct opened_roller opened = {.received = {.bytes = client->bytes, .size = sizeof client->bytes}};
    struct open_roller_request request = {options, &status_line, stop_fd};
    memset(client, 0, sizeof *client);
    status_line_init(&status_line, options->quiet);
    if (!open_roller_link(&request, &opened, failure))
        return false;
    client->link = opened.link;
    snprintf(client->port, sizeof client->port, "%s", opened.port);
    client->received_count = opened.received.count;
    device_info_init(&client->device);
    wire_decoder_init(&client->decoder, link_may_be_mid_stream(&client->link));
    if (wait_for_first_device_info(client, stop_fd, failure))
        return true;
    link_close(&client->link);
    return false;
}

void device_client_close(struct device_client *client)
{
    link_close(&client->link);
}
