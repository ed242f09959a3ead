/* SPDX-License-Identifier: MIT */
/* Which serial ports there are. */
#ifndef PORT_LIST_H
#define PORT_LIST_H

#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

#define PORT_LIST_MAX 64
#define PORT_LIST_NAME_SIZE 128

struct port_info {
    char name[PORT_LIST_NAME_SIZE];
    char description[128]; /* plain text (sanitized_text.h); "" = none */
    char usb_id[16];       /* "2341:0043"; "" = not on USB */
    char driver[32];       /* the kernel's; "" = not told */
    bool is_likely_roller; /* its USB id is one of boards and adapters that rollers are made with */
};

/* The serial ports, likely ones first. False (EXIT_STATUS_DEVICE) when the system does not tell. */
bool port_list_read(struct port_info ports[PORT_LIST_MAX], size_t *count, struct failure *failure);

#endif
