/* SPDX-License-Identifier: MIT */
/* Run the real firmware with a scene, or on the calibration rig. */
#ifndef SIMULATE_H
#define SIMULATE_H

#include "chip/chip.h"
#include "common/sim_failure.h"
#include "session/pty.h"
#include "session/scene.h"
#include "session/truth.h"

struct simulate_options {
    const char *image;        /* the firmware */
    const char *rig_commands; /* their file (body/rig.h); NULL: a person rolls */
    bool full_speed;          /* do not keep pace with the clock */
};

/*
 * Run until the schedule, the rig's commands or a signal end it. The roller's bytes go to `pty`, which must
 * be open. `*run` is filled in for truth_write, also on failure.
 */
bool simulate(const struct simulate_options *options, struct scene *scene, struct pty *pty,
              struct truth_run *run, struct sim_failure *failure);

/* What an image needs. */
struct simulate_budget {
    struct chip_budget chip;
    unsigned stack;   /* the deepest, in bytes */
    double running_s; /* duration of the run */
};

/* Measure the memory that `image` needs, in a short run at full speed. */
bool simulate_budget(const char *image, struct scene *scene, struct simulate_budget *budget,
                     struct sim_failure *failure);

#endif
