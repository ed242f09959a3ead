/* SPDX-License-Identifier: MIT */
/* The command `calibrate`: measure a roller's strips or its rolling radius, and put them into it. */
#ifndef CALIBRATE_H
#define CALIBRATE_H

#include "shared/failure.h"
#include "options/options.h"

#include <stdbool.h>
#include <stddef.h>

#define CALIBRATE_TEXT_SIZE 4608

/*
 * Do it. `text` (CALIBRATE_TEXT_SIZE bytes) gets what goes to standard output: the name of the file, or what
 * the roller holds. False: it did not come to its end, and the failure also says what the roller holds now
 * and where the points are.
 */
bool calibrate_run(const struct options *options, int stop_fd, char *text, size_t size,
                   struct failure *failure);

#endif
