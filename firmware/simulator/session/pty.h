/* SPDX-License-Identifier: MIT */
/*
 * The host's end of the roller: a pseudo-terminal that looks like its serial port, or standard output.
 *
 * While the port is open, nothing is lost: pty_flush waits for a slow reader, and the simulated roller with
 * it. While it is closed, bytes are lost as on an unconnected cable; pty_put reports that.
 *
 * SIGINT, SIGTERM and SIGHUP end every wait; pty_stopped reports them.
 */
#ifndef PTY_H
#define PTY_H

#include "common/sim_failure.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PTY_BUFFER_SIZE 4096

struct pty {
    int fd;       /* the pty's master, or standard output */
    int slave_fd; /* held open, so that nothing is lost between two listeners; -1 = standard output */
    int signal_fd;
    int watch_fd; /* reports when the pty is opened and closed; -1 = standard output */
    int listeners;
    bool stopped;
    char link[PATH_MAX]; /* "" = none */
    char name[64];       /* of the pty */
    uint8_t buffer[PTY_BUFFER_SIZE];
    size_t length;
};

/* Open a pty and link `link` to it. An earlier link of that name is replaced, but nothing else. SIM_DEVICE on
 * failure. From here on the signals are blocked and read from signal_fd. pty_close in any case. */
bool pty_open(struct pty *pty, const char *link, struct sim_failure *failure);
bool pty_open_stdout(struct pty *pty, struct sim_failure *failure);

/* Wait until the port is opened; standard output always is. False when a signal came first. */
bool pty_wait_for_listener(struct pty *pty);

/* Append a byte. False when there is no listener: it is lost. pty_flush at least every PTY_BUFFER_SIZE bytes.
 */
bool pty_put(struct pty *pty, uint8_t byte);
/* Write what was appended; waits for the reader. SIM_OUTPUT when it cannot be written. */
bool pty_flush(struct pty *pty, struct sim_failure *failure);

/* Wait until `deadline_us` (pty_now_us) or until bytes arrive. Returns their number, at most `size`; 0 at the
 * deadline or after a signal. */
size_t pty_wait(struct pty *pty, uint64_t deadline_us, void *bytes, size_t size);
/* Microseconds of the monotonic clock. */
uint64_t pty_now_us(void);

/* Whether a signal came; also updates the listeners. */
bool pty_stopped(struct pty *pty);

/* Wait until everything was read, or the port is closed. SIM_DEVICE after 10 s. */
bool pty_drain(struct pty *pty, struct sim_failure *failure);
/* Remove the link and close. */
void pty_close(struct pty *pty);

#endif
