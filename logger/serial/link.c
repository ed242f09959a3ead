/* SPDX-License-Identifier: MIT */
#include "serial/link.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* libserialport opens real serial devices only: those that the kernel lists in /sys/class/tty with a device
 * behind. It cannot open a pseudo-terminal, whose major number is 136 to 143 (Linux,
 * Documentation/admin-guide/devices.txt). */
bool link_is_serial_device(const char *port)
{
    struct stat info;
    if (strcmp(port, "-") == 0)
        return false;
    if (stat(port, &info) != 0)
        return false;
    unsigned major_number = (unsigned)(info.st_rdev >> 8 & 0xFFF);
    return S_ISCHR(info.st_mode) && (major_number < 136 || major_number > 143);
}

/* libserialport knows ports by the kernel's names; people and udev have links to them. */
static bool open_serial(struct link_serial *serial, const char *port, int baud, struct failure *failure)
{
    char *name = realpath(port, NULL);
    bool opened = link_serial_open(serial, name ? name : port, baud, failure);
    free(name);
    return opened;
}

bool link_open(struct link *link, const char *port, int baud, struct failure *failure)
{
    *link = (struct link){.is_serial = link_is_serial_device(port), .baud = baud};
    return link->is_serial ? open_serial(&link->serial, port, baud, failure)
                           : link_stream_open(&link->stream, port, failure);
}

bool link_set_baud(struct link *link, int baud)
{
    if (!link->is_serial || !link_serial_set_baud(&link->serial, baud))
        return false;
    link->baud = baud;
    return true;
}

enum link_status link_read(struct link *link, int stop_fd, void *bytes, size_t size, size_t *count,
                           int wait_ms, struct failure *failure)
{
    *count = 0;
    int fd = link->is_serial ? link->serial.fd : link->stream.fd;
    enum link_status status = link_wait(fd, stop_fd, wait_ms, failure);
    if (status != LINK_DATA)
        return status;
    return link->is_serial ? link_serial_read(&link->serial, bytes, size, count, failure)
                           : link_stream_read(&link->stream, bytes, size, count, failure);
}

bool link_is_readable(const struct link *link)
{
    struct failure ignored;
    return link_wait(link->is_serial ? link->serial.fd : link->stream.fd, -1, 0, &ignored) != LINK_IDLE;
}

void link_write(struct link *link, const void *bytes, size_t count)
{
    if (link->is_serial)
        link_serial_write(&link->serial, bytes, count);
    else
        link_stream_write(&link->stream, bytes, count);
}

void link_close(struct link *link)
{
    if (link->is_serial)
        link_serial_close(&link->serial);
    else
        link_stream_close(&link->stream);
}

bool link_may_begin_mid_line(const struct link *link)
{
    return link->is_serial || link->stream.is_terminal;
}
