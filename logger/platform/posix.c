/* SPDX-License-Identifier: MIT */
/* Any system with POSIX and libserialport. Neither a port's driver nor the process that holds it can be found. */
#include "platform/platform.h"

#include <libserialport.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Most systems keep pseudo-terminals in /dev/pts, and libserialport does not list them. */
bool platform_is_pseudo_terminal(const char *path)
{
    char name[PATH_MAX];
    struct sp_port *port;
    if (!realpath(path, name) || strncmp(name, "/dev/pts/", strlen("/dev/pts/")) != 0)
        return false;
    if (sp_get_port_by_name(name, &port) != SP_OK)
        return true;
    sp_free_port(port);
    return false;
}

clockid_t platform_clock(void)
{
    return CLOCK_MONOTONIC; /* no POSIX clock is guaranteed to include time asleep */
}

/* Find the program as the shell did: by its path or, for a name without a slash, in PATH. */
bool platform_program_path(const char *name, char path[PATH_MAX])
{
    const char *folder = getenv("PATH");
    if (strchr(name, '/'))
        return realpath(name, path) != NULL;
    while (folder && *folder) {
        char candidate[PATH_MAX];
        int length = (int)strcspn(folder, ":"); /* 0 = the current folder */
        snprintf(candidate, sizeof candidate, "%.*s/%s", length ? length : 1, length ? folder : ".", name);
        if (access(candidate, X_OK) == 0)
            return realpath(candidate, path) != NULL;
        folder += length + (folder[length] == ':');
    }
    return false;
}
