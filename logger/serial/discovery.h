/* SPDX-License-Identifier: MIT */
/* Searches the serial ports on USB for rollers. Ports that another program uses, and devices that are known to be
 * something else, are not opened. Neither are ports that are not on USB, since that could disturb a console or a
 * machine; a roller there must be named with --port. */
#pragma once

#include "serial/probe.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

enum discovery_order {
    DISCOVERY_LIKELY_FIRST, /* in the order of usb_likelihood, until a wanted roller is found: less likely ports stay
                               closed, and those that are equally likely are opened at the same time */
    DISCOVERY_ALL_AT_ONCE   /* all USB ports at the same time */
};

struct discovery {
    struct probe *probe; /* [count], one for each port, likely rollers first */
    size_t count;
    size_t usb_port_count; /* number of ports that may be searched */
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

/* Write why a port was not opened: what is connected to it, and what to do if it is a roller after all. */
void discovery_describe_skipped(const struct port_info *port, char *text, size_t size);

/* Close all open ports and free the list. */
void discovery_free(struct discovery *discovery);
