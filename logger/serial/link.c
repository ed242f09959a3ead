/* SPDX-License-Identifier: MIT */
#include "serial/link.h"

#include "platform/platform.h"
#include "serial/link_backend.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether `port` is a serial port with hardware; libserialport does not open pseudo-terminals. */
bool link_is_serial_device(const char *port)
{
    struct stat info;
    return strcmp(port, "-") != 0 && stat(port, &info) == 0 && S_ISCHR(info.st_mode) &&
           !platform_is_pseudo_terminal(port);
}

/* Whether `device` is the terminal in which this program runs. */
static bool is_own_terminal(const char *port, const struct stat *device)
{
    struct stat stream;
    if (strcmp(port, "/dev/tty") == 0)
        return true;
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (isatty(fd) && fstat(fd, &stream) == 0 && stream.st_rdev == device->st_rdev)
            return true;
    return false;
}

static bool check_serial_kind(const char *port, struct failure *failure)
{
    char *name = realpath(port, NULL);
    bool is_port = link_serial_check(name ? name : port, failure);
    free(name);
    return is_port;
}

bool link_check_kind(const char *port, struct failure *failure)
{
    struct stat info;
    if (strcmp(port, "-") == 0 || stat(port, &info) != 0)
        return true; /* link_open says why there is none */
    if (S_ISDIR(info.st_mode))
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "%s is a folder. Name a port or a file; `roller-logger list` shows the ports.", port);
    if (S_ISREG(info.st_mode) && info.st_size == 0)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "%s is an empty file. Name a port, or a file with what a roller has sent; `roller-logger "
                           "list` shows the ports.",
                           port);
    if (S_ISCHR(info.st_mode) && is_own_terminal(port, &info))
        return failure_set(failure, EXIT_STATUS_DEVICE,
                           "%s is the terminal of this program, not a roller. `roller-logger list` shows the ports.",
                           port);
    return !link_is_serial_device(port) || check_serial_kind(port, failure);
}

bool link_open(struct link *link, const char *port, int baud, struct failure *failure)
{
    *link = (struct link){.is_serial = link_is_serial_device(port), .baud = baud};
    if (!link->is_serial)
        return link_stream_open(link, port, failure);
    char *name = realpath(port, NULL); /* libserialport does not follow symbolic links such as /dev/serial/by-id/... */
    bool opened = link_serial_open(link, name ? name : port, failure);
    free(name);
    return opened;
}

void link_close(struct link *link)
{
    if (link->is_serial || link->is_terminal) {
        platform_restore_terminal(link->fd, &link->found);
        (void)ioctl(link->fd, TIOCNXCL); /* otherwise exclusive mode lasts while another process has the port open */
    }
    if (link->is_serial)
        link_serial_close(link);
    else
        close(link->fd);
}

bool link_set_baud(struct link *link, int baud)
{
    if (!link->is_serial || !link_serial_set_baud(link, baud))
        return false;
    link->baud = baud;
    return true;
}

enum link_status link_wait(int fd, int stop_fd, int wait_ms, struct failure *failure)
{
    struct pollfd polled[2] = {{.fd = fd, .events = POLLIN}, {.fd = stop_fd, .events = POLLIN}};
    int ready = poll(polled, 2, wait_ms);
    if (ready < 0 && errno != EINTR) {
        failure_set(failure, EXIT_STATUS_DEVICE, "Cannot wait for the roller: %s.", strerror(errno));
        return LINK_FAILED;
    }
    if (ready <= 0)
        return LINK_IDLE;
    return polled[1].revents ? LINK_STOPPED : LINK_DATA;
}

enum link_status link_read(struct link *link, int stop_fd, void *bytes, size_t size, size_t *count, int wait_ms,
                           struct failure *failure)
{
    *count = 0;
    enum link_status status = link_wait(link->fd, stop_fd, wait_ms, failure);
    if (status != LINK_DATA)
        return status;
    return link->is_serial ? link_serial_read(link, bytes, size, count, failure)
                           : link_stream_read(link, bytes, size, count, failure);
}

bool link_is_unplugged(const struct link *link, enum link_status status)
{
    return status == LINK_LOST || (status == LINK_ENDED && link->is_terminal);
}

bool link_wait_for_stop(int stop_fd, int wait_ms)
{
    struct failure ignored;
    return link_wait(stop_fd, -1, wait_ms, &ignored) == LINK_DATA;
}

bool link_is_readable(const struct link *link)
{
    struct failure ignored;
    return link_wait(link->fd, -1, 0, &ignored) != LINK_IDLE;
}

bool link_write(struct link *link, const void *bytes, size_t count)
{
    return link->is_serial ? link_serial_write(link, bytes, count) : link_stream_write(link, bytes, count);
}

bool link_may_be_mid_stream(const struct link *link)
{
    return link->is_serial || link->is_terminal;
}
