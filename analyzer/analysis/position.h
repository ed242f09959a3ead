/* SPDX-License-Identifier: MIT */
/*
 * Where the roller is along the thigh.
 *
 * position = direction * radius * rotation, counted only under load: after a lift-off the roller is where it was.
 * 0 is the upper thigh: where the roller was first loaded, and anew at each `zero` event. A direction that the
 * session leaves open is the one in which most of the rolling lies ahead of 0 (or in which a `knee` event does).
 * Where both a `zero` or first contact and a `knee` event are there and the thigh's length is known, the length sets the scale
 * when that changes it by no more than a fifth.
 */
#ifndef POSITION_H
#define POSITION_H

#include "angle_imu.h"
#include "session_rows.h"
#include "series.h"

#include <stdbool.h>
#include <stddef.h>

struct position {
    double *mm;        /* [n]; NAN before the first load */
    int direction;
    bool by_imu;       /* else by the ring alone */
    bool fused;        /* the ring stood in while the IMU was silent */
    double silent_s;
    double scale;      /* by which the thigh's length changed the radius; 1 = not */
    double disagreement_mm; /* rms between IMU and ring over the distance of strokes; NAN with only one of them */
    double knee_mm;    /* position at the last knee event; NAN = none */
};

/* `direction` 1, -1, or 0 to find it; lengths 0 = unknown. False when memory is short. */
bool position_estimate(struct position *position, const struct session_rows *recording, const struct series *series,
                       double radius_mm, int direction, double thigh_length_mm);

void position_free(struct position *position);

#endif
