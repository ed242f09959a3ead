/* SPDX-License-Identifier: MIT */
#include "serial/port_list.h"

#include "shared/sanitized_text.h"

#include <dirent.h>
#include <errno.h>
#include <libserialport.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TTY_FOLDER "/sys/class/tty/"

/* Whether a USB vendor is Arduino (two ids), CH340, FTDI, CP210x or PL2303, as in 60-foam-roller.rules. */
static bool is_likely_vendor(int vendor)
{
    static const int vendors[] = {0x2341, 0x2A03, 0x1A86, 0x0403, 0x10C4, 0x067B};
    for (size_t i = 0; i < sizeof vendors / sizeof vendors[0]; i++)
        if (vendors[i] == vendor)
            return true;
    return false;
}

/* Find the kernel's driver of the port /dev/NAME. In sysfs, `device/driver` is a symbolic link to the driver's
 * folder, whose name is that of the driver. */
static void find_driver(const char *name, char *driver, size_t size)
{
    char path[256], target[256];
    const char *slash = strrchr(name, '/');
    snprintf(path, sizeof path, TTY_FOLDER "%s/device/driver", slash ? slash + 1 : name);
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length <= 0)
        return;
    target[length] = '\0';
    const char *last_slash = strrchr(target, '/');
    sanitized_text_copy(driver, size, last_slash ? last_slash + 1 : target);
}

static void fill_port_info(const struct sp_port *port, struct port_info *info)
{
    *info = (struct port_info){0};
    const char *name = sp_get_port_name(port), *description = sp_get_port_description(port);
    snprintf(info->name, sizeof info->name, "%s", name ? name : "");
    sanitized_text_copy(info->description, sizeof info->description, description ? description : "");
    find_driver(info->name, info->driver, sizeof info->driver);
    int vendor, product;
    if (sp_get_port_usb_vid_pid(port, &vendor, &product) != SP_OK)
        return;
    snprintf(info->usb_id, sizeof info->usb_id, "%04X:%04X", (unsigned)vendor & 0xFFFF, (unsigned)product & 0xFFFF);
    info->is_likely_roller = is_likely_vendor(vendor);
}

static int compare_ports(const void *a, const void *b)
{
    const struct port_info *port_a = a, *port_b = b;
    if (port_a->is_likely_roller != port_b->is_likely_roller)
        return port_a->is_likely_roller ? -1 : 1;
    return strcmp(port_a->name, port_b->name);
}

/* Whether the port /dev/NAME has hardware. Consoles and pseudo-terminals have no device in sysfs. The kernel
 * lists standard serial ports (ttyS0, ttyS1, ...) even if they do not exist; their type is then 0. */
static bool has_hardware(const char *name)
{
    char path[PATH_MAX];
    struct stat info;
    snprintf(path, sizeof path, TTY_FOLDER "%s/device", name);
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
        return false;
    snprintf(path, sizeof path, TTY_FOLDER "%s/type", name);
    FILE *file = fopen(path, "re");
    char type[2] = "";
    if (!file)
        return true; /* other kinds of ports have no type file */
    bool is_read = fread(type, 1, sizeof type, file) == sizeof type;
    fclose(file);
    return !(is_read && memcmp(type, "0\n", sizeof type) == 0);
}

static bool read_port_info(const char *name, struct port_info *info)
{
    char path[PATH_MAX];
    struct sp_port *port;
    snprintf(path, sizeof path, "/dev/%s", name);
    if (sp_get_port_by_name(path, &port) != SP_OK)
        return false;
    fill_port_info(port, info);
    sp_free_port(port);
    return true;
}

/* sp_list_ports is not used: if a port is unplugged during the listing, libserialport 0.1.1 continues with a
 * list that it has freed (seen with ftdi_sio). */
bool port_list_read(struct port_info ports[PORT_LIST_MAX], size_t *count, struct failure *failure)
{
    *count = 0;
    DIR *folder = opendir(TTY_FOLDER);
    if (!folder)
        return failure_set(failure, EXIT_STATUS_DEVICE, "The system does not list its serial ports: %s.",
                           strerror(errno));
    const struct dirent *entry;
    while (*count < PORT_LIST_MAX && (entry = readdir(folder)))
        if (has_hardware(entry->d_name) && read_port_info(entry->d_name, &ports[*count]))
            (*count)++;
    closedir(folder);
    qsort(ports, *count, sizeof ports[0], compare_ports);
    return true;
}
