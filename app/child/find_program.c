/* SPDX-License-Identifier: MIT */
#include "child/find_program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_program(const char *folder, size_t length, const char *name, char path[PATH_MAX])
{
    int written = snprintf(path, PATH_MAX, "%.*s/%s", (int)length, folder, name);
    return written > 0 && written < PATH_MAX && path[0] == '/' && access(path, X_OK) == 0;
}

bool find_program(const char *name, const char *self, char path[PATH_MAX])
{
    const char *slash = strrchr(self, '/'), *folders = getenv("PATH");
    if (slash && is_program(self, (size_t)(slash - self), name, path))
        return true;
    for (const char *folder = folders; folder && *folder; folder += strspn(folder, ":")) {
        size_t length = strcspn(folder, ":");
        if (is_program(folder, length, name, path))
            return true;
        folder += length;
    }
    return false;
}
