/* SPDX-License-Identifier: MIT */
#include "serial/link_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static bool make_raw(int fd)
{
    struct termios settings;
    if (tcgetattr(fd, &settings) != 0)
        return false;
    cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL | CREAD;
    return tcsetattr(fd, TCSANOW, &settings) == 0;
}

/* Only a terminal is opened for writing too: a FIFO would never end, and a file is not ours to write. */
static int open_path(const char *port, bool *is_terminal)
{
    struct stat info;
    bool device = stat(port, &info) == 0 && S_ISCHR(info.st_mode);
    int fd = open(port, (device ? O_RDWR : O_RDONLY) | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    *is_terminal = fd >= 0 && isatty(fd);
    return fd;
}

bool link_stream_open(struct link_stream *stream, const char *port, struct failure *failure)
{
    bool standard_input = strcmp(port, "-") == 0;
    *stream = (struct link_stream){0};
    stream->fd =
        standard_input ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open_path(port, &stream->is_terminal);
    if (stream->fd < 0)
        return link_open_error(standard_input ? "standard input" : port, errno, failure);
    if (!stream->is_terminal)
        return true;
    bool ours = link_lock_exclusive(stream->fd, port, failure);
    if (ours && make_raw(stream->fd))
        return true;
    if (ours)
        link_open_error(port, errno, failure);
    close(stream->fd);
    return false;
}

enum link_status link_stream_read(struct link_stream *stream, void *bytes, size_t size, size_t *count,
                                  struct failure *failure)
{
    *count = 0;
    ssize_t got = read(stream->fd, bytes, size);
    if (got > 0) {
        *count = (size_t)got;
        return LINK_DATA;
    }
    if (got == 0 || (errno == EIO && stream->is_terminal))
        return LINK_ENDED; /* a pseudo-terminal says EIO when its other end closed */
    if (errno == EAGAIN || errno == EINTR)
        return LINK_IDLE;
    failure_set(failure, EXIT_STATUS_INPUT, "Cannot read the input: %s.", strerror(errno));
    return LINK_FAILED;
}

void link_stream_write(struct link_stream *stream, const void *bytes, size_t count)
{
    if (stream->is_terminal && write(stream->fd, bytes, count) < 0)
        return; /* whoever asks will see that no answer comes */
}

void link_stream_close(struct link_stream *stream)
{
    close(stream->fd);
}
