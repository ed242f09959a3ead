/* SPDX-License-Identifier: MIT */
/* Options that name a descriptor which the calling program has opened: --events and --control. */
#pragma once

#include "shared/failure.h"

#include <stdbool.h>

#define DESCRIPTOR_OPTION_MIN 3 /* 0 to 2 are standard input, output and error */
#define DESCRIPTOR_OPTION_MAX 65535

/* What the descriptor must be good for. */
enum descriptor_use {
    DESCRIPTOR_FOR_EVENTS, /* writing, to anything but a terminal, which could block */
    DESCRIPTOR_FOR_CONTROL /* reading, from a pipe or a socket */
};

/* Set `*descriptor` to the value of the option --NAME. Call this before anything else is opened: a number that the
 * caller left unused could then be that of another file. False (EXIT_STATUS_USAGE) if it cannot be used. */
bool descriptor_parse_option(const char *name, const char *value, enum descriptor_use use, int *descriptor,
                             struct failure *failure);
