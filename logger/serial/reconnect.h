/* SPDX-License-Identifier: MIT */
/*
 * Find a roller again that was unplugged: at its old name or, a serial device, at any port that was not there
 * before. A port where another roller answers is passed over until it is pulled.
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
    char id[32]; /* of the roller; "" = it never said */
    bool is_serial;
    int baud;
    struct port_info skipped_ports[PORT_LIST_MAX];
    size_t skipped_port_count;
};

/* What was received of a roller that is back. Offsets into the caller's bytes. */
struct reconnect_result {
    const char *name;      /* where; good until the next look */
    size_t identity_start; /* its H line; both equal: it did not say who it is */
    size_t identity_end;
    size_t count; /* bytes */
};

/* Start to look, right after the link was closed. `name` must stay. */
void reconnect_begin(struct reconnect *replug, const char *name, const char *id, bool is_serial, int baud);

/*
 * Look once; up to 5 s where something opens. True: `link` is open and the roller's again, `bytes` (`size`)
 * holds what it said meanwhile. A roller that cannot say who it is (a cable of one way) is known by its old
 * name. False: not yet.
 */
bool reconnect_try(struct reconnect *replug, struct link *link, int stop_fd, char *bytes, size_t size,
                   struct reconnect_result *received);

#endif
