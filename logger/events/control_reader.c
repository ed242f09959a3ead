/* SPDX-License-Identifier: MIT */
#include "events/control_reader.h"

#include "platform/platform.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

bool control_reader_open(struct control_reader *reader, int fd)
{
    *reader = (struct control_reader){.fd = fd};
    return fd == 0 || platform_close_on_exec(fd);
}

/* Read more bytes, if there are any. */
static void read_more(struct control_reader *reader)
{
    struct pollfd input = {.fd = reader->fd, .events = POLLIN};
    if (reader->ended || poll(&input, 1, 0) <= 0)
        return;
    ssize_t count = read(reader->fd, reader->bytes, sizeof reader->bytes);
    bool must_wait = count < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK);
    reader->ended = count <= 0 && !must_wait;
    reader->start = 0;
    reader->end = count > 0 ? (size_t)count : 0;
}

enum control_result control_reader_take(struct control_reader *reader, struct control_message *message)
{
    if (reader->fd == 0)
        return CONTROL_NOTHING;
    if (reader->start == reader->end)
        read_more(reader);
    while (reader->start < reader->end) {
        bool has_message;
        reader->start += control_parser_feed(&reader->parser, reader->bytes + reader->start,
                                             reader->end - reader->start, message, &has_message);
        if (has_message)
            return CONTROL_MESSAGE;
    }
    return reader->ended ? CONTROL_ENDED : CONTROL_NOTHING;
}
