/* SPDX-License-Identifier: MIT */
#include "serial/port_list.h"

#include "platform/platform.h"
#include "shared/sanitized_text.h"

#include <errno.h>
#include <libserialport.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fill_port_info(const struct sp_port *port, struct port_info *info)
{
    *info = (struct port_info){.likelihood = USB_NONE, .kind = ""};
    const char *name = sp_get_port_name(port), *description = sp_get_port_description(port);
    snprintf(info->name, sizeof info->name, "%s", name ? name : "");
    sanitized_text_copy(info->description, sizeof info->description, description ? description : "");
    int vendor, product;
    if (sp_get_port_usb_vid_pid(port, &vendor, &product) != SP_OK)
        return;
    snprintf(info->usb_id, sizeof info->usb_id, "%04X:%04X", (unsigned)vendor & 0xFFFF, (unsigned)product & 0xFFFF);
    info->likelihood = usb_device_classify(vendor, product, info->description, &info->kind);
}

static int compare_ports(const void *a, const void *b)
{
    const struct port_info *port_a = a, *port_b = b;
    if (port_a->likelihood != port_b->likelihood)
        return port_a->likelihood < port_b->likelihood ? -1 : 1;
    return strcmp(port_a->name, port_b->name);
}

/* False if the port was unplugged since it was listed. */
static bool read_port_info(const struct platform_port *found, struct port_info *info)
{
    struct sp_port *port;
    if (sp_get_port_by_name(found->path, &port) != SP_OK)
        return false;
    fill_port_info(port, info);
    sanitized_text_copy(info->driver, sizeof info->driver, found->driver);
    sp_free_port(port);
    return true;
}

bool port_list_read(struct port_info ports[PORT_LIST_MAX], size_t *count, struct failure *failure)
{
    struct platform_port found[PORT_LIST_MAX];
    size_t found_count;
    *count = 0;
    if (!platform_list_ports(found, PORT_LIST_MAX, &found_count))
        return failure_set(failure, EXIT_STATUS_DEVICE, "The system does not list its serial ports: %s.",
                           strerror(errno));
    for (size_t i = 0; i < found_count; i++)
        if (read_port_info(&found[i], &ports[*count]))
            (*count)++;
    qsort(ports, *count, sizeof ports[0], compare_ports);
    return true;
}
