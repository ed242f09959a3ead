/* SPDX-License-Identifier: MIT */
/* macOS. Written from Apple's documentation, never compiled or run: if you have a Mac, please try it. */
#include "platform/platform.h"

#include <fcntl.h>
#include <libserialport.h>
#include <mach-o/dyld.h>
#include <stdint.h>
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

/* Pseudo-terminals are /dev/ttys000 and up; serial ports are /dev/cu.NAME and /dev/tty.NAME. */
bool platform_is_pseudo_terminal(const char *path)
{
    char name[PATH_MAX];
    return realpath(path, name) && strncmp(name, "/dev/ttys", strlen("/dev/ttys")) == 0;
}

bool platform_find_holder(const char *path, long *process, char *name, size_t size)
{
    (void)path, (void)process, (void)name, (void)size;
    return false; /* the user can find the process with `lsof` */
}

/* mach_continuous_time in nanoseconds; it also advances while the computer sleeps. */
clockid_t platform_clock(void)
{
    return CLOCK_MONOTONIC_RAW;
}

bool platform_program_path(const char *name, char path[PATH_MAX])
{
    char unresolved[PATH_MAX];
    uint32_t size = sizeof unresolved;
    (void)name;
    return _NSGetExecutablePath(unresolved, &size) == 0 && realpath(unresolved, path);
}

const char *platform_page_opener(void)
{
    return "open";
}

/* fsync leaves the data in the cache of the disk. Not every file system supports F_FULLFSYNC. */
bool platform_flush(int fd)
{
    return fcntl(fd, F_FULLFSYNC) == 0 || fsync(fd) == 0;
}

void platform_use_huge_pages(void *memory, size_t size)
{
    (void)memory, (void)size;
}
