/* SPDX-License-Identifier: MIT */
#include "http/event_stream.h"

#include "shared/json_line.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES 16384

static void wake(struct event_stream *stream)
{
    if (stream->suspended)
        MHD_resume_connection(stream->connection);
    stream->suspended = false;
}

/* Called by the server when the connection can take bytes. Without bytes the connection is suspended. */
static ssize_t take(void *owner, uint64_t position, char *out, size_t size)
{
    struct event_stream *stream = owner;
    (void)position;
    size_t left = stream->waiting.length - stream->taken;
    if (stream->is_ended || stream->waiting.failed)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (left == 0) {
        MHD_suspend_connection(stream->connection);
        stream->suspended = true;
        return 0;
    }
    size_t count = left < size ? left : size;
    memcpy(out, stream->waiting.bytes + stream->taken, count);
    stream->taken += count;
    if (stream->taken == stream->waiting.length) {
        text_clear(&stream->waiting);
        stream->taken = 0;
    }
    return (ssize_t)count;
}

static void close_stream(void *owner)
{
    struct event_stream *stream = owner, **link = &stream->server->streams;
    while (*link && *link != stream)
        link = &(*link)->next;
    if (*link)
        *link = stream->next;
    text_free(&stream->waiting);
    free(stream);
}

static void end(struct event_stream *stream)
{
    stream->is_ended = true;
    wake(stream);
}

/* End the oldest stream, the last of the list, if there are too many. */
static void make_room(struct server *server)
{
    size_t count = 0;
    struct event_stream *oldest = NULL;
    for (struct event_stream *stream = server->streams; stream; stream = stream->next)
        if (!stream->is_ended) {
            count++;
            oldest = stream;
        }
    if (oldest && count >= EVENT_STREAMS_MAX)
        end(oldest);
}

struct MHD_Response *event_stream_open(struct server *server, struct MHD_Connection *connection,
                                       struct event_stream **opened)
{
    struct event_stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        return NULL;
    make_room(server);
    *stream = (struct event_stream){.next = server->streams, .server = server, .connection = connection};
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_BYTES, take, stream, close_stream);
    if (!response) {
        free(stream);
        return NULL;
    }
    server->streams = stream;
    text_add(&stream->waiting, "retry: 1000\n\n");
    *opened = stream;
    return response;
}

void event_stream_send(struct event_stream *stream, const char *event, const json_t *data)
{
    if (stream->is_ended)
        return;
    text_addf(&stream->waiting, "event: %s\ndata: ", event);
    json_line_add_value(&stream->waiting, data);
    text_add(&stream->waiting, "\n\n");
    if (stream->waiting.length - stream->taken > EVENT_STREAM_MAX_BYTES)
        stream->is_ended = true;
    wake(stream);
}

void event_stream_keep_alive(struct server *server, int64_t now_us)
{
    if (now_us - server->kept_alive_us < EVENT_STREAM_ALIVE_S * (int64_t)1000000)
        return;
    server->kept_alive_us = now_us;
    for (struct event_stream *stream = server->streams; stream; stream = stream->next) {
        if (!stream->is_ended)
            text_add(&stream->waiting, ":\n\n");
        wake(stream);
    }
}

void event_stream_end_all(struct server *server)
{
    for (struct event_stream *stream = server->streams; stream; stream = stream->next)
        end(stream);
}
