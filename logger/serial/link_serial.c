/* SPDX-License-Identifier: MIT */
#include "serial/link_serial.h"

#include <errno.h>
#include <fcntl.h>
#include <libserialport.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool configure(struct sp_port *port, int baud)
{
    return sp_set_baudrate(port, baud) == SP_OK && sp_set_bits(port, 8) == SP_OK &&
           sp_set_parity(port, SP_PARITY_NONE) == SP_OK && sp_set_stopbits(port, 1) == SP_OK &&
           sp_set_flowcontrol(port, SP_FLOWCONTROL_NONE) == SP_OK;
}

static bool give_up(struct link_serial *serial)
{
    sp_close(serial->port);
    sp_free_port(serial->port);
    return false;
}

bool link_serial_open(struct link_serial *serial, const char *port, int baud, struct failure *failure)
{
    if (sp_get_port_by_name(port, &serial->port) != SP_OK)
        return failure_set(failure, EXIT_STATUS_DEVICE,
                           "%s is not a serial port. `roller-logger list` shows the ports.", port);
    if (sp_open(serial->port, SP_MODE_READ_WRITE) != SP_OK) {
        int error = errno;
        sp_free_port(serial->port);
        return link_open_error(port, error, failure);
    }
    if (sp_get_port_handle(serial->port, &serial->fd) != SP_OK ||
        fcntl(serial->fd, F_SETFD, FD_CLOEXEC) != 0) {
        link_open_error(port, errno, failure);
        return give_up(serial);
    }
    if (!link_lock_exclusive(serial->fd, port, failure))
        return give_up(serial);
    if (!configure(serial->port, baud)) {
        failure_set(failure, EXIT_STATUS_DEVICE, "%s does not take %d baud: %s.", port, baud,
                    strerror(errno));
        return give_up(serial);
    }
    sp_flush(serial->port,
             SP_BUF_INPUT); /* what lay there is from before the opening, and of another baud rate */
    return true;
}

bool link_serial_set_baud(struct link_serial *serial, int baud)
{
    if (sp_set_baudrate(serial->port, baud) != SP_OK)
        return false;
    sp_flush(serial->port, SP_BUF_INPUT);
    return true;
}

enum link_status link_serial_read(struct link_serial *serial, void *bytes, size_t size, size_t *count,
                                  struct failure *failure)
{
    *count = 0;
    errno = 0;
    int got = sp_nonblocking_read(serial->port, bytes, size);
    if (got > 0) {
        *count = (size_t)got;
        return LINK_DATA;
    }
    /* After an unplug reads say "nothing" or fail with EIO; only the count of waiting bytes tells for sure.
     */
    if (errno == EIO || errno == ENXIO || errno == ENODEV || sp_input_waiting(serial->port) < 0)
        return LINK_LOST;
    if (got == 0 || errno == EAGAIN || errno == EINTR)
        return LINK_IDLE;
    failure_set(failure, EXIT_STATUS_DEVICE, "Cannot read the port: %s.", strerror(errno));
    return LINK_FAILED;
}

void link_serial_write(struct link_serial *serial, const void *bytes, size_t count)
{
    (void)sp_nonblocking_write(serial->port, bytes, count); /* whoever asks will see that no answer comes */
}

void link_serial_close(struct link_serial *serial)
{
    give_up(serial);
}
