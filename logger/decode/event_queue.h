/* SPDX-License-Identifier: MIT */
/* Events of the device (E lines) that wait for the row whose time is next at or after theirs. */
#ifndef EVENT_QUEUE_H
#define EVENT_QUEUE_H

#include "wire/frame.h"
#include "decode/session_row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EVENT_QUEUE_MAX 8
#define EVENT_QUEUE_NAME_SIZE 32

struct event_queue {
    struct {
        uint32_t t_us;
        char name[EVENT_QUEUE_NAME_SIZE];
    } event[EVENT_QUEUE_MAX];
    size_t count;
    uint64_t dropped; /* more at a time than the queue or a row takes */
};

/*
 * Take an E line. Its name, and its value behind '=', are kept as letters, digits and '_' only: the column
 * joins names with '+', and spreadsheets act on a leading '=' or '-'. False when it is not an E line with a
 * time and a name.
 */
bool event_queue_parse(struct event_queue *queue, const struct frame_line *line);

/* Give a row, of device time `t_us`, the events up to its time; with `all` every one that waits. */
void event_queue_release(struct event_queue *queue, uint32_t t_us, bool all, struct session_row *row);

/* Add a name to a row's events. False when there is no room. */
bool event_queue_append_name(struct session_row *row, const char *name);

#endif
