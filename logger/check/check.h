/* SPDX-License-Identifier: MIT */
/* The command `check`: some seconds of a roller's readings, and what they say of it. Writes no file. */
#ifndef LOGGER_CHECK_H
#define LOGGER_CHECK_H

#include "shared/failure.h"
#include "options/options.h"

#include <stdbool.h>
#include <stddef.h>

/* Listen and report into `text` (HEALTH_TEXT_SIZE bytes suffice; "" when there was nothing to report). False:
 * no roller, or (EXIT_STATUS_DEVICE) one that is not healthy. */
bool check_run(const struct options *options, int stop_fd, char *text, size_t size, struct failure *failure);

#endif
