/* SPDX-License-Identifier: MIT */
/*
 * The source of the wire's bytes: a serial device, a pseudo-terminal, a file, a FIFO or standard input.
 *
 * The caller owns the link; between link_open and link_close it may be moved in memory. One thread at a time.
 */
#ifndef LINK_H
#define LINK_H

#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct link {
    int fd;
    int baud;             /* of a serial device */
    bool is_terminal;     /* a pseudo-terminal */
    bool is_serial;       /* a serial device, through libserialport */
    struct sp_port *port; /* libserialport's; NULL unless is_serial */
};

enum link_status {
    LINK_DATA,    /* bytes arrived */
    LINK_IDLE,    /* none arrived in time */
    LINK_STOPPED, /* the user wants to stop */
    LINK_ENDED,   /* end of the file, or the other end closed */
    LINK_LOST,    /* the device was unplugged */
    LINK_FAILED   /* `failure` says why */
};

/* Bytes that were received while a device was identified, in the caller's memory. */
struct link_bytes {
    char *bytes;
    size_t size; /* of the memory */
    size_t count;
};

/* Whether `port` is a serial device: one that has a baud rate. */
bool link_is_serial_device(const char *port);

/*
 * Open `port` ("-" = standard input) for this program alone, at `baud`, 8N1, without flow control; terminals
 * are set to raw mode. An Arduino restarts when its port is opened.
 */
bool link_open(struct link *link, const char *port, int baud, struct failure *failure);
void link_close(struct link *link);

/* Switch to another rate and discard unread bytes. False, with nothing changed, if the link cannot. */
bool link_set_baud(struct link *link, int baud);

/*
 * Wait up to `wait_ms` for bytes and read up to `size` of them. `*count` is above 0 only with LINK_DATA. The
 * wait ends with LINK_STOPPED when `stop_fd` (stop_signal.h; -1: none) becomes readable.
 */
enum link_status link_read(struct link *link, int stop_fd, void *bytes, size_t size, size_t *count,
                           int wait_ms, struct failure *failure);

/* Wait up to `wait_ms` until `fd` (LINK_DATA) or `stop_fd` (LINK_STOPPED; -1: none) is readable. */
enum link_status link_wait(int fd, int stop_fd, int wait_ms, struct failure *failure);

/* Whether a read would return at once, with bytes or with the end. */
bool link_is_readable(const struct link *link);

/* Send without waiting; bytes that do not fit are lost. Nothing is sent on a link that only reads. */
void link_write(struct link *link, const void *bytes, size_t count);

/* Whether the first bytes may be the rest of a line: the device may have been streaming before. */
bool link_may_begin_mid_line(const struct link *link);

#endif
