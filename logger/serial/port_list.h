/* SPDX-License-Identifier: MIT */
/* The serial ports of this computer. */
#pragma once

#include "serial/usb_device.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

#define PORT_LIST_MAX 64
#define PORT_LIST_NAME_SIZE 128

struct port_info {
    char name[PORT_LIST_NAME_SIZE];
    char description[128];          /* sanitized product name; "" = unknown */
    char usb_id[16];                /* "2341:0043"; "" = not on USB */
    char driver[32];                /* the kernel's driver; "" = unknown */
    enum usb_likelihood likelihood; /* that it is a roller */
    const char *kind;               /* with USB_NO_ROLLER: what it is; else "" */
};

/* List the serial ports: the most likely rollers first, then by name. False (EXIT_STATUS_DEVICE) if the
 * system does not list them. */
bool port_list_read(struct port_info ports[PORT_LIST_MAX], size_t *count, struct failure *failure);
