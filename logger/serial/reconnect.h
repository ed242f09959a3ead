/* SPDX-License-Identifier: MIT */
/*
 * Find an unplugged roller again: at its old name or, if it is a serial device, at any port that was not
 * there before. A port where another roller answers is skipped until it is unplugged.
 */
#ifndef RECONNECT_H
#define RECONNECT_H

#include "serial/link.h"
#include "serial/port_list.h"

#include <stdbool.h>
#include <stddef.h>

struct reconnect {
    const char *name; /* the old one, the caller's */
    char new_name[PORT_LIST_NAME_SIZE];
    char id[32]; /* of the roller; "" = unknown */
    bool is_serial;
    int baud;
    struct port_info skipped_ports[PORT_LIST_MAX];
    size_t skipped_port_count;
};

/* What a roller that is back has sent. The H line is bytes[identity_start] to bytes[identity_end - 1] of the
 * received bytes; both are equal if none came. */
struct reconnect_result {
    const char *name; /* of its port; valid until the next try */
    size_t identity_start;
    size_t identity_end;
};

/* Start, right after the link was closed. `name` must stay valid. */
void reconnect_begin(struct reconnect *reconnect, const char *name, const char *id, bool is_serial, int baud);

/*
 * Try once; takes up to 5 s if a port opens. True: `link` is open and `received` holds what the roller has
 * sent. A roller that does not identify itself (a one-way cable) is accepted at its old name.
 */
bool reconnect_try(struct reconnect *reconnect, struct link *link, int stop_fd, struct link_bytes *received,
                   struct reconnect_result *result);

#endif
