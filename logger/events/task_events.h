/* SPDX-License-Identifier: MIT */
/* What the logger's commands send to another program (--events), and what they get from it (--control): what all of
 * them have in common, and the task that `check` and `calibrate` are. The names are those of docs/FORMATS.md, "Events
 * and commands". */
#pragma once

#include "events/control_reader.h"
#include "events/event_stream.h"
#include "shared/failure.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#define TASK_EVENTS_VERSION 1
#define TASK_EVENTS_STRIPS_MAX 16
#define TASK_EVENTS_COMMANDS_MAX 8 /* to take at a time, so that a flood of them does not hold up the readings */

/* Private. Zeroed, nothing is sent or read. */
struct task_events {
    const char *task;
    int64_t signal_us; /* host time of the last numbers */
    struct event_stream stream;
    struct control_reader control;
};

/* The roller as it is at a moment. */
struct task_signal {
    double time_s;
    unsigned strip_count;
    double reading[TASK_EVENTS_STRIPS_MAX];
    double force_n[TASK_EVENTS_STRIPS_MAX];
    int up_strip; /* the strip on top, by the motion sensor; negative = not known */
};

/* What is known of the roller. Texts may be "". */
struct task_roller {
    const char *port, *id, *board, *firmware;
    const char *file; /* of the measured points */
};

/* Use these descriptors; 0 = none. False (EXIT_STATUS_USAGE) if one cannot be used. */
bool task_events_open(struct task_events *events, int events_fd, int control_fd, struct failure *failure);
/* The same, and begin the task `task` ("check", "strips", "radius"), which is searching for its roller. */
bool task_events_begin(struct task_events *events, const char *task, int events_fd, int control_fd,
                       struct failure *failure);

/* Whether events are sent: somebody reads them. */
bool task_events_is_on(const struct task_events *events);
/* Whether another program gives the commands. */
bool task_events_is_controlled(const struct task_events *events);

/* Send an object, and release it. NULL: out of memory, which counts as a lost line. False if the line is lost. */
bool task_events_add(struct task_events *events, enum event_kind kind, json_t *object);
/* Send the phase ("search", "running", "ended"). `roller`: NULL = not known. */
void task_events_add_phase(struct task_events *events, const char *phase, const struct task_roller *roller);
/* Send a sentence for the user; "" or blanks are left out. */
void task_events_add_notice(struct task_events *events, const char *text);
/* Refuse a command: `code` as in control_parser.h. */
void task_events_add_error(struct task_events *events, const char *code, const char *text);

/* Return the object of a roller. */
json_t *task_events_roller(const char *id, const char *board, const char *firmware);

/* Whether it is time for the next numbers, 20 times a second at most; call it at least as often, at the host time
 * now_us. */
bool task_events_signal_is_due(struct task_events *events, int64_t now_us);
void task_events_add_signal(struct task_events *events, const struct task_signal *signal);

/* Take the next command, if one has come; lines that are none are refused. */
enum control_result task_events_take(struct task_events *events, struct control_message *message);

/* Send the last line. `failure`: why the task failed; NULL = it did not. */
void task_events_end(struct task_events *events, const struct failure *failure);
