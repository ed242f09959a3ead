/* SPDX-License-Identifier: MIT */
/* Whether the options of a command line fit together. */
#pragma once

#include "options.h"

/* Check the parsed options. False (EXIT_STATUS_USAGE), with a message that says what to change, if they do not fit. */
bool options_check(const struct options *options, struct failure *failure);
