/* SPDX-License-Identifier: MIT */
/*
 * Where the roller is on the thigh, row by row while it is recorded: a coach's hint. The analyzer sees the
 * whole session at once and knows better.
 *
 * Angle: the gyro's rate integrated and drawn to gravity (a complementary filter), after the roller's own
 * acceleration was taken off the accelerometer. The gyro's bias leaves a constant offset, which a position
 * relative to the start does not feel. Without an IMU: the ring's axis, arg(sum of f exp(2 i alpha)) / 2,
 * followed over half turns. Slip is invisible; positions outside the thigh move the scale.
 */
#ifndef LIVE_TRACKER_H
#define LIVE_TRACKER_H

#include "shared/session_format.h"
#include "decode/session_row.h"

#include <stdbool.h>
#include <stdint.h>

#define LIVE_TRACKER_BIN_MM 10.0
#define LIVE_TRACKER_BINS 60
#define LIVE_TRACKER_SPOT_MM 50.0 /* who stays within this lingers: as the analyzer's */

/* Fields are its own, but for reading: the first ones. */
struct live_tracker {
    double position_mm; /* from the upper thigh */
    double length_mm;   /* of the thigh: told, or as far as it was rolled and at least 350 */
    double force_n;     /* of the thigh, smoothed over a tenth of a second */
    bool loaded;
    bool position_is_known;            /* it was loaded once: position_mm means something */
    double spot_dwell_s;               /* for so long has it stayed within LIVE_TRACKER_SPOT_MM */
    unsigned strokes;                  /* one way */
    double dwell_s[LIVE_TRACKER_BINS]; /* time under load by position, LIVE_TRACKER_BIN_MM each */

    bool started;
    bool length_is_known;
    int64_t time_us;
    int64_t loaded_us; /* when it was loaded last */
    double peak_n;
    double theta_rad; /* followed over whole turns */
    double rate_rad_s;
    double rolled_mm; /* under load, in the sense in which theta grows */
    double origin_mm; /* of rolled_mm, at the upper thigh */
    int direction;    /* sign of rolled_mm towards the knee; 0 = not known yet */
    double spot_min_mm, spot_max_mm;
    double reversal_mm; /* the farthest point of the running stroke */
    int stroke_direction;
    double range_min_mm, range_max_mm;
};

/* `thigh_length_mm`: 0 = unknown. */
void live_tracker_init(struct live_tracker *live, double thigh_length_mm);

/* Take the next row of a session of that header. */
void live_tracker_add_row(struct live_tracker *live, const struct session_header *header,
                          const struct session_row *row);

#endif
