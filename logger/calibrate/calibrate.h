/* SPDX-License-Identifier: MIT */
/* The command `calibrate`: measure a roller's strips or its rolling radius, and store them in it. */
#pragma once

#include "options/options.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stdbool.h>

/* Run the calibration that `options` names, and add the path of the calibration file to `out`; `calibrate show` only
 * adds the roller's settings. The calibration stops when stop_fd becomes readable. If false, it ended early:
 * `failure` then also says what the roller now holds and where the measured points are. */
bool calibrate_run(const struct options *options, int stop_fd, struct text_buffer *out, struct failure *failure);
