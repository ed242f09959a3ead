/* SPDX-License-Identifier: MIT */
/* The thigh rolls on the board that runs the real firmware, until the schedule is over or a signal comes. */
#ifndef SIMULATE_H
#define SIMULATE_H

#include "chip/board.h"
#include "options.h"
#include "session/pty.h"
#include "session/scene.h"
#include "common/sim_failure.h"
#include "session/truth.h"

/*
 * Run `image` with the scene; what the roller sends goes to the outlet, which is open. Fills in `*run` for
 * truth_write in any case, also when it fails.
 */
bool simulate(const char *image, const struct options *options, struct scene *scene, struct pty *outlet,
              struct truth_run *run, struct sim_failure *failure);

/* What an image needs. */
struct simulate_budget {
    struct chip_budget chip;
    unsigned stack;   /* bytes, deepest while it ran */
    double running_s; /* for this long */
};

/* Run `image` with the scene for a while, at full speed, and see how much memory it needs. */
bool simulate_budget(const char *image, struct scene *scene, struct simulate_budget *budget,
                     struct sim_failure *failure);

#endif
