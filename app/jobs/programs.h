/* SPDX-License-Identifier: MIT */
/* The programs that do the work, and where they work. */
#pragma once

#include "child/child.h"
#include "shared/failure.h"
#include "store/places.h"

#include <limits.h>
#include <stdbool.h>

/* The descriptors of a program that the app leads: --events and --control of the logger, and for options. */
#define PROGRAMS_EVENTS_FD 3
#define PROGRAMS_CONTROL_FD 4
#define PROGRAMS_DIGITS(number) #number
#define PROGRAMS_FD_TEXT(number) PROGRAMS_DIGITS(number)

struct programs {
    struct children *children; /* those that run */
    const struct places *places;
    char logger[PATH_MAX], analyzer[PATH_MAX], virtual_roller[PATH_MAX]; /* absolute paths */
};

/* Find the programs. `name` is argv[0]. False (EXIT_STATUS_DEVICE) if one is missing. */
bool programs_find(struct programs *programs, const char *name, struct children *children, const struct places *places,
                   struct failure *failure);
