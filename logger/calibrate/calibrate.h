/* SPDX-License-Identifier: MIT */
/* The command `calibrate`: measure a roller's strips or its rolling radius, and store them in it. */
#ifndef CALIBRATE_H
#define CALIBRATE_H

#include "options/options.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stdbool.h>

/* Calibrate and add the path of the points file to `out`; `calibrate show` instead adds the roller's settings.
 * False if it ended early: `failure` then also says what the roller now holds and where the points are. */
bool calibrate_run(const struct options *options, int stop_fd, struct text_buffer *out, struct failure *failure);

#endif
