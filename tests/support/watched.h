/* SPDX-License-Identifier: MIT */
/* Whether run-tests.sh runs the tests under valgrind or an emulator, which make them about thirty times slower. */
#pragma once

#include <stdbool.h>
#include <stdlib.h>

static inline bool is_watched(void)
{
    const char *command = getenv("RUN_UNDER");
    return command && *command;
}
