/* SPDX-License-Identifier: MIT */
/*
 * Orders for the roller on the bench, a line each, from a file, a FIFO or standard input, as they come:
 *
 *   load STRIP NEWTONS   that strip is turned to the top and a flat block on it carries so much
 *   roll MM [SECONDS]    under a person's weight it is rolled so far over the floor; 0 = it lies there,
 * loaded press                the button, shortly wait SECONDS         by the roller's clock, before the next
 * order end                  the run is over
 *
 * Empty lines and what follows a # are passed over.
 */
#ifndef RIG_COMMANDS_H
#define RIG_COMMANDS_H

#include "common/sim_failure.h"

#include <stdbool.h>
#include <stddef.h>

enum rig_command_kind { RIG_NONE, RIG_LOAD, RIG_ROLL, RIG_PRESS, RIG_WAIT, RIG_END };

struct rig_command {
    enum rig_command_kind kind;
    unsigned strip;
    double load_n;
    double roll_mm;
    double seconds; /* of a roll or a wait */
};

struct rig_commands {
    const char *path; /* the caller's */
    int fd;           /* -1: no more will come */
    char line[256];
    size_t length;
    unsigned number; /* of the line, for sentences */
};

/* Open `path` (- = standard input). SIM_INPUT when it cannot be read. */
bool rig_commands_open(struct rig_commands *orders, const char *path, struct sim_failure *failure);

/* The next order if it has come; RIG_NONE: none yet. Never waits. SIM_INPUT when a line makes no sense.
 */
bool rig_commands_next(struct rig_commands *orders, struct rig_command *order, struct sim_failure *failure);

void rig_commands_close(struct rig_commands *orders);

#endif
