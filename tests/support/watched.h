/* SPDX-License-Identifier: MIT */
/* Whether something watches the tests that makes them slow. */
#pragma once

#include <stdbool.h>
#include <stdlib.h>

/* Sanitizers find in a few sessions what they find in many, and have a heap of their own. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__ || defined __clang__
#define IS_SANITIZED true
#else
#define IS_SANITIZED false
#endif

/* Whether run-tests.sh runs the tests under valgrind or an emulator, which make them about thirty times slower. */
static inline bool is_watched(void)
{
    const char *command = getenv("RUN_UNDER");
    return command && *command;
}

/* Whether a test should try less of the same. */
static inline bool is_slowed(void)
{
    return IS_SANITIZED || is_watched();
}
