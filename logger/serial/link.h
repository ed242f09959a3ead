/* SPDX-License-Identifier: MIT */
/*
 * Where the wire's bytes come from, whatever it is: a serial device, a pseudo-terminal, a file, a FIFO,
 * standard input.
 *
 * The link is the caller's; between link_open and link_close it may be moved and must not be used twice. One
 * thread at a time.
 */
#ifndef LINK_H
#define LINK_H

#include "shared/failure.h"
#include "serial/link_serial.h"
#include "serial/link_status.h"
#include "serial/link_stream.h"

#include <stdbool.h>
#include <stddef.h>

struct link {
    bool is_serial;
    int baud; /* of a serial device */
    struct link_serial serial;
    struct link_stream stream;
};

/* Whether `port` is a serial device: one that has a baud rate. */
bool link_is_serial_device(const char *port);

/* Open `port` ("-" = standard input). `baud` matters to a serial device only. */
bool link_open(struct link *link, const char *port, int baud, struct failure *failure);

/* Go on at another rate. False, nothing changed: it is no serial device, or one that does not take it. */
bool link_set_baud(struct link *link, int baud);

/*
 * Wait at most `wait_ms` for bytes and take those that are there, up to `size`. `*count` is above 0 with
 * LINK_DATA only. `stop_fd` (stop_signal.h; below 0: none) ends the wait with LINK_STOPPED. LINK_FAILED fills
 * in the failure.
 */
enum link_status link_read(struct link *link, int stop_fd, void *bytes, size_t size, size_t *count,
                           int wait_ms, struct failure *failure);

/* Whether a read would find something now: bytes, or the end. */
bool link_is_readable(const struct link *link);

/* Send what can be sent at once; nothing on a link that only reads. */
void link_write(struct link *link, const void *bytes, size_t count);

void link_close(struct link *link);

/* True when the link may have begun in the middle of a line: a device that streams already. */
bool link_may_begin_mid_line(const struct link *link);

#endif
