/* SPDX-License-Identifier: MIT */
/* Whether tests/support/shim/nth_shim.c can refuse memory to a program of this build, and what a test then
 * says of leaks. */
#ifndef MEMORY_CAN_FAIL_H
#define MEMORY_CAN_FAIL_H

#include <stdbool.h>

#if defined __SANITIZE_THREAD__ || defined __clang__
#define MEMORY_CAN_FAIL false /* their malloc stands before the shim's */
#else
#define MEMORY_CAN_FAIL true
#endif

#if defined __SANITIZE_ADDRESS__
#define LEAKS ", no leak"
#else
#define LEAKS ""
#endif

#endif
