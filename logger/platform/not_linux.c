/* SPDX-License-Identifier: MIT */
/* Functions that macOS and plain POSIX share: libserialport lists the ports, and the rest is unknown. */
#include "platform/platform.h"

#include <errno.h>
#include <libserialport.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>

bool platform_list_ports(struct platform_port *ports, size_t max, size_t *count)
{
    struct sp_port **list;
    *count = 0;
    if (sp_list_ports(&list) != SP_OK)
        return false;
    if (!list) { /* libserialport 0.1.1 returns SP_OK even when out of memory */
        errno = ENOMEM;
        return false;
    }
    for (; list[*count] && *count < max; (*count)++) {
        ports[*count].driver[0] = '\0';
        snprintf(ports[*count].path, sizeof ports[*count].path, "%s", sp_get_port_name(list[*count]));
    }
    sp_free_port_list(list);
    return true;
}

bool platform_find_holder(const char *path, long *process, char *name, size_t size)
{
    name[0] = '\0';
    (void)size;
    return platform_find_lock_owner(path, process);
}

_Static_assert(sizeof(struct termios) <= sizeof((struct platform_terminal){0}.settings), "the settings fit");

void platform_save_terminal(int fd, struct platform_terminal *saved)
{
    struct termios settings;
    saved->is_saved = tcgetattr(fd, &settings) == 0;
    if (saved->is_saved)
        memcpy(saved->settings, &settings, sizeof settings);
}

void platform_restore_terminal(int fd, const struct platform_terminal *saved)
{
    struct termios settings;
    if (!saved->is_saved)
        return;
    memcpy(&settings, saved->settings, sizeof settings);
    settings.c_cflag &= ~(tcflag_t)HUPCL;
    (void)tcsetattr(fd, TCSANOW, &settings); /* fails if the device was unplugged */
}

void *platform_reserve_heap(size_t bytes)
{
    (void)bytes;
    return NULL;
}
