/* SPDX-License-Identifier: MIT */
/* The thigh rolls on the board that runs the real firmware, until the programme is over or a signal comes. */
#ifndef SIMULATE_H
#define SIMULATE_H

#include "options.h"
#include "outlet.h"
#include "scene.h"
#include "sim_failure.h"
#include "truth.h"

/*
 * Run `image` with the scene; what the roller sends goes to the outlet, which is open. Fills in `*run` for truth_write
 * in any case, also when it fails.
 */
bool simulate(const char *image, const struct options *options, struct scene *scene, struct outlet *outlet,
              struct truth_run *run, struct sim_failure *failure);

/* Run `image` for 30 s of the scene, and print how much memory it needs. */
bool simulate_budget(const char *image, struct scene *scene, struct sim_failure *failure);

#endif
