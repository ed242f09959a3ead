/* SPDX-License-Identifier: MIT */
#include "serial/link_backend.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

_Static_assert(LINK_READ_SIZE_MIN > LOG_LINES_HELD_MAX, "after the bytes held back there is space for new ones");

static bool set_raw_mode(int fd)
{
    struct termios settings;
    if (tcgetattr(fd, &settings) != 0)
        return false;
    settings.c_iflag = settings.c_oflag = settings.c_lflag = 0;
    settings.c_cflag &= ~(tcflag_t)(CSIZE | PARENB);
    settings.c_cflag |= CS8 | CLOCAL | CREAD;
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    return tcsetattr(fd, TCSANOW, &settings) == 0;
}

/* Only terminals are opened for writing as well: a FIFO never ends while this process holds it open for
 * writing, and a file must not be changed. */
static int open_path(const char *port, bool *is_terminal)
{
    struct stat info;
    bool is_device = stat(port, &info) == 0 && S_ISCHR(info.st_mode);
    int fd = open(port, (is_device ? O_RDWR : O_RDONLY) | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    *is_terminal = fd >= 0 && isatty(fd);
    return fd;
}

bool link_stream_open(struct link *link, const char *port, struct failure *failure)
{
    bool is_standard_input = strcmp(port, "-") == 0;
    link->fd = is_standard_input ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
                                 : open_path(port, &link->is_terminal);
    if (link->fd < 0)
        return link_report_open_error(is_standard_input ? "standard input" : port, errno, failure);
    if (!link->is_terminal)
        return true;
    bool locked = link_lock(link->fd, port, failure);
    platform_save_terminal(link->fd, &link->found);
    if (locked && set_raw_mode(link->fd))
        return true;
    if (locked)
        link_report_open_error(port, errno, failure);
    close(link->fd);
    return false;
}

/* Read from a file, a FIFO or standard input, which may hold a log by another program. At its end, the last line may be
 * incomplete. Like read, but returns -1 with EAGAIN if only a part of a line has arrived. */
static ssize_t read_log(struct link *link, char *bytes, size_t size)
{
    size_t held_count = log_lines_take_held(&link->log, bytes);
    ssize_t bytes_read = read(link->fd, bytes + held_count, size - held_count);
    if (bytes_read == 0)
        return (ssize_t)held_count;
    int error = errno;
    size_t count = held_count + (bytes_read > 0 ? (size_t)bytes_read : 0);
    size_t converted = log_lines_convert(&link->log, bytes, held_count, count);
    errno = bytes_read > 0 ? EAGAIN : error;
    return converted > 0 ? (ssize_t)converted : -1;
}

enum link_status link_stream_read(struct link *link, void *bytes, size_t size, size_t *count, struct failure *failure)
{
    *count = 0;
    ssize_t bytes_read = link->is_terminal ? read(link->fd, bytes, size) : read_log(link, bytes, size);
    if (bytes_read > 0) {
        *count = (size_t)bytes_read;
        return LINK_DATA;
    }
    if (bytes_read == 0 || (errno == EIO && link->is_terminal)) /* EIO: the other end of the pseudo-terminal closed */
        return LINK_ENDED;
    if (errno == EAGAIN || errno == EINTR)
        return LINK_IDLE;
    failure_set(failure, EXIT_STATUS_INPUT, "Cannot read the input: %s.", strerror(errno));
    return LINK_FAILED;
}

bool link_stream_write(struct link *link, const void *bytes, size_t count)
{
    return link->is_terminal && write(link->fd, bytes, count) == (ssize_t)count;
}
