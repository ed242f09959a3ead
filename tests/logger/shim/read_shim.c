/* SPDX-License-Identifier: MIT */
/* Preloaded into roller-logger by a test: each read of a terminal returns at most READ_SHIM bytes. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "support/shim/next_function.h"

#include <stdlib.h>
#include <unistd.h>

ssize_t read(int fd, void *bytes, size_t size)
{
    ssize_t (*real)(int, void *, size_t) = next_function(read);
    const char *max = getenv("READ_SHIM");
    size_t limit = max && fd > 2 && isatty(fd) ? (size_t)atol(max) : size;
    return real(fd, bytes, size < limit ? size : limit);
}
