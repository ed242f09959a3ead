/* SPDX-License-Identifier: MIT */
/* A link over a serial device, by libserialport. */
#ifndef LINK_SERIAL_H
#define LINK_SERIAL_H

#include "shared/failure.h"
#include "serial/link_status.h"

#include <stdbool.h>
#include <stddef.h>

struct link_serial {
    struct sp_port *port; /* libserialport's */
    int fd;
};

/* Open at `baud`, 8N1, no flow control, for this program alone. An Arduino starts anew when its port is
 * opened. */
bool link_serial_open(struct link_serial *serial, const char *port, int baud, struct failure *failure);
/* Go on at another rate, what waits at the old one dropped. False: the port does not take it. */
bool link_serial_set_baud(struct link_serial *serial, int baud);
/* Take what is there, without waiting. Nothing there although poll() said so: LINK_LOST when the device is
 * gone. */
enum link_status link_serial_read(struct link_serial *serial, void *bytes, size_t size, size_t *count,
                                  struct failure *failure);
/* Send without waiting. */
void link_serial_write(struct link_serial *serial, const void *bytes, size_t count);
void link_serial_close(struct link_serial *serial);

#endif
