/* SPDX-License-Identifier: MIT */
/* Searches all serial ports on USB for rollers, in parallel. Other ports are not opened, since that could disturb a
 * console or a machine; a roller there must be named with --port. */
#pragma once

#include "serial/probe.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

/* Order of the search. Likely rollers have the USB id of an Arduino or a common adapter. */
enum discovery_order {
    DISCOVERY_LIKELY_FIRST, /* the other USB ports only if no wanted roller was found */
    DISCOVERY_ALL_AT_ONCE   /* all USB ports at the same time */
};

struct discovery {
    struct probe *probe; /* [count], one for each port, likely rollers first */
    size_t count;
    size_t usb_port_count; /* number of ports to search */
    int baud;              /* 0 = try all rates */
    const char *id;        /* the wanted roller; NULL = any roller; owned by the caller */
};

/* List the ports. False (EXIT_STATUS_DEVICE) if that fails. Always call discovery_free afterwards. */
bool discovery_init(struct discovery *discovery, int baud, const char *id, struct failure *failure);

/* Probe the USB ports for a few seconds. The search ends early when the roller with the wanted id is found. False
 * (EXIT_STATUS_DEVICE) if `stop_fd` becomes readable. */
bool discovery_run(struct discovery *discovery, enum discovery_order order, int stop_fd, struct failure *failure);

/* Receive bytes from the rollers found so far, so that no byte is lost. Call at least every 0.1 s. */
void discovery_poll(struct discovery *discovery);

/* Return the next roller with the wanted id after `previous` (NULL = the first); NULL if there is none. */
struct probe *discovery_next(struct discovery *discovery, const struct probe *previous);

/* Write a description such as "5A3C21F0 at /dev/ttyACM0 (Arduino Uno)". */
void discovery_describe(const struct probe *probe, char *text, size_t size);

/* Close all open ports and free the list. */
void discovery_free(struct discovery *discovery);
