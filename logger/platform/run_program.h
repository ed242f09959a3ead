/* SPDX-License-Identifier: MIT */
/* Runs another program to its end. */
#pragma once

#include <stdbool.h>

/* Run argv[0], found in $PATH unless it has a slash, and wait until it ends. What it prints goes to standard error.
 * `*status` is its exit status; 128 + N if signal N ended it. False, with errno, if it cannot be run. */
bool run_program(char *const argv[], int *status);
