/* SPDX-License-Identifier: MIT */
/* The host's end of the roller: a pseudo-terminal that looks like its serial port, or standard output.
 *
 * While the port is open, nothing is lost: pty_flush waits for a slow reader, and the simulated roller waits with it.
 * While the port is closed, bytes are lost as on an unconnected cable; pty_put reports that.
 *
 * SIGINT, SIGTERM and SIGHUP end every blocking call; pty_check_stopped reports them. */
#pragma once

#include "shared/failure.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PTY_BUFFER_SIZE 4096

struct pty {
    int fd;              /* the pty's master, or standard output */
    int stop_fd;         /* readable after a signal (platform_open_stop_pipe) */
    int end_fd;          /* a pipe whose end counts as a signal; -1 = none. The caller sets it, and keeps it */
    bool is_open;        /* a program has the port open */
    bool was_open;       /* a program has opened this pty */
    bool stopped;        /* a signal was received */
    uint64_t retry_us;   /* time of the next attempt to open a new pty, after a failure (pty_now_us) */
    char link[PATH_MAX]; /* path of the link; "" = standard output */
    char name[64];       /* path of the pty, which changes when the port is closed */
    uint8_t buffer[PTY_BUFFER_SIZE];
    size_t length; /* bytes in the buffer */
};

/* Open a pty and make `link` a link to it, replacing an earlier link but nothing else. From then on,
 * signals no longer end the process. Fails with EXIT_STATUS_DEVICE. Call pty_close in any case. */
bool pty_open(struct pty *pty, const char *link, struct failure *failure);
/* Open standard output instead. */
bool pty_open_stdout(struct pty *pty, struct failure *failure);

/* Block until a program opens the port; return at once for standard output. False if a signal arrives first. */
bool pty_wait_until_open(struct pty *pty);

/* Append a byte. False, and the byte is lost, if no program has the port open. Call pty_flush at least every
 * PTY_BUFFER_SIZE bytes. */
bool pty_put(struct pty *pty, uint8_t byte);
/* Write the appended bytes; blocks while the reader is slow. Fails with EXIT_STATUS_OUTPUT if that is impossible. */
bool pty_flush(struct pty *pty, struct failure *failure);

/* Read bytes from the host. Blocks until some arrive, or until pty_now_us() reaches deadline_us. Returns their
 * number, at most `size`; 0 at the deadline or after a signal. */
size_t pty_read_until(struct pty *pty, uint64_t deadline_us, void *bytes, size_t size);
/* Return a clock in microseconds that stops while the computer sleeps, unlike platform_now_us. The simulated
 * roller therefore does not try to catch up after a sleep. */
uint64_t pty_now_us(void);

/* Check for a signal and update is_open. True once a signal has been received. */
bool pty_check_stopped(struct pty *pty);

/* Block until the reader has read everything or has closed the port. Fails with EXIT_STATUS_DEVICE after 10 s. */
bool pty_drain(struct pty *pty, struct failure *failure);
/* Remove the link and close everything. */
void pty_close(struct pty *pty);
