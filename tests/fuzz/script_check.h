/* SPDX-License-Identifier: MIT */
/* A check of gnuplot scripts: gnuplot executes commands in strings. */
#pragma once

#include <stddef.h>

/* Abort unless: printable ASCII and newlines only; no backtick, no system(), no command as a file name;
 * each quoted string ends on its line. */
void script_check(const char *script, size_t length);
