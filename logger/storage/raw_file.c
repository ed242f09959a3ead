/* SPDX-License-Identifier: MIT */
#include "storage/raw_file.h"

#include "platform/platform.h"
#include "storage/new_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static void keep_first_failure(struct raw_file *raw, int error)
{
    if (raw->failed)
        return;
    raw->failed = true;
    failure_set(&raw->failure, EXIT_STATUS_OUTPUT, "The received bytes could not all be written to %s: %s.", raw->path,
                strerror(error));
}

bool raw_file_open(struct raw_file *raw, const char *path, struct failure *failure)
{
    raw->path = path;
    raw->fd = -1;
    raw->failed = false;
    raw->used = 0;
    if (!path)
        return true;
    raw->fd = new_file_create(path);
    if (raw->fd >= 0)
        return true;
    return failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot create %s: %s. Choose another name with --raw.", path,
                       errno == EEXIST ? "it exists already, and nothing is overwritten" : strerror(errno));
}

void raw_file_flush(struct raw_file *raw)
{
    if (raw->fd >= 0 && !raw->failed && platform_write(raw->fd, raw->buffer, raw->used) < raw->used)
        keep_first_failure(raw, errno);
    raw->used = 0;
}

void raw_file_append(struct raw_file *raw, const void *bytes, size_t count)
{
    const char *rest = bytes;
    while (raw->fd >= 0 && count > 0) {
        if (raw->used == sizeof raw->buffer)
            raw_file_flush(raw);
        size_t space = sizeof raw->buffer - raw->used;
        size_t step = count < space ? count : space;
        memcpy(raw->buffer + raw->used, rest, step);
        raw->used += step;
        rest += step;
        count -= step;
    }
}

bool raw_file_close(struct raw_file *raw, struct failure *failure)
{
    if (raw->fd < 0)
        return true;
    raw_file_flush(raw);
    if (!raw->failed && !new_file_sync(raw->fd))
        keep_first_failure(raw, errno);
    if (close(raw->fd) != 0)
        keep_first_failure(raw, errno);
    raw->fd = -1;
    if (raw->failed)
        *failure = raw->failure;
    return !raw->failed;
}

void raw_file_abandon(struct raw_file *raw)
{
    if (raw->fd < 0)
        return;
    close(raw->fd);
    raw->fd = -1;
    unlink(raw->path);
}
