/* SPDX-License-Identifier: MIT */
/* The command line of foam-roller. */
#pragma once

#include "shared/failure.h"

#include <stdbool.h>

/* Strings point into argv. */
struct options {
    const char *folder; /* of the sessions; NULL = FoamRoller in the user's documents */
    unsigned port;      /* 0 = any free one */
    bool no_open;       /* print the address, but open no browser */
    bool help, version; /* print the text, and nothing else */
};

/* Parse the command line. False (EXIT_STATUS_USAGE) if it is wrong. */
bool options_parse(int argc, char *const argv[], struct options *options, struct failure *failure);

/* Return the help text. */
const char *options_help(void);
