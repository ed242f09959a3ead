/* SPDX-License-Identifier: MIT */
/* Ask for the loads of one strip, measure them, and check that the right strip carries them. The functions
 * with a failure return false as those of calibrate_dialog.h. */
#ifndef STRIP_LOAD_H
#define STRIP_LOAD_H

#include "calibrate/calibrate_dialog.h"
#include "calibrate/strip_points.h"

#include <stdbool.h>

#define STRIP_LOAD_SETTLE_S 5 /* at rest, the same for each load: strips creep */
#define STRIP_LOAD_AVERAGE_S 3

/* Wait for the strip to be turned up, with nothing on it, and read its zero. `*skip`: the user skips this
 * strip.
 * `*trust_imu` becomes false when the user knows better than the motion sensor which strip is up. */
bool strip_load_prepare(struct calibrate_dialog *calibrate, struct strip_points *points, bool *trust_imu,
                        bool *skip, struct failure *failure);

/* Ask for loads, one after the other, until there are enough. */
bool strip_load_measure_all(struct calibrate_dialog *calibrate, struct strip_points *points, bool trust_imu,
                            struct failure *failure);

/* Measure the strip under a load and add the point, or replace point `replaced` (below 0: none), if it is
 * valid. */
bool strip_load_measure(struct calibrate_dialog *calibrate, struct strip_points *points, double load_n,
                        int replaced, bool trust_imu, struct failure *failure);

/* The strip nearest to the direction of up (radians, body frame), of `count` strips at `angle_deg`. Pure. */
unsigned strip_load_top_strip(const double *angle_deg, unsigned count, double up_rad);

/* The strip with the largest force, except `strip` and the opposite one, which carries the same and the
 * roller; its force as a fraction of `strip`'s in `*fraction` (0 if it is unloaded). Pure. */
unsigned strip_load_heaviest_other(const double *force_n, const double *angle_deg, unsigned count,
                                   unsigned strip, double *fraction);

#endif
