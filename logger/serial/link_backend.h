/* SPDX-License-Identifier: MIT */
/* The two implementations of link.h, and the errors that both report. */
#pragma once

#include "serial/link.h"

/* The functions of link.h for serial devices, through libserialport. `port` is the kernel's name, such as /dev/ttyACM0,
 * not a symbolic link. */
bool link_serial_check(const char *port, struct failure *failure); /* whether libserialport knows `port` */
bool link_serial_open(struct link *link, const char *port, struct failure *failure);
bool link_serial_set_baud(struct link *link, int baud);
enum link_status link_serial_read(struct link *link, void *bytes, size_t size, size_t *count, struct failure *failure);
bool link_serial_write(struct link *link, const void *bytes, size_t count);
void link_serial_close(struct link *link);

/* The functions of link.h for pseudo-terminals, files, FIFOs and standard input ("-"), which libserialport does not
 * open. */
bool link_stream_open(struct link *link, const char *port, struct failure *failure);
enum link_status link_stream_read(struct link *link, void *bytes, size_t size, size_t *count, struct failure *failure);
bool link_stream_write(struct link *link, const void *bytes, size_t count);

/* Lock an open terminal against other programs that lock it, such as another logger. False (EXIT_STATUS_DEVICE) if one
 * of them has the lock. */
bool link_lock(int fd, const char *port, struct failure *failure);

/* Report why opening `port` failed with the errno `error`, and what the user can do (EXIT_STATUS_DEVICE).
 * Returns false. */
bool link_report_open_error(const char *port, int error, struct failure *failure);
