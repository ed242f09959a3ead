/* SPDX-License-Identifier: MIT */
/* A connection to a roller during a calibration: receive readings, send commands, wait for replies. */
#ifndef DEVICE_CLIENT_H
#define DEVICE_CLIENT_H

#include "decode/device_info.h"
#include "decode/session_clock.h"
#include "options/options.h"
#include "serial/link.h"
#include "shared/failure.h"
#include "wire/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DEVICE_CLIENT_COMMAND_SIZE 48

enum device_client_event {
    DEVICE_CLIENT_FRAME,   /* `frame` and `time_us` are new */
    DEVICE_CLIENT_IDLE,    /* no frame yet */
    DEVICE_CLIENT_STOPPED, /* the user stopped the program */
    DEVICE_CLIENT_LOST     /* the roller was unplugged, is idle for too long, or cannot be read; see `failure` */
};

enum device_client_reply {
    DEVICE_CLIENT_REPLY_ACCEPTED,
    DEVICE_CLIENT_REPLY_REFUSED, /* `reason` holds the reason */
    DEVICE_CLIENT_REPLY_TIMEOUT,
    DEVICE_CLIENT_REPLY_STOPPED, /* as DEVICE_CLIENT_STOPPED */
    DEVICE_CLIENT_REPLY_LOST     /* as DEVICE_CLIENT_LOST */
};

/* Private, except that callers read device, frame, time_us, reason and button_presses, and may set
 * button_presses to 0. */
struct device_client {
    struct link link;
    struct frame_decoder decoder;
    struct device_info device;
    struct session_clock clock;
    struct frame_data frame;
    int64_t time_us; /* time from the first frame to `frame` */
    unsigned button_presses;
    char command[DEVICE_CLIENT_COMMAND_SIZE]; /* the command that awaits its reply; "" = none */
    bool accepted;                            /* the last command was accepted */
    char reason[FRAME_LINE_MAX];              /* the roller's reason for refusing the last command */
    int64_t received_us;                      /* host time of the last bytes */
    bool was_streaming;                    /* frames arrived before the roller's identity, so it was already running */
    size_t received_count, consumed_count; /* number of `bytes` that were received, and processed */
    char bytes[65536];
};

/* Open the port that the user named, or search for a roller, and wait until it has identified itself. If false,
 * nothing remains open; otherwise the caller closes it with device_client_close. */
bool device_client_open(struct device_client *roller, const struct options *options, int stop_fd,
                        struct failure *failure);
void device_client_close(struct device_client *roller);

/* Process received bytes up to the next frame; block for up to wait_ms until bytes arrive. */
enum device_client_event device_client_next(struct device_client *roller, int stop_fd, int wait_ms,
                                            struct failure *failure);

/* Send a command (without its newline) and wait up to 3 s for its reply. Frames that arrive before the reply are
 * skipped. */
enum device_client_reply device_client_command(struct device_client *roller, const char *command, int stop_fd,
                                               struct failure *failure);

/* Ask the roller to identify itself again, and wait until the complete identity has arrived. */
enum device_client_reply device_client_identify(struct device_client *roller, int stop_fd, struct failure *failure);

#endif
