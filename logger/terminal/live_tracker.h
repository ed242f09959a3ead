/* SPDX-License-Identifier: MIT */
/*
 * Where the roller is on the thigh while it is recorded: a hint, row by row, for the live view. The analyzer,
 * which sees the whole session, is more exact.
 *
 * Angle: a complementary filter of the gyro's rate and gravity, after removing the roller's own acceleration
 * from the accelerometer. Without an IMU: the axis of the strips' ring, unwrapped over half revolutions. Slip
 * is invisible. A position beyond either end of the thigh moves the origin. (docs/ANALYSIS.md, sections 5 and
 * 6, has the formulas.)
 */
#ifndef LIVE_TRACKER_H
#define LIVE_TRACKER_H

#include "decode/session_row.h"
#include "shared/session_format.h"

#include <stdbool.h>
#include <stdint.h>

#define LIVE_TRACKER_BIN_MM 10.0
#define LIVE_TRACKER_BINS 60
#define LIVE_TRACKER_SPOT_MM 50.0 /* a visit stays within this, as in the analyzer */

struct live_tracker {
    /* For reading. */
    double position_mm; /* from the upper thigh */
    double length_mm;   /* of the thigh: given, or the farthest position and at least 350 */
    double force_n;     /* on the thigh, smoothed over a tenth of a second */
    bool loaded;
    bool position_is_known;            /* it was loaded once */
    double spot_dwell_s;               /* time spent within LIVE_TRACKER_SPOT_MM until now */
    unsigned strokes;                  /* one way */
    double dwell_s[LIVE_TRACKER_BINS]; /* loaded time by position, in bins of LIVE_TRACKER_BIN_MM */

    /* Private. */
    bool started;
    bool length_is_known;
    int64_t time_us;
    int64_t loaded_us; /* the last loaded row */
    double peak_n;
    double theta_rad; /* unwrapped angle */
    double rate_rad_s;
    double rolled_mm; /* while loaded, in the direction in which theta grows */
    double origin_mm; /* rolled_mm at the upper thigh */
    int direction;    /* sign of rolled_mm towards the knee; 0 = not known yet */
    double spot_min_mm, spot_max_mm;
    double reversal_mm; /* the farthest point of the current stroke */
    int stroke_direction;
    double range_min_mm, range_max_mm;
};

/* `thigh_length_mm`: 0 = unknown. */
void live_tracker_init(struct live_tracker *tracker, double thigh_length_mm);

/* Update by the next row of the session with this header. */
void live_tracker_add_row(struct live_tracker *tracker, const struct session_header *header,
                          const struct session_row *row);

#endif
