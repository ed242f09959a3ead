/* SPDX-License-Identifier: MIT */
/* A fuzz input as a file in memory, for code that opens files by name. */
#pragma once

#include <stddef.h>

struct memory_file {
    int fd;
    char path[32];
};

/* Create a file with the given contents; abort if the system cannot. */
void memory_file_make(struct memory_file *file, const void *bytes, size_t count);
void memory_file_drop(struct memory_file *file);
