/* SPDX-License-Identifier: MIT */
/* Where the roller is along the thigh (docs/ANALYSIS.md, sections 7 to 9). */
#ifndef POSITION_H
#define POSITION_H

#include "force/force_series.h"
#include "position/strokes.h"
#include "session/session_rows.h"

#include <stdbool.h>
#include <stddef.h>

struct position {
    size_t count;
    double *mm; /* [count] 0 at the upper thigh, growing towards the knee; NAN before the first load and where
                   unknown */
    unsigned char *
        contact; /* [count] the series' contact; rows of unknown position are unloaded, restarts are marked */
    bool known;  /* a sensor gives the rotation; else mm is all NAN */
    int direction; /* 1 or -1: the sign of rotation towards the knee */
    bool direction_is_certain;
    bool by_imu;            /* else by the ring alone */
    bool fused;             /* the ring replaced the IMU in its dropouts */
    double dropout_s;       /* loaded time without an IMU reading */
    double unknown_s;       /* loaded time left out, because no sensor gave the rotation */
    double scale;           /* by which the thigh's length changed the rolling radius; 1 = unchanged */
    double disagreement_mm; /* rms difference of IMU and ring over a second's rolling; NAN with one of them */
    double knee_mm;         /* the median `knee` event, before scaling; NAN = none */
    size_t restarts;        /* of the roller, under load */
    double slip_mm; /* slip removed over the session, or its longest part between `zero` events; 0 = none */
    /* [count] each, if asked for, else NULL: the rotation used, and that of each sensor. */
    float *rotation_rad, *imu_rad, *ring_rad;
};

/*
 * The position of all rows, by the radius, direction (0 = find it) and thigh length of the recording's
 * header. `keep_rotations` fills in rotation_rad, imu_rad (NAN in dropouts) and ring_rad, of the sensors
 * there are. False when out of memory; else free with position_free.
 */
bool position_estimate(struct position *position, const struct session_rows *recording,
                       const struct force_series *series, bool keep_rotations);

/* Remove slip that shows in the stroke ends, if it is significant; slip_mm says how much. False when out of
 * memory. */
bool position_correct_slip(struct position *position, const struct strokes *strokes);

void position_free(struct position *position);

#endif
