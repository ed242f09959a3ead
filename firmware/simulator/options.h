/* SPDX-License-Identifier: MIT */
/* The command line of virtual-roller. */
#pragma once

#include "shared/failure.h"
#include "session/scene.h"
#include "session/weeks_files.h"

#include <stdbool.h>

enum task {
    TASK_SIMULATE, /* run the firmware; output to a pty or standard output */
    TASK_SESSION,  /* write a session file at once */
    TASK_WEEKS,    /* write a folder of session files at once */
    TASK_BUDGET,   /* print the memory that the firmware needs */
    TASK_HELP,
    TASK_VERSION
};

struct options {
    enum task task;
    struct scene_request request;
    bool to_stdout;
    const char *pty;          /* path of the link to the pseudo-terminal, or NULL */
    const char *truth;        /* file for the ground truth, or NULL */
    const char *session;      /* session file to write, or the folder for TASK_WEEKS; or NULL */
    const char *rig_commands; /* file with commands for the calibration rig, or NULL: a person rolls */
    const char *firmware;     /* path of an image, or NULL for the one that comes with the program */
    unsigned until_end_of;    /* descriptor whose end ends the run; 0 = none */
    unsigned weeks;           /* number of weekly sessions; 0 = a single session */
    enum weeks_change change;
    bool full_speed; /* run as fast as possible instead of in real time */
};

/* Parse the command line; strings point into argv. False with EXIT_STATUS_USAGE if it is wrong. */
bool options_parse(int argc, char **argv, struct options *options, struct failure *failure);

/* The text of --help. */
extern const char OPTIONS_HELP[];
