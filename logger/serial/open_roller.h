/* SPDX-License-Identifier: MIT */
/* Open the roller that the command line names, or find one. */
#ifndef OPEN_ROLLER_H
#define OPEN_ROLLER_H

#include "options/options.h"
#include "serial/link.h"
#include "serial/port_list.h"
#include "shared/failure.h"
#include "terminal/status_line.h"

#include <stdbool.h>

/*
 * Open `link` at the port of the options or, without one, where a roller is found; of several rollers the
 * user at the terminal chooses. `port` [PORT_LIST_NAME_SIZE] gets the port's name if it was found, else "".
 * `received` gets what the roller sent during the search: its H line, and readings with no known time of
 * arrival.
 *
 * False (EXIT_STATUS_DEVICE): no roller, the port cannot be opened, several rollers and no one to ask, or
 * `stop_fd` became readable.
 */
bool open_roller_link(struct link *link, const struct options *options, struct status_line *status_line,
                      int stop_fd, char *port, struct link_bytes *received, struct failure *failure);

#endif
