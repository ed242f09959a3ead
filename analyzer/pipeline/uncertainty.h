/* SPDX-License-Identifier: MIT */
/* How far positions may be from the truth (docs/ANALYSIS.md, "Offsets and uncertainty"). */
#pragma once

#include "pipeline/radius_belief.h"
#include "position/offsets.h"

#include <stdbool.h>
#include <stddef.h>

struct uncertainty_input {
    bool uses_imu; /* the rotation comes from the IMU; else from the ring alone */
    const struct offsets *offsets;
    bool has_radius;                    /* the rolling radius was measured */
    double radius_mm;                   /* of the header */
    struct radius_belief radius_belief; /* about it, if it was measured */
    double thigh_length_mm;             /* 0 = unknown */
    double lean_deviation_deg;          /* of the lean of the thigh that is left in the rotation */
};

/* Return half of the 95 % interval of all positions, mm: in 95 of 100 sessions at least 95 % of the positions are this
 * near to the truth. farthest_mm: from the origin. */
double uncertainty_of_position(const struct uncertainty_input *input, double farthest_mm);

/* Return half of the 95 % interval of a position in a row, mm. */
double uncertainty_in_row(const struct uncertainty_input *input, double position_mm, size_t row);
