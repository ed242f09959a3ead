/* SPDX-License-Identifier: MIT */
/* How far the rolling radius in the header may be from the true one: people also type the radius that they measured
 * without load, which is larger (docs/ANALYSIS.md, "Offsets and uncertainty"). */
#pragma once

#include "rotation/seen_radius.h"

struct radius_evidence {
    double radius_mm;        /* of the header */
    double span_fraction;    /* distance between the usual ends of the strokes, of the thigh's length; 0 = unknown */
    struct seen_radius seen; /* by the accelerometer */
};

struct radius_belief {
    double unloaded;      /* probability that the header has the radius of the roller without load */
    double half_fraction; /* half of the 95 % interval of the radius, relative to that of the header */
};

/* Weigh the evidence about a radius that somebody measured. */
struct radius_belief radius_belief_of(const struct radius_evidence *evidence);
