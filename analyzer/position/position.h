/* SPDX-License-Identifier: MIT */
/* The position of the roller along the thigh (docs/ANALYSIS.md, sections 7 to 9). */
#ifndef POSITION_H
#define POSITION_H

#include "force/force_series.h"
#include "position/strokes.h"
#include "session/session_rows.h"

#include <stdbool.h>
#include <stddef.h>

struct position {
    size_t count;
    double *mm;             /* [count] growing towards the knee; NAN before the first load and where unknown */
    unsigned char *contact; /* [count] enum contact_state; rows of unknown position are unloaded */
    bool known;             /* a sensor measured the rotation; else mm is all NAN */
    int direction;          /* 1 or -1: the sign of rotation towards the knee */
    bool direction_is_certain;
    bool uses_imu;          /* else the ring alone */
    bool fused;             /* the ring replaced the IMU in its dropouts */
    double dropout_s;       /* loaded time without an IMU reading */
    double unknown_s;       /* loaded time left out, because no sensor measured the rotation */
    double scale;           /* factor on all lengths, from the thigh's length; 1 = unchanged */
    double disagreement_mm; /* rms difference of IMU and ring over 1 s; NAN unless both measure */
    double knee_mm;         /* median of the `knee` events, before scaling; NAN = none */
    size_t restarts;        /* times that the roller restarted under load */
    double slip_mm;         /* slip removed, over the longest part between `zero` events; 0 = none */
    /* Rotation used, and measured by each sensor: [count] each, or NULL. */
    float *rotation_rad, *imu_rad, *ring_rad;
};

/*
 * Compute the position of all rows from the rotation, and from the radius, direction (0 = find it) and thigh
 * length in the session's header. `keep_rotations` also fills in rotation_rad and, of each sensor that
 * measured, imu_rad (NAN in dropouts) and ring_rad. False when out of memory; else free with position_free.
 */
bool position_estimate(struct position *position, const struct session_rows *session, const struct force_series *series,
                       bool keep_rotations);

struct slip {
    double mm_per_mm;  /* slip per distance rolled since the last `zero` event; 0 = none that is significant */
    double longest_mm; /* slip over the longest part between `zero` events */
};

/* Estimate the slip from the stroke ends. False when out of memory. */
bool slip_estimate(struct slip *slip, const struct position *position, const struct strokes *strokes);

/* Subtract the slip from the positions, and set slip_mm. */
void position_subtract_slip(struct position *position, const struct slip *slip);

void position_free(struct position *position);

#endif
