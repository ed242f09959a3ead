/* SPDX-License-Identifier: MIT */
/* A line of a session file, with the file's name and the line's number for messages. */
#pragma once

#include <stddef.h>

struct file_line {
    const char *text; /* not NUL-terminated, without line end */
    size_t length;
    const char *file;
    size_t number; /* from 1 */
};
