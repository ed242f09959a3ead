/* SPDX-License-Identifier: MIT */
/* The two kinds of link behind link.h, and the errors that both report. */
#ifndef LINK_BACKEND_H
#define LINK_BACKEND_H

#include "serial/link.h"

/* A serial device, through libserialport. `port` is the kernel's name. */
bool link_serial_open(struct link *link, const char *port, struct failure *failure);
bool link_serial_set_baud(struct link *link, int baud);
enum link_status link_serial_read(struct link *link, void *bytes, size_t size, size_t *count,
                                  struct failure *failure);
void link_serial_write(struct link *link, const void *bytes, size_t count);
void link_serial_close(struct link *link);

/* What libserialport does not open: a pseudo-terminal, a file, a FIFO, standard input ("-"). */
bool link_stream_open(struct link *link, const char *port, struct failure *failure);
enum link_status link_stream_read(struct link *link, void *bytes, size_t size, size_t *count,
                                  struct failure *failure);
void link_stream_write(struct link *link, const void *bytes, size_t count);

/* Lock an open terminal: flock keeps other loggers out, TIOCEXCL everybody. */
bool link_lock_exclusive(int fd, const char *port, struct failure *failure);

/* Report `error` (errno) from opening `port`, and what to do about it (EXIT_STATUS_DEVICE). Returns false. */
bool link_open_error(const char *port, int error, struct failure *failure);

#endif
