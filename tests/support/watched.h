/* SPDX-License-Identifier: MIT */
/* Whether run-tests.sh runs the tests under valgrind, some thirty times slower. */
#ifndef WATCHED_H
#define WATCHED_H

#include <stdbool.h>
#include <stdlib.h>

static inline bool is_watched(void)
{
    const char *by = getenv("RUN_UNDER");
    return by && *by;
}

#endif
