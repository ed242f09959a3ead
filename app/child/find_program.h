/* SPDX-License-Identifier: MIT */
/* Finds the programs that this one starts. */
#pragma once

#include <limits.h>
#include <stdbool.h>

/* Write the absolute path of a program: beside the program `self` (an absolute path, or "" if it is unknown), else in
 * the folders of $PATH. False if it is in neither. */
bool find_program(const char *name, const char *self, char path[PATH_MAX]);
