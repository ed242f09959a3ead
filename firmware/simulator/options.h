/* SPDX-License-Identifier: MIT */
/* The command line of virtual-roller. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "session/scene.h"
#include "common/sim_failure.h"

#include <stdbool.h>

enum task {
    TASK_SIMULATE, /* run the firmware; output to a pty or standard output */
    TASK_SESSION,  /* write a session file at once */
    TASK_BUDGET,   /* run the firmware and say how much memory it needs */
    TASK_HELP,
    TASK_VERSION
};

struct options {
    enum task task;
    struct scene_request request;
    const char *pty; /* path of the link, or NULL */
    bool to_stdout;
    const char *truth;    /* or NULL */
    const char *session;  /* or NULL */
    const char *bench;    /* orders for the roller on the bench, or NULL: a person rolls */
    const char *firmware; /* or NULL = beside the program */
    bool full_speed;
};

/* Read the command line. The pointers lead into argv. False with status SIM_USAGE when it makes no sense. */
bool options_read(int argc, char **argv, struct options *options, struct sim_failure *failure);

/* What --help prints. */
extern const char OPTIONS_HELP[];

#endif
