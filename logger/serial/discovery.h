/* SPDX-License-Identifier: MIT */
/*
 * Search all serial ports on USB for rollers at the same time. Other ports are never opened, since that may
 * disturb a console or a machine; a roller there is named with --port.
 */
#ifndef DISCOVERY_H
#define DISCOVERY_H

#include "serial/probe.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct discovery {
    struct probe *probe; /* [count], one for each port, likely rollers first; freed by discovery_free */
    size_t count;
    size_t usb_port_count; /* ports that are searched */
    int baud;              /* 0 = find out */
    const char *id;        /* the caller's: find this roller only; NULL = any */
};

/* List the ports. False (EXIT_STATUS_DEVICE) if that fails. Always call discovery_free afterwards. */
bool discovery_init(struct discovery *discovery, int baud, const char *id, struct failure *failure);

/*
 * Probe the ports, for a few seconds: those that are likely rollers and, with `everywhere` or if none of
 * those is a roller, the other USB ports. Ends early when the roller with the wanted id is found. False
 * (EXIT_STATUS_DEVICE) if `stop_fd` becomes readable.
 */
bool discovery_run(struct discovery *discovery, bool everywhere, int stop_fd, struct failure *failure);

/* Receive what the rollers found so far have sent, so that nothing is lost. Call often. */
void discovery_poll(struct discovery *discovery);

/* The next roller after `after` (NULL: the first) that has the wanted id; NULL = no more. */
struct probe *discovery_next(struct discovery *discovery, const struct probe *after);

/* "5A3C21F0 at /dev/ttyACM0 (Arduino Uno)" */
void discovery_describe(const struct probe *probe, char *text, size_t size);

/* Close all open ports and free the list. */
void discovery_free(struct discovery *discovery);

#endif
