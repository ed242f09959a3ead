/* SPDX-License-Identifier: MIT */
/* A connection to a roller during a calibration: receive readings, send commands, wait for replies. */
#ifndef DEVICE_CLIENT_H
#define DEVICE_CLIENT_H

#include "decode/session_clock.h"
#include "decode/device_info.h"
#include "shared/failure.h"
#include "wire/frame.h"
#include "serial/link.h"
#include "options/options.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DEVICE_CLIENT_COMMAND_SIZE 48

enum device_client_event {
    DEVICE_CLIENT_FRAME,   /* `frame` and `time_us` are new */
    DEVICE_CLIENT_IDLE,    /* no frame yet */
    DEVICE_CLIENT_STOPPED, /* the user stopped the command */
    DEVICE_CLIENT_LOST     /* unplugged, idle for too long, or failed; the failure says which */
};

enum device_client_reply {
    DEVICE_CLIENT_REPLY_ACCEPTED,
    DEVICE_CLIENT_REPLY_REJECTED, /* `reason` says why */
    DEVICE_CLIENT_REPLY_TIMEOUT,
    DEVICE_CLIENT_REPLY_STOPPED,
    DEVICE_CLIENT_REPLY_LOST /* the failure says why */
};

/* Private, except that callers read device, frame, time_us, reason and button_presses, and may set
 * button_presses to 0. */
struct device_client {
    struct link link;
    struct frame_decoder decoder;
    struct device_info device;
    struct session_clock clock;
    struct frame_data frame;
    int64_t time_us; /* time of the frame since the first one */
    unsigned button_presses;
    char command[DEVICE_CLIENT_COMMAND_SIZE]; /* command that awaits its reply; "" = none */
    bool accepted;
    char reason[FRAME_LINE_MAX]; /* why the last command was rejected */
    int64_t received_us;
    bool was_streaming;        /* frames arrived before its identity, so it was already running */
    size_t received, consumed; /* number of `bytes` */
    char bytes[65536];
};

/* Open the port named by the user, or search for the roller, and wait until it has identified itself. If
 * false, nothing remains open; otherwise close it with device_client_close. */
bool device_client_open(struct device_client *roller, const struct options *options, int stop_fd,
                        struct failure *failure);
void device_client_close(struct device_client *roller);

/* Read up to the next frame, and block for up to `wait_ms` until it arrives. */
enum device_client_event device_client_next(struct device_client *roller, int stop_fd, int wait_ms,
                                            struct failure *failure);

/* Send a command (without its newline) and wait some seconds for its reply. Frames that arrive
 * before the reply are skipped. */
enum device_client_reply device_client_command(struct device_client *roller, const char *command, int stop_fd,
                                               struct failure *failure);

/* Ask the roller to identify itself again, and wait until the complete identity has arrived. */
enum device_client_reply device_client_identify(struct device_client *roller, int stop_fd, struct failure *failure);

#endif
