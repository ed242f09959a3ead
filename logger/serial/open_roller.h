/* SPDX-License-Identifier: MIT */
/* The link that the command line means: the port that it names, or where a roller is found. */
#ifndef OPEN_ROLLER_H
#define OPEN_ROLLER_H

#include "shared/failure.h"
#include "serial/link.h"
#include "options/options.h"
#include "serial/port_list.h"
#include "terminal/status_line.h"

#include <stdbool.h>
#include <stddef.h>

/* Open it. `port` (PORT_LIST_NAME_SIZE) gets its name where one was looked for, "" else; `bytes` (`size`)
 * what it said meanwhile (`*received`): who it is, and readings that came before anybody was ready for them.
 */
bool open_roller_link(struct link *link, const struct options *options, struct status_line *status_line,
                      int stop_fd, char *port, char *bytes, size_t size, size_t *received,
                      struct failure *failure);

#endif
