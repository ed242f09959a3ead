/* SPDX-License-Identifier: MIT */
/* The commands `check` and `list`, which examine rollers and write no file. They end early when `stop_fd`
 * (platform_open_stop_pipe) becomes readable. */
#pragma once

#include "options/options.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stdbool.h>

/* Read from a roller until everything has been seen, for up to a minute, or for --duration, and add a report on its
 * health to `out`. False if there is no roller, or (EXIT_STATUS_DEVICE) if it is not healthy. */
bool check_run(const struct options *options, int stop_fd, struct text_buffer *out, struct failure *failure);

/* Listen to every USB port for a few seconds and add a description of all serial ports to `out`: two lines per port or,
 * with options->json, one JSON list. False (EXIT_STATUS_DEVICE) if the ports cannot be listed or the user stopped. */
bool check_list_run(const struct options *options, int stop_fd, struct text_buffer *out, struct failure *failure);
