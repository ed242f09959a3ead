/* SPDX-License-Identifier: MIT */
#include "port_finder.h"

#include "plain_text.h"

#include <libserialport.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Arduino, Arduino (2), CH340, FTDI, CP210x, PL2303: as in 60-foam-roller.rules */
static bool is_likely_vendor(int vendor)
{
    static const int vendors[] = {0x2341, 0x2A03, 0x1A86, 0x0403, 0x10C4, 0x067B};
    for (size_t i = 0; i < sizeof vendors / sizeof vendors[0]; i++) {
        if (vendors[i] == vendor)
            return true;
    }
    return false;
}

/* The kernel's driver of /dev/NAME: the last part of where a link in sysfs leads. */
static void find_driver(const char *name, char *driver, size_t size)
{
    char path[256], target[256];
    const char *last = strrchr(name, '/');
    snprintf(path, sizeof path, "/sys/class/tty/%s/device/driver", last ? last + 1 : name);
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length <= 0)
        return;
    target[length] = '\0';
    const char *base = strrchr(target, '/');
    plain_text_copy(driver, size, base ? base + 1 : target);
}

static void describe(const struct sp_port *port, struct port_info *info)
{
    *info = (struct port_info){0};
    const char *name = sp_get_port_name(port), *description = sp_get_port_description(port);
    snprintf(info->name, sizeof info->name, "%s", name ? name : "");
    plain_text_copy(info->description, sizeof info->description, description ? description : "");
    find_driver(info->name, info->driver, sizeof info->driver);
    int vendor, product;
    if (sp_get_port_usb_vid_pid(port, &vendor, &product) != SP_OK)
        return;
    snprintf(info->usb_id, sizeof info->usb_id, "%04X:%04X", (unsigned)vendor & 0xFFFF,
             (unsigned)product & 0xFFFF);
    info->is_likely = is_likely_vendor(vendor);
}

/* Likely ones first, and by name: the system's order means nothing. */
static int compare(const void *a, const void *b)
{
    const struct port_info *left = a, *right = b;
    if (left->is_likely != right->is_likely)
        return left->is_likely ? -1 : 1;
    return strcmp(left->name, right->name);
}

bool port_finder_list(struct port_info ports[PORT_FINDER_PORTS_MAX], size_t *count, struct failure *failure)
{
    struct sp_port **list;
    *count = 0;
    if (sp_list_ports(&list) != SP_OK || !list) /* without memory it says SP_OK and gives none */
        return failure_set(failure, EXIT_STATUS_DEVICE, "The system does not tell its serial ports.");
    for (size_t i = 0; list[i] && *count < PORT_FINDER_PORTS_MAX; i++)
        describe(list[i], &ports[(*count)++]);
    sp_free_port_list(list);
    qsort(ports, *count, sizeof ports[0], compare);
    return true;
}
