/* SPDX-License-Identifier: MIT */
/* Which serial ports there are, and which of them is a roller. */
#ifndef PORT_FINDER_H
#define PORT_FINDER_H

#include "failure.h"
#include "link.h"

#include <stdbool.h>
#include <stddef.h>

#define PORT_FINDER_PORTS_MAX 64
#define PORT_FINDER_NAME_SIZE 128

struct port_info {
    char name[PORT_FINDER_NAME_SIZE];
    char description[128]; /* plain text (plain_text.h); "" = none */
    char usb_id[16];       /* "2341:0043"; "" = not on USB */
    bool is_likely;        /* its USB id is one of boards and adapters that rollers are made with */
};

/* The serial ports, likely ones first. False (EXIT_STATUS_DEVICE) when the system does not tell. */
bool port_finder_list(struct port_info ports[PORT_FINDER_PORTS_MAX], size_t *count, struct failure *failure);

/*
 * Listen to a link for up to `wait_ms` until a whole line of a roller came; half way through the wait, ask.
 * The bytes heard so far are kept in `bytes` (`size`; `*count`), for they belong to the recording.
 */
bool port_finder_hears_roller(struct link *link, int stop_fd, int wait_ms, char *bytes, size_t size,
                              size_t *count);

/* Open the ports one after the other, 5 s each, until one is a roller; it stays open. `name` gets the port's
 * name, `bytes` what it said. False (EXIT_STATUS_DEVICE) when none is, or when the user stopped. */
bool port_finder_open_roller(struct link *link, int baud, int stop_fd, struct port_info *found, char *bytes,
                             size_t size, size_t *count, struct failure *failure);

#endif
