/* SPDX-License-Identifier: MIT */
/* A queue of the device's events (E lines). Each event is kept until the first row at or after its time. */
#pragma once

#include "decode/session_row.h"
#include "wire/wire_line.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EVENT_QUEUE_MAX 8
#define EVENT_QUEUE_NAME_SIZE 32

/* All zero bytes at first. */
struct event_queue {
    struct {
        uint32_t t_us;
        char name[EVENT_QUEUE_NAME_SIZE]; /* such as "mark" or, with a value, "strip_open=3" */
    } event[EVENT_QUEUE_MAX];
    size_t count;
    uint64_t dropped; /* events for which the queue or the row had no space */
};

/* The events to release. */
enum event_queue_choice { EVENT_QUEUE_DUE, EVENT_QUEUE_ALL };

/* Queue an E line, or count it as dropped if the queue is full. False if the line has no time or no name.
 *
 * In the name and the value, characters other than letters, digits and '_' become '_', because the events column joins
 * names with '+', and spreadsheets interpret a leading '=' or '-'. */
bool event_queue_add_line(struct event_queue *queue, const struct wire_line *line);

/* Move events into `row`: those up to device time `t_us` (EVENT_QUEUE_DUE), or all of them. */
void event_queue_release(struct event_queue *queue, enum event_queue_choice choice, uint32_t t_us,
                         struct session_row *row);

/* Add a name to the events of `row`. False if there is no space. */
bool event_queue_append_name(struct session_row *row, const char *name);

/* Whether events, whose names are joined by '+', include a press of the button, however long. */
bool event_queue_has_press(const char *names);
