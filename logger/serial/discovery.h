/* SPDX-License-Identifier: MIT */
/*
 * Look for rollers at all serial ports on USB at the same time. Others are left alone: to open them may
 * disturb what is there, a console or a machine, and a roller there can be named.
 */
#ifndef DISCOVERY_H
#define DISCOVERY_H

#include "shared/failure.h"
#include "serial/probe.h"

#include <stdbool.h>
#include <stddef.h>

struct discovery {
    struct probe *probe; /* one for each port, likely ones first; the discovery's */
    size_t count;
    size_t usb_port_count; /* of them: those that are looked at */
    int baud;              /* 0 = to be found out */
    const char *id;        /* the caller's text: of the only roller that is wanted; NULL = any */
};

/* List the ports. False (EXIT_STATUS_DEVICE) when the system does not tell them or there is no memory. Free
 * with discovery_free, whatever happens. */
bool discovery_init(struct discovery *discovery, int baud, const char *id, struct failure *failure);

/*
 * Listen at the ports until each is known for what it is, a few seconds: at those where boards and adapters
 * of rollers are plugged in and, where no roller is found there or `everywhere`, at the others on USB. Ends
 * early with the roller of the wanted id. False (EXIT_STATUS_DEVICE): `stop_fd` became readable.
 */
bool discovery_run(struct discovery *discovery, bool everywhere, int stop_fd, struct failure *failure);

/* Go on listening to the rollers that were found, so that nothing of them is lost. Call often. */
void discovery_poll(struct discovery *discovery);

/* The next roller found behind `after` (NULL: the first one), of the wanted id if there is one; NULL = no
 * more. */
struct probe *discovery_next(struct discovery *discovery, const struct probe *after);

/* "5A3C21F0 at /dev/ttyACM0 (Arduino Uno)" */
void discovery_describe(const struct probe *probe, char *text, size_t size);

/* Close what is still open. */
void discovery_free(struct discovery *discovery);

#endif
