/* SPDX-License-Identifier: MIT */
#include "serial/link_backend.h"

#include <errno.h>
#include <fcntl.h>
#include <libserialport.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool configure(struct sp_port *port, int baud)
{
    return sp_set_baudrate(port, baud) == SP_OK && sp_set_bits(port, 8) == SP_OK &&
           sp_set_parity(port, SP_PARITY_NONE) == SP_OK && sp_set_stopbits(port, 1) == SP_OK &&
           sp_set_flowcontrol(port, SP_FLOWCONTROL_NONE) == SP_OK;
}

void link_serial_close(struct link *link)
{
    sp_close(link->port);
    sp_free_port(link->port);
}

static bool lock_and_configure(struct link *link, const char *port, struct failure *failure)
{
    if (sp_get_port_handle(link->port, &link->fd) != SP_OK || fcntl(link->fd, F_SETFD, FD_CLOEXEC) != 0)
        return link_report_open_error(port, errno, failure);
    if (!link_lock(link->fd, port, failure))
        return false;
    (void)ioctl(link->fd, TIOCEXCL); /* best effort: also keeps out programs that do not lock the port */
    if (!configure(link->port, link->baud))
        return failure_set(failure, EXIT_STATUS_DEVICE, "%s does not support %d baud: %s.", port, link->baud,
                           strerror(errno));
    sp_flush(link->port, SP_BUF_INPUT); /* bytes received earlier, perhaps at another rate, are noise */
    return true;
}

/* sp_open changes the settings of the port before anyone can save or lock them, so open the port first without it.
 * Returns a descriptor; negative, with `failure` set, if the port cannot be opened or another program has locked it. */
static int open_unchanged(const char *port, struct platform_terminal *found, struct failure *failure)
{
    int fd = open(port, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        link_report_open_error(port, errno, failure);
        return -1;
    }
    if (!link_lock(fd, port, failure)) {
        close(fd);
        return -1;
    }
    (void)flock(fd, LOCK_UN); /* libserialport 0.1.2 locks the port itself */
    platform_save_terminal(fd, found);
    return fd;
}

static bool open_with_library(struct link *link, const char *port, struct failure *failure)
{
    if (sp_open(link->port, SP_MODE_READ_WRITE) != SP_OK)
        return link_report_open_error(port, errno, failure);
    return lock_and_configure(link, port, failure);
}

static bool report_no_serial_port(const char *port, struct failure *failure)
{
    return failure_set(failure, EXIT_STATUS_DEVICE, "%s is not a serial port. `roller-logger list` shows the ports.",
                       port);
}

bool link_serial_check(const char *port, struct failure *failure)
{
    struct sp_port *found;
    if (sp_get_port_by_name(port, &found) != SP_OK)
        return report_no_serial_port(port, failure);
    sp_free_port(found);
    return true;
}

bool link_serial_open(struct link *link, const char *port, struct failure *failure)
{
    if (sp_get_port_by_name(port, &link->port) != SP_OK)
        return report_no_serial_port(port, failure);
    int fd = open_unchanged(port, &link->found, failure);
    bool opened = fd >= 0 && open_with_library(link, port, failure);
    if (!opened)
        link_serial_close(link); /* if the port is locked, libserialport 0.1.2 fails but leaves it open */
    if (!opened && fd >= 0)
        platform_restore_terminal(fd, &link->found);
    if (fd >= 0)
        close(fd);
    return opened;
}

bool link_serial_set_baud(struct link *link, int baud)
{
    if (sp_set_baudrate(link->port, baud) != SP_OK)
        return false;
    sp_flush(link->port, SP_BUF_INPUT); /* bytes received at the old rate are noise */
    return true;
}

enum link_status link_serial_read(struct link *link, void *bytes, size_t size, size_t *count, struct failure *failure)
{
    *count = 0;
    errno = 0; /* libserialport sets errno only if the read fails */
    int bytes_read = sp_nonblocking_read(link->port, bytes, size);
    if (bytes_read > 0) {
        *count = (size_t)bytes_read;
        return LINK_DATA;
    }
    /* After an unplug, reads return 0 bytes or fail with EIO; only the query for waiting bytes fails reliably. */
    if (errno == EIO || errno == ENXIO || errno == ENODEV || sp_input_waiting(link->port) < 0)
        return LINK_LOST;
    if (bytes_read == 0 || errno == EAGAIN || errno == EINTR)
        return LINK_IDLE;
    failure_set(failure, EXIT_STATUS_DEVICE, "Cannot read the port: %s.", strerror(errno));
    return LINK_FAILED;
}

bool link_serial_write(struct link *link, const void *bytes, size_t count)
{
    return sp_nonblocking_write(link->port, bytes, count) == (int)count;
}
