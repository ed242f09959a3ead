/* SPDX-License-Identifier: MIT */
/* Run the real firmware with a scene, or on the calibration rig. */
#pragma once

#include "chip/chip.h"
#include "shared/failure.h"
#include "session/pty.h"
#include "session/scene.h"
#include "session/truth.h"

struct simulate_options {
    const char *image;        /* the firmware */
    const char *rig_commands; /* file of commands (body/rig.h), or NULL: a person rolls */
    bool full_speed;          /* run as fast as possible instead of in real time */
};

/* Run the firmware until the end of the schedule or of the rig's commands, or until a signal. The roller's
 * bytes go to `pty`, which must be open. Fills in `*run` for truth_write, also on failure. */
bool simulate(const struct simulate_options *options, struct scene *scene, struct pty *pty, struct truth_run *run,
              struct failure *failure);

/* Memory that an image needs. */
struct simulate_memory {
    struct chip_memory chip;
    unsigned stack;   /* deepest stack in bytes */
    double running_s; /* simulated duration of the measurement */
};

/* Measure the memory that `image` needs, in a short run at full speed. */
bool simulate_measure_memory(const char *image, struct scene *scene, struct simulate_memory *memory,
                             struct failure *failure);
