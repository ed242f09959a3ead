/* SPDX-License-Identifier: MIT */
/* The source of the roller's bytes: a serial device, a pseudo-terminal, a file, a FIFO or standard input.
 *
 * The caller owns the link and may copy it to another address while it is open. One thread at a time may use it. */
#pragma once

#include "platform/platform.h"
#include "serial/log_lines.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct link {
    int fd;                         /* open descriptor */
    int baud;                       /* baud rate of a serial device */
    bool is_terminal;               /* the source is a pseudo-terminal */
    bool is_serial;                 /* the source is a serial device, used through libserialport */
    struct sp_port *port;           /* handle of libserialport; NULL unless is_serial */
    struct log_lines log;           /* of a file, a FIFO or standard input */
    struct platform_terminal found; /* the terminal's settings when it was opened, restored by link_close */
};

#define LINK_READ_SIZE_MIN 1024 /* size of the caller's buffer for link_read */

enum link_status {
    LINK_DATA,    /* bytes were received */
    LINK_IDLE,    /* nothing was received before the timeout */
    LINK_STOPPED, /* the user wants to stop */
    LINK_ENDED,   /* end of the file, or the other end closed */
    LINK_LOST,    /* the device was unplugged */
    LINK_FAILED   /* `failure` says why */
};

/* Bytes received while identifying a device. */
struct link_bytes {
    char *bytes; /* [size], owned by the caller */
    size_t size;
    size_t count;
};

/* Whether `port` is a serial device, which has a baud rate. */
bool link_is_serial_device(const char *port);

/* Whether a roller can be at `port`, as far as can be seen without opening it. False for a folder or an empty file
 * (EXIT_STATUS_INPUT), and for this program's own terminal or a device that is no serial port (EXIT_STATUS_DEVICE). */
bool link_check_kind(const char *port, struct failure *failure);

/* Whether no other program uses `port`, as far as can be seen without opening it. False (EXIT_STATUS_DEVICE) if one
 * does. */
bool link_check_free(const char *port, struct failure *failure);

/* Open `port` ("-" = standard input) exclusively, at `baud`, 8N1, without flow control; terminals are set to raw mode.
 * False, with `failure` set, if it cannot be opened. The kernel raises DTR when it opens a serial device, which
 * restarts an Arduino, unless DTR is still high because link_close closed the port last. */
bool link_open(struct link *link, const char *port, int baud, struct failure *failure);

/* Close the link, and leave a terminal with the settings with which it was found. */
void link_close(struct link *link);

/* Switch to another rate and discard unread bytes. False, with nothing changed, if the rate cannot be set. */
bool link_set_baud(struct link *link, int baud);

/* Block for up to `wait_ms` until bytes arrive (from a file: complete lines, log_lines.h), and read up to `size` of
 * them. `*count` is above 0 only with LINK_DATA. Returns LINK_STOPPED when `stop_fd` (platform_open_stop_pipe; -1 =
 * none) becomes readable. */
enum link_status link_read(struct link *link, int stop_fd, void *bytes, size_t size, size_t *count, int wait_ms,
                           struct failure *failure);

/* Block for up to `wait_ms` until `fd` (LINK_DATA) or `stop_fd` (LINK_STOPPED; -1 = none) is readable. */
enum link_status link_wait(int fd, int stop_fd, int wait_ms, struct failure *failure);

/* Block for up to `wait_ms`. Returns whether the user wants to stop: `stop_fd` is readable. */
bool link_wait_for_stop(int stop_fd, int wait_ms);

/* Whether a read that returned `status` found the roller unplugged: the device is gone, or the other end of the
 * pseudo-terminal closed. */
bool link_is_unplugged(const struct link *link, enum link_status status);

/* Whether a read would return at once, with bytes or the end of the input. */
bool link_is_readable(const struct link *link);

/* Send without blocking. False if not all bytes were taken: send them again later. A read-only link takes none, and
 * one whose device is gone reports that at the next read. */
bool link_write(struct link *link, const void *bytes, size_t count);

/* Whether the first bytes may be the rest of a line, because the device was already streaming. */
bool link_may_be_mid_stream(const struct link *link);
