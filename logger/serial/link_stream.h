/* SPDX-License-Identifier: MIT */
/* A link over what libserialport does not open: a pseudo-terminal, a file, a FIFO, or standard input. */
#ifndef LINK_STREAM_H
#define LINK_STREAM_H

#include "shared/failure.h"
#include "serial/link_status.h"

#include <stdbool.h>
#include <stddef.h>

struct link_stream {
    int fd;
    bool is_terminal;
};

/* `port` is a path, or "-" for standard input. A terminal is set to raw and taken for this program alone. */
bool link_stream_open(struct link_stream *stream, const char *port, struct failure *failure);
enum link_status link_stream_read(struct link_stream *stream, void *bytes, size_t size, size_t *count,
                                  struct failure *failure);
/* Send without waiting; a stream that cannot be written takes nothing. */
void link_stream_write(struct link_stream *stream, const void *bytes, size_t count);
void link_stream_close(struct link_stream *stream);

#endif
