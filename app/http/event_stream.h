/* SPDX-License-Identifier: MIT */
/* Server-sent events: what is sent to a page that listens, as text that waits until the connection takes it. */
#pragma once

#include "http/server.h"
#include "shared/text_buffer.h"

#define EVENT_STREAMS_MAX 8
#define EVENT_STREAM_MAX_BYTES 262144 /* waiting for a page that does not read; then it is disconnected */
#define EVENT_STREAM_ALIVE_S 10       /* a comment after so long shows whether the page is still there */

struct event_stream {
    struct event_stream *next;
    struct server *server;
    struct MHD_Connection *connection;
    struct text_buffer waiting;
    size_t taken; /* bytes of `waiting` that the connection took */
    bool suspended;
    bool is_ended; /* end the connection */
};

/* Make a response that lists the stream in server->streams until the connection ends. With EVENT_STREAMS_MAX streams
 * the oldest is ended. NULL when out of memory. */
struct MHD_Response *event_stream_open(struct server *server, struct MHD_Connection *connection,
                                       struct event_stream **opened);

/* Add an event. */
void event_stream_send(struct event_stream *stream, const char *event, const json_t *data);

/* Send a comment to all streams now and then, so that pages that are gone are noticed. */
void event_stream_keep_alive(struct server *server, int64_t now_us);

/* End all streams. */
void event_stream_end_all(struct server *server);
