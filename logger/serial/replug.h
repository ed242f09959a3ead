/* SPDX-License-Identifier: MIT */
/* Finds an unplugged roller again: on its old port or, if it is a serial device, on any port on USB plugged in since. A
 * port where another roller answers is skipped until it is unplugged; ports that another program uses and devices that
 * are known to be something else are not opened. */
#pragma once

#include "serial/link.h"
#include "serial/port_list.h"

#include <stdbool.h>
#include <stddef.h>

#define REPLUG_ID_SIZE 32

struct replug {
    const char *name; /* old name of the port; owned by the caller */
    char new_name[PORT_LIST_NAME_SIZE];
    char id[REPLUG_ID_SIZE]; /* the roller's id; "" = unknown */
    bool is_serial;
    int baud;
    struct port_info skipped_ports[PORT_LIST_MAX]; /* present at the start, or another roller answered there */
    size_t skipped_port_count;
    bool found_other; /* another roller answered; the caller sets it to false when it has reported that */
    char other_id[REPLUG_ID_SIZE];
    char other_name[PORT_LIST_NAME_SIZE]; /* its port */
};

/* The port on which the roller was found again. Its H line is bytes[hello_start] to bytes[hello_end - 1] of the
 * received bytes; the two are equal if no H line was received. */
struct replug_result {
    const char *name; /* valid until the next try */
    size_t hello_start;
    size_t hello_end;
};

/* Start the search. Call immediately after closing the link: ports listed now do not count as newly plugged in. `name`
 * must stay valid. */
void replug_begin(struct replug *replug, const char *name, const char *id, bool is_serial, int baud);

/* Try once, for up to 5 s if a port opens. If true, `link` is open and `received` holds the bytes that the roller has
 * sent. A roller that does not identify itself (a one-way cable) is accepted on its old port. */
bool replug_try(struct replug *replug, struct link *link, int stop_fd, struct link_bytes *received,
                struct replug_result *result);
