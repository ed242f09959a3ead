/* SPDX-License-Identifier: MIT */
#include "shared/whole_file.h"

#include "platform/platform.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void free_names(struct whole_file *file)
{
    free(file->path);
    free(file->temporary);
}

bool whole_file_open(struct whole_file *file, const char *path)
{
    static const char suffix[] = ".XXXXXX";
    size_t size = strlen(path) + sizeof suffix;
    *file = (struct whole_file){.fd = -1, .path = malloc(size), .temporary = malloc(size)};
    if (file->path && file->temporary) {
        (void)snprintf(file->path, size, "%s", path);
        (void)snprintf(file->temporary, size, "%s%s", path, suffix);
        file->fd = platform_make_temporary(file->temporary);
    }
    if (file->fd >= 0)
        return true;
    int error = errno;
    free_names(file);
    errno = error;
    return false;
}

bool whole_file_commit(struct whole_file *file, bool written)
{
    /* There are file systems that cannot flush. */
    bool ok = written && (platform_flush(file->fd) || errno == EINVAL || errno == ENOTSUP);
    int error = errno;
    if (close(file->fd) != 0 && ok) {
        ok = false;
        error = errno;
    }
    if (ok && rename(file->temporary, file->path) != 0) {
        ok = false;
        error = errno;
    }
    if (!ok)
        (void)unlink(file->temporary);
    free_names(file);
    errno = error;
    return ok;
}
