/* SPDX-License-Identifier: MIT */
/* Any system with POSIX and libserialport. Neither a port's driver nor the process that holds it can be found. */
#include "platform/platform.h"

#include <libserialport.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool platform_list_ports(struct platform_port *ports, size_t max, size_t *count)
{
    struct sp_port **list;
    *count = 0;
    if (sp_list_ports(&list) != SP_OK)
        return false;
    for (size_t i = 0; list[i] && *count < max; i++, (*count)++) {
        ports[*count].driver[0] = '\0';
        snprintf(ports[*count].path, sizeof ports[*count].path, "%s", sp_get_port_name(list[i]));
    }
    sp_free_port_list(list);
    return true;
}

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

bool platform_find_holder(const char *path, long *process, char *name, size_t size)
{
    (void)path, (void)process, (void)name, (void)size;
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

const char *platform_page_opener(void)
{
    return "xdg-open";
}

bool platform_flush(int fd)
{
    return fdatasync(fd) == 0;
}

void platform_use_huge_pages(void *memory, size_t size)
{
    (void)memory, (void)size;
}
