/* SPDX-License-Identifier: MIT */
/* A pseudo-terminal between the test, which acts as the device, and the logger. */
#pragma once

#include "support/temp_dir.h"

#include <stdbool.h>
#include <stddef.h>

struct device_pty {
    int fd;              /* the device's end */
    int host_fd;         /* the logger's end, open to count the bytes that the logger has not read yet */
    struct temp_dir dir; /* with the link */
    char path[512]; /* a link to the logger's end, for --port; removed before the pseudo-terminal is closed, because
                     * the kernel gives its number to the next one, perhaps of another test, which a logger that
                     * waits for its roller would then open */
};

void device_pty_open(struct device_pty *pty);
/* End the exclusive mode in which the last user of the port left it. The mode ends when a port is closed, but `host_fd`
 * keeps this one open. Root may open a port in exclusive mode, so only other users need this. */
void device_pty_end_exclusive_mode(struct device_pty *pty);
/* A serial port is flushed when the logger opens it. Wait for that: call device_pty_report_flush before the logger is
 * started, and device_pty_await_flush afterwards. */
void device_pty_report_flush(struct device_pty *pty);
void device_pty_await_flush(struct device_pty *pty);
/* Send all bytes, in chunks of 1 to 61 bytes. */
void device_pty_send(struct device_pty *pty, const void *bytes, size_t length);
/* Send in large chunks for at most `limit_s`, even if the logger stops reading. Returns the number of bytes
 * sent. */
size_t device_pty_pump(struct device_pty *pty, const void *bytes, size_t length, double limit_s);
/* The pseudo-terminal is drained when it has been empty for so long: on a busy machine, the logger may be held up right
 * after it has read bytes. */
#define DEVICE_PTY_DRAINED_MS 400
/* Wait until the logger has read everything: unread bytes are lost when a pseudo-terminal closes. */
void device_pty_drain(struct device_pty *pty);
/* Whether the logger sends `text` within `limit_s`. */
bool device_pty_expect(struct device_pty *pty, const char *text, double limit_s);
void device_pty_close(struct device_pty *pty);
