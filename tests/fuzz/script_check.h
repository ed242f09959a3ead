/* SPDX-License-Identifier: MIT */
/* What must hold for every gnuplot script: gnuplot executes commands in its strings. */
#ifndef SCRIPT_CHECK_H
#define SCRIPT_CHECK_H

#include <stddef.h>

/* Abort unless: printable ASCII and newlines only; no backtick, no system(), no command as a file name;
 * each quoted string ends on its line. */
void script_check(const char *script, size_t length);

#endif
