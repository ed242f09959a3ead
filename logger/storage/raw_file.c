/* SPDX-License-Identifier: MIT */
#include "storage/raw_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void fail(struct raw_file *raw, int error)
{
    if (raw->failed)
        return;
    raw->failed = true;
    failure_set(&raw->failure, EXIT_STATUS_OUTPUT,
                "The bytes of the wire could not all be written to %s: %s.", raw->path, strerror(error));
}

bool raw_file_open(struct raw_file *raw, const char *path, struct failure *failure)
{
    raw->path = path;
    raw->fd = -1;
    raw->failed = false;
    raw->used = 0;
    if (!path)
        return true;
    raw->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (raw->fd >= 0)
        return true;
    return failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot make %s: %s. Choose another name with --raw.",
                       path,
                       errno == EEXIST ? "it exists already, and nothing is overwritten" : strerror(errno));
}

void raw_file_flush(struct raw_file *raw)
{
    size_t written = 0;
    while (raw->fd >= 0 && !raw->failed && written < raw->used) {
        ssize_t count = write(raw->fd, raw->buffer + written, raw->used - written);
        if (count >= 0)
            written += (size_t)count;
        else if (errno != EINTR)
            fail(raw, errno);
    }
    raw->used = 0;
}

void raw_file_append(struct raw_file *raw, const void *bytes, size_t count)
{
    if (raw->fd < 0 || count == 0)
        return;
    const char *at = bytes;
    while (count > 0) {
        if (raw->used == sizeof raw->buffer)
            raw_file_flush(raw);
        size_t room = sizeof raw->buffer - raw->used, part = count < room ? count : room;
        memcpy(raw->buffer + raw->used, at, part);
        raw->used += part;
        at += part;
        count -= part;
    }
}

bool raw_file_close(struct raw_file *raw, struct failure *failure)
{
    if (raw->fd < 0)
        return true;
    raw_file_flush(raw);
    if (!raw->failed && fdatasync(raw->fd) != 0 && errno != EINVAL && errno != EROFS)
        fail(raw, errno);
    if (close(raw->fd) != 0)
        fail(raw, errno);
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
