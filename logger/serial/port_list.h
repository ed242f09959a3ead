/* SPDX-License-Identifier: MIT */
/* The serial ports of this computer. */
#pragma once

#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

#define PORT_LIST_MAX 64
#define PORT_LIST_NAME_SIZE 128

struct port_info {
    char name[PORT_LIST_NAME_SIZE];
    char description[128]; /* sanitized product name; "" = unknown */
    char usb_id[16];       /* "2341:0043"; "" = not on USB */
    char driver[32];       /* the kernel's driver; "" = unknown */
    bool is_likely_roller; /* the port's USB vendor makes boards or adapters used in rollers */
};

/* List the serial ports: likely rollers first, each group sorted by name. False (EXIT_STATUS_DEVICE) if the
 * system does not list them. */
bool port_list_read(struct port_info ports[PORT_LIST_MAX], size_t *count, struct failure *failure);
