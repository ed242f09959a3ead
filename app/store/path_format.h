/* SPDX-License-Identifier: MIT */
/* Paths made of parts: complete, or refused. A truncated path would name another file. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Write a path as snprintf does. False, with errno ENAMETOOLONG and an empty path, if it does not fit. */
bool path_format(char *out, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
