/* SPDX-License-Identifier: MIT */
/* One simulated session: what was planted in it and what the analyzer found. */
#pragma once

#include "support/run_program.h"
#include "support/temp_dir.h"

#include <stdbool.h>
#include <stddef.h>

#define TRIAL_SPOTS_MAX 32
#define TRIAL_LANES 4 /* trials in parallel */
#define TRIAL_BEHAVIORS_SIZE 256

/* The session to simulate. */
struct trial_request {
    unsigned seed;
    unsigned spots;                       /* number of spots at random positions */
    bool hard;                            /* with poor sensors, slip and a loose strip */
    bool no_imu;                          /* without IMU: the angle comes from the ring alone */
    char behaviors[TRIAL_BEHAVIORS_SIZE]; /* names for --behaviour; empty = none */
    const char *start;                    /* for the analyzer's --start; NULL = not said */
};

struct trial_spot {
    double center_mm;      /* from the origin that the report names */
    double uncertainty_mm; /* half of the interval of the centre; NAN if the report has none */
    double dwell_s;
    int visits;
};

struct trial {
    struct trial_request request;
    struct trial_spot planted[TRIAL_SPOTS_MAX];
    size_t planted_count;
    struct trial_spot found[TRIAL_SPOTS_MAX];
    size_t found_count;
    double position_rmse_mm; /* over the loaded rows; NAN if none has a position */
    double uncertainty_mm;   /* half of the interval of the positions; NAN if the report has none */
    double inside_fraction;  /* fraction of the loaded rows whose error is within uncertainty_mm */
    char warnings[4096];     /* one a line, in lower case */
};

/* The folders of the programs and of the trials' files. */
struct trial_lab {
    const char *programs;
    struct temp_dir dir;
};

/* Return the number of random spots for a seed: 0 if it is even, else 1 to 4. */
unsigned trial_spots_of_seed(unsigned seed);

/* Simulate and analyse trial[count] (requests given; at most TRIAL_LANES) in parallel. False, with a message on
 * stderr, if a program failed. */
bool trial_run(const struct trial_lab *lab, struct trial *trial, size_t count);
