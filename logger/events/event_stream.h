/* SPDX-License-Identifier: MIT */
/* Sends lines to another program (--events) without ever blocking. What the reader does not take at once waits in a
 * bounded queue. A slow reader loses live lines first, then others; once it has taken all that waits, a line says how
 * many were lost: {"event":"dropped","live":N,"other":N}. */
#pragma once

#include "shared/text_buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EVENT_STREAM_LINE_SIZE 8192 /* longest line with its newline, and a NUL */
#define EVENT_STREAM_QUEUE_SIZE 65536

enum event_kind {
    EVENT_LIVE,   /* outdated soon: lost while anything waits */
    EVENT_LASTING /* lost only if the queue is full */
};

/* Callers read fd, error and used. */
struct event_stream {
    int fd;                         /* 0 = no events; owned by the caller */
    int error;                      /* errno of the write that failed, after which nothing more is sent; 0 = none */
    size_t used;                    /* bytes that wait */
    uint64_t lost_live, lost_other; /* lines that no "dropped" line has counted yet */
    char bytes[EVENT_STREAM_QUEUE_SIZE];
};

/* Send to `fd` from now on; 0 = send nothing. A pipe or a socket becomes non-blocking, and is not inherited by
 * programs that this one starts. False, with errno, if that fails. */
bool event_stream_open(struct event_stream *stream, int fd);

/* Whether lines are sent: there are events, and their reader has not gone. */
bool event_stream_is_open(const struct event_stream *stream);

/* Send a complete line. False if it is lost, as is one whose text failed. */
bool event_stream_add(struct event_stream *stream, enum event_kind kind, const struct text_buffer *line);

/* Send what waits, as far as the reader takes it. */
void event_stream_flush(struct event_stream *stream);

/* Send what waits, for at most `wait_ms`. */
void event_stream_finish(struct event_stream *stream, int wait_ms);
