/* SPDX-License-Identifier: MIT */
/* Opens the roller that the command line names, or finds one. */
#pragma once

#include "options/options.h"
#include "serial/link.h"
#include "shared/failure.h"
#include "terminal/status_line.h"

#include <stdbool.h>

#define OPEN_ROLLER_PORT_SIZE 4096 /* a link to a port may have any path */

struct open_roller_request {
    const struct options *options;
    struct status_line *status_line;
    int stop_fd; /* platform_open_stop_pipe */
};

struct opened_roller {
    struct link link;
    char port[OPEN_ROLLER_PORT_SIZE]; /* as the options name the port, or as the search found it */
    struct link_bytes received;       /* received in the search: an H line, and frames with unknown arrival times */
};

/* Open the port that the options name or, without one, search for a roller; if several are found, the user chooses. The
 * caller sets received.bytes and received.size.
 *
 * False (EXIT_STATUS_DEVICE) if there is no roller, the port cannot be opened, several rollers are found but the user
 * cannot be asked, or stop_fd becomes readable. */
bool open_roller_link(const struct open_roller_request *request, struct opened_roller *roller, struct failure *failure);
