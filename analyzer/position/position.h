/* SPDX-License-Identifier: MIT */
/*
 * Where the roller is along the thigh.
 *
 * position = direction * radius * rotation, counted only under load (path.h). The rotation is the motion
 * sensor's, and the ring's while that is silent, or where it is missing. A direction that the session leaves
 * open is the one in which most of the rolling lies ahead of 0, or in which `knee` events do; it is not
 * certain where rolling goes as far the other way. A `knee` event is at the thigh's length behind the `zero`
 * event, or first contact, before it. Where that length is known it sets the scale, by the median of all
 * knee events, when that changes lengths by no more than a fifth.
 */
#ifndef POSITION_H
#define POSITION_H

#include "rotation/angle_imu.h"
#include "position/path.h"
#include "force/force_series.h"
#include "session/session_rows.h"

#include <stdbool.h>
#include <stddef.h>

struct position {
    double *mm; /* [n]; NAN before the first load, and where nothing tells it */
    bool told;  /* something tells the rotation; else all is NAN */
    int direction;
    bool direction_is_certain;
    bool by_imu; /* else by the ring alone */
    bool fused;  /* the ring stood in while the IMU was silent */
    double dropout_s;
    double unknown_s;       /* loaded time that was left out, since nothing told the rotation */
    double scale;           /* by which the thigh's length changed the radius; 1 = not */
    double disagreement_mm; /* rms between IMU and ring over the distance of strokes; NAN with only one of
                               them */
    double knee_mm;         /* the median knee event's, before the scale; NAN = none */
    size_t restarts;        /* of the roller, under load */
    /* Kept when asked for, [n] each: the rotation that the position is made of, and by each sensor; NULL
     * without one. */
    float *rotation_rad, *imu_rad, *ring_rad;
};

/*
 * `direction` 1, -1, or 0 to find it; lengths 0 = unknown. Marks in series->loaded the rows that start anew,
 * and clears those in which nothing tells the rotation. `keep_rotations`: fill in rotation_rad, imu_rad (NAN
 * where silent) and ring_rad. False when memory is short.
 */
bool position_estimate(struct position *position, const struct session_rows *recording,
                       struct force_series *series, double radius_mm, int direction, double thigh_length_mm,
                       bool keep_rotations);

void position_free(struct position *position);

#endif
