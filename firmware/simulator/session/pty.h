/* SPDX-License-Identifier: MIT */
/*
 * Where the roller's bytes go: a pseudo-terminal that looks like its serial port, or standard output.
 *
 * Nothing is dropped while somebody has the port open: when the other side does not read, pty_flush waits,
 * and the simulated roller with it. While nobody has it open, bytes are gone, as on a cable without a
 * computer; how many lines that were is counted by the caller from what pty_put returns.
 *
 * SIGINT, SIGTERM and SIGHUP end the waits; pty_stopped tells of them.
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
    int slave_fd; /* held open so that nothing is lost between two listeners; -1 = standard output */
    int signal_fd;
    int watch_fd; /* tells of listeners that open and close the pty; -1 = standard output */
    int listeners;
    bool stopped;
    char link[PATH_MAX]; /* "" = none */
    char name[64];       /* the pty */
    uint8_t buffer[PTY_BUFFER_SIZE];
    size_t length;
};

/* Offer a pty under `link`, replacing an earlier link of that name but nothing else. SIM_DEVICE on failure.
 * From here on the signals are held back and read here. */
bool pty_open(struct pty *outlet, const char *link, struct sim_failure *failure);
bool pty_open_stdout(struct pty *outlet, struct sim_failure *failure);

/* Wait until somebody opens the port. Returns at once with standard output. False when a signal came first.
 */
bool pty_wait_for_listener(struct pty *outlet);

/* Take a byte. False when nobody listens: it is gone. Call pty_flush at least every PTY_BUFFER_SIZE bytes.
 */
bool pty_put(struct pty *outlet, uint8_t byte);
/* Pass on what was taken; waits while the other side does not read. SIM_OUTPUT when it cannot be written. */
bool pty_flush(struct pty *outlet, struct sim_failure *failure);

/* Wait until `deadline_us` (pty_now_us), or until bytes come from the other side. Returns how many of at
 * most `size` bytes came; 0 at the deadline or after a signal. */
size_t pty_wait(struct pty *outlet, uint64_t deadline_us, void *bytes, size_t size);
/* Microseconds of the monotonic clock. */
uint64_t pty_now_us(void);

/* Whether a signal asked to end; also looks for listeners that came or went. */
bool pty_stopped(struct pty *outlet);

/* Wait until the other side has read everything, or has closed. SIM_DEVICE when it has not within 10 s. */
bool pty_drain(struct pty *outlet, struct sim_failure *failure);
/* Take the link away and close. */
void pty_close(struct pty *outlet);

#endif
