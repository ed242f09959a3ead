/* SPDX-License-Identifier: MIT */
/* A connection to a roller during a calibration: receive readings, send commands, wait for replies. */
#pragma once

#include "calibrate/session_clock.h"
#include "decode/device_info.h"
#include "options/options.h"
#include "serial/link.h"
#include "serial/open_roller.h"
#include "shared/failure.h"
#include "wire/wire_line.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DEVICE_CLIENT_COMMAND_SIZE 48

enum device_client_event {
    DEVICE_CLIENT_FRAME,    /* `frame` and `time_us` are new */
    DEVICE_CLIENT_NO_FRAME, /* no complete frame has arrived yet */
    DEVICE_CLIENT_STOPPED,  /* the user stopped the program */
    DEVICE_CLIENT_FAILED    /* the roller was unplugged, sent nothing for too long, or cannot be read; see `failure` */
};

enum device_client_reply {
    DEVICE_CLIENT_REPLY_ACCEPTED,
    DEVICE_CLIENT_REPLY_REFUSED, /* `reason` says why */
    DEVICE_CLIENT_REPLY_TIMEOUT,
    DEVICE_CLIENT_REPLY_STOPPED, /* the user stopped the program */
    DEVICE_CLIENT_REPLY_FAILED   /* see DEVICE_CLIENT_FAILED */
};

struct device_client {
    /* Results. */
    struct device_info device;
    struct wire_frame frame;          /* the latest frame */
    int64_t time_us;                  /* time from the first frame to `frame` */
    char reason[WIRE_LINE_MAX];       /* why the roller refused the last command */
    char port[OPEN_ROLLER_PORT_SIZE]; /* of the roller */
    unsigned button_presses;          /* presses since the caller last set this to 0 */
    /* Private. */
    struct link link;
    struct wire_decoder decoder;
    struct session_clock clock;
    char command[DEVICE_CLIENT_COMMAND_SIZE]; /* the command whose reply is awaited; "" = none */
    bool accepted;                            /* the last command was accepted */
    int64_t received_us;                      /* host time of the last bytes */
    bool mid_stream;                          /* frames preceded the device info: the roller was already running */
    size_t received_count, consumed_count;    /* number of `bytes` received, and of those processed */
    char bytes[65536];
};

/* Open the port that the user named, or search for a roller, and wait until it has identified itself. If false,
 * nothing remains open; otherwise the caller closes it with device_client_close. */
bool device_client_open(struct device_client *client, const struct options *options, int stop_fd,
                        struct failure *failure);
void device_client_close(struct device_client *client);

/* Process received bytes up to the next frame; block for up to wait_ms until bytes arrive. */
enum device_client_event device_client_next(struct device_client *client, int stop_fd, int wait_ms,
                                            struct failure *failure);

/* Send a command (without its newline) and wait up to 3 s for its reply. Frames that arrive before the reply are
 * skipped. */
enum device_client_reply device_client_command(struct device_client *client, const char *command, int stop_fd,
                                               struct failure *failure);

/* Ask the roller to identify itself again, and wait until its device info is complete. */
enum device_client_reply device_client_identify(struct device_client *client, int stop_fd, struct failure *failure);
