/* SPDX-License-Identifier: MIT */
/* How a load on the ring reaches the strips. */
#pragma once

struct roller_body;

enum load_path {
    LOAD_PATH_DIRECT, /* each strip carries what presses at its angle */
    LOAD_PATH_BRIDGE, /* slats lie on two strips each, as in docs/BUILD.md: each strip carries its part by the lever
                         rule */
    LOAD_PATH_TILT    /* a fault: a slat rests on a pad of 5 mm over its strip, tips, and leans on a bumper */
};

/* A load whose pressure falls from the centre of an arc to its ends like a raised cosine. Angles are the body's. */
struct arc_load {
    double center_rad, half_width_rad;
    double force_n;
};

/* Add what the strips of a body carry of a load, N. */
void load_path_add(const struct roller_body *body, const struct arc_load *load, double strip_force_n[]);
