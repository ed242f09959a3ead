/* SPDX-License-Identifier: MIT */
/* What a check sends to another program, and the command that ends it (docs/FORMATS.md, "Events and
 * commands"). */
#pragma once

#include "check/health.h"
#include "decode/session_decoder.h"
#include "events/task_events.h"
#include "serial/open_roller.h"

#include <stdbool.h>

/* Zeroed at first. */
struct check_events {
    struct task_events task;
    char port[OPEN_ROLLER_PORT_SIZE];
    char seen[1024]; /* the last "seen" */
};

/* Send the phase, and what is known of the roller. */
void check_events_add_phase(struct check_events *events, const char *phase, const struct session_decoder *decoder);

/* Send the newest row, and what has been seen since the beginning. `max_s`: how long the check lasts at most. */
void check_events_add_row(struct check_events *events, const struct health *health,
                          const struct session_decoder *decoder, const struct session_row *row, double max_s);

/* Return a listener that sends the report. */
struct health_listener check_events_listener(struct check_events *events);

/* Take the commands that have come. Returns whether the check is to end. */
bool check_events_take_stop(struct check_events *events);
