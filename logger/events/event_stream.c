/* SPDX-License-Identifier: MIT */
#include "events/event_stream.h"

#include "platform/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOST_LINE_SIZE 128

bool event_stream_open(struct event_stream *stream, int fd)
{
    struct stat info;
    stream->fd = fd;
    stream->error = 0;
    stream->used = 0;
    stream->lost_live = stream->lost_other = 0;
    if (fd == 0)
        return true;
    if (fstat(fd, &info) != 0 || !platform_close_on_exec(fd))
        return false;
    /* Not for a file, which never blocks for long and may be open in other programs, too. */
    if (!S_ISFIFO(info.st_mode) && !S_ISSOCK(info.st_mode))
        return true;
    int flags = fcntl(fd, F_GETFL);
    return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0;
}

bool event_stream_is_open(const struct event_stream *stream)
{
    return stream->fd > 0 && stream->error == 0;
}

/* Write as much of the queue as the reader takes. */
static void write_queue(struct event_stream *stream)
{
    size_t written = 0;
    while (written < stream->used) {
        ssize_t count = write(stream->fd, stream->bytes + written, stream->used - written);
        if (count > 0) {
            written += (size_t)count;
        } else if (count == 0 || errno != EINTR) {
            bool must_wait = count == 0 || errno == EAGAIN || errno == EWOULDBLOCK;
            stream->error = must_wait ? 0 : errno;
            break;
        }
    }
    stream->used -= written;
    memmove(stream->bytes, stream->bytes + written, stream->used);
}

/* Say how many lines were lost. The queue is empty. */
static void add_lost(struct event_stream *stream)
{
    struct text_buffer line = text_fixed(stream->bytes, LOST_LINE_SIZE);
    text_addf(&line, "{\"event\":\"dropped\",\"live\":%llu,\"other\":%llu}\n", (unsigned long long)stream->lost_live,
              (unsigned long long)stream->lost_other);
    stream->used = line.length;
    stream->lost_live = stream->lost_other = 0;
}

void event_stream_flush(struct event_stream *stream)
{
    if (!event_stream_is_open(stream))
        return;
    write_queue(stream);
    if (stream->used > 0 || stream->error != 0 || (stream->lost_live == 0 && stream->lost_other == 0))
        return;
    add_lost(stream);
    write_queue(stream);
}

bool event_stream_add(struct event_stream *stream, enum event_kind kind, const struct text_buffer *line)
{
    event_stream_flush(stream);
    if (!event_stream_is_open(stream))
        return false;
    bool fits = line->length <= sizeof stream->bytes - stream->used;
    if (line->failed || !fits || (kind == EVENT_LIVE && stream->used > 0)) {
        (*(kind == EVENT_LIVE ? &stream->lost_live : &stream->lost_other))++;
        return false;
    }
    memcpy(stream->bytes + stream->used, line->bytes, line->length);
    stream->used += line->length;
    write_queue(stream);
    return true;
}

void event_stream_finish(struct event_stream *stream, int wait_ms)
{
    int64_t start_us = platform_now_us();
    event_stream_flush(stream);
    while (event_stream_is_open(stream) && stream->used > 0) {
        struct pollfd reader = {.fd = stream->fd, .events = POLLOUT};
        int left_ms = wait_ms - (int)((platform_now_us() - start_us) / 1000);
        if (left_ms <= 0 || poll(&reader, 1, left_ms) <= 0)
            return;
        event_stream_flush(stream);
    }
}
