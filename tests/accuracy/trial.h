/* SPDX-License-Identifier: MIT */
/* One simulated session: what was planted in it and what the analyzer found. */
#pragma once

#include "support/run_program.h"
#include "support/temp_dir.h"

#include <stdbool.h>
#include <stddef.h>

#define TRIAL_SPOTS_MAX 32
#define TRIAL_LANES 2 /* trials in parallel */

struct trial_kind {
    bool hard;   /* with poor sensors, slip and a loose strip */
    bool no_imu; /* without IMU: the angle comes from the ring alone */
};

struct trial_spot {
    double center_mm;
    double dwell_s;
    int visits;
};

struct trial {
    unsigned seed;
    struct trial_spot planted[TRIAL_SPOTS_MAX];
    size_t planted_count;
    struct trial_spot found[TRIAL_SPOTS_MAX];
    size_t found_count;
    double position_rmse_mm; /* over the loaded rows; NAN if none has a position */
};

/* The folders of the programs and of the trials' files. */
struct trial_lab {
    const char *programs;
    struct temp_dir dir;
};

/* Return the number of random spots for a seed: 0 if it is even, else 1 to 4. */
unsigned trial_spots_of_seed(unsigned seed);

/* Simulate and analyse trial[count] (seeds given; at most TRIAL_LANES) in parallel. False, with a message on
 * stderr, if a program failed. */
bool trial_run(const struct trial_lab *lab, struct trial_kind kind, struct trial *trial, size_t count);
