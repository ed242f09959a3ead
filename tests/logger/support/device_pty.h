/* SPDX-License-Identifier: MIT */
/* A pseudo-terminal; the test plays the device at its end. */
#ifndef DEVICE_PTY_H
#define DEVICE_PTY_H

#include <stdbool.h>
#include <stddef.h>

struct device_pty {
    int fd;        /* the device's end */
    int host_fd;   /* the other end, open to count the bytes that the host has not read yet */
    char path[64]; /* for the logger's --port */
};

void device_pty_open(struct device_pty *pty);
/* Send all bytes, in pieces of 1 to 61 bytes. */
void device_pty_send(struct device_pty *pty, const void *bytes, size_t length);
/* Send in large pieces for at most `limit_s`, even if the host stops reading. Returns the number of bytes
 * sent. */
size_t device_pty_pump(struct device_pty *pty, const void *bytes, size_t length, double limit_s);
/* Wait until the host has read everything: unread bytes are lost when a pseudo-terminal closes. */
void device_pty_drain(struct device_pty *pty);
/* Whether the host sends `text` within `limit_s`. */
bool device_pty_expect(struct device_pty *pty, const char *text, double limit_s);
void device_pty_close(struct device_pty *pty);

#endif
