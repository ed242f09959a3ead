/* SPDX-License-Identifier: MIT */
/* Whether tests/support/shim/nth_shim.c can make allocations fail in this build, and whether leaks are
 * detected. */
#pragma once

#include <stdbool.h>

#if defined __SANITIZE_THREAD__ || defined __clang__
#define MEMORY_CAN_FAIL false /* the sanitizer's malloc takes precedence over the shim's */
#else
#define MEMORY_CAN_FAIL true
#endif

#if defined __SANITIZE_ADDRESS__
#define LEAKS ", no leak"
#else
#define LEAKS ""
#endif
