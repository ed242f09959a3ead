/* SPDX-License-Identifier: MIT */
/* What must hold of every gnuplot script: gnuplot runs commands that stand in its strings. */
#ifndef SCRIPT_CHECK_H
#define SCRIPT_CHECK_H

#include <stddef.h>

/* Abort unless: printable ASCII and newlines only; no backtick, no system(), no file name that is a command;
 * each quoted string ends on its line. */
void script_check(const char *script, size_t length);

#endif
