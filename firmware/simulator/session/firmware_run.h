/* SPDX-License-Identifier: MIT */
/* Run a firmware image with a scene, or write a table of the memory that it needs. */
#pragma once

#include "shared/failure.h"
#include "session/scene.h"

#include <stdbool.h>
#include <stdio.h>

struct firmware_run_options {
    const char *program;      /* argv[0] */
    const char *image;        /* path, or NULL for the image that comes with this program */
    const char *rig_commands; /* file with commands for the calibration rig, or NULL: a person rolls */
    const char *pty;          /* path of a link to the pseudo-terminal, or NULL */
    const char *truth;        /* file for the ground truth, or NULL */
    int until_end_of;         /* descriptor of a pipe whose end ends the run; 0 = none */
    bool to_stdout;           /* stream to standard output instead of a pseudo-terminal */
    bool full_speed;          /* run as fast as possible instead of in real time */
};

/* Run the firmware until the scene, the rig's commands or a signal end the run; then write the truth. */
bool firmware_run(const struct firmware_run_options *run, struct scene *scene, struct failure *failure);

/* Write a table of the memory that the image needs to `out`; only `program` and `image` of `run` are used. */
bool firmware_write_memory_table(FILE *out, const struct firmware_run_options *run, struct scene *scene,
                                 struct failure *failure);
