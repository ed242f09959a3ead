/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memfd_create */
#include "memory_file.h"

#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

void memory_file_make(struct memory_file *file, const void *bytes, size_t count)
{
    file->fd = memfd_create("session", MFD_CLOEXEC);
    FUZZ_HOLDS(file->fd >= 0);
    FUZZ_HOLDS(write(file->fd, bytes, count) == (ssize_t)count);
    snprintf(file->path, sizeof file->path, "/proc/self/fd/%d", file->fd);
}

void memory_file_drop(struct memory_file *file)
{
    close(file->fd);
}
