/* SPDX-License-Identifier: MIT */
/* Who has a port open. */
#ifndef PORT_HOLDER_H
#define PORT_HOLDER_H

#include <stdbool.h>
#include <stddef.h>

/* "minicom (process 1234)" into `who`, as plain text, by what /proc tells: of other users' programs nothing,
 * but to root. False: nobody is seen to have it open. */
bool port_holder_find(const char *port, char *who, size_t size);

#endif
