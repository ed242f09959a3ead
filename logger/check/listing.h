/* SPDX-License-Identifier: MIT */
/* The command `list`: the serial ports, and which of them is a roller. */
#ifndef LISTING_H
#define LISTING_H

#include "shared/failure.h"
#include "options/options.h"

#include <stdbool.h>
#include <stddef.h>

#define LISTING_SIZE 65536

/* Listen at every port on USB, a few seconds, and write what is there into `text`: two lines each, or
 * (options->json) one JSON list. False (EXIT_STATUS_DEVICE): the system does not tell its ports, or the user
 * stopped. */
bool listing_run(const struct options *options, int stop_fd, char *text, size_t size,
                 struct failure *failure);

#endif
