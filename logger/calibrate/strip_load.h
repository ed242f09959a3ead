/* SPDX-License-Identifier: MIT */
/* Ask for the loads of one strip, measure them, and check that the right strip carries them. Functions with a
 * failure return false as described in calibrate_dialog.h. */
#ifndef STRIP_LOAD_H
#define STRIP_LOAD_H

#include "calibrate/calibrate_dialog.h"
#include "calibrate/strip_points.h"

#include <stdbool.h>

#define STRIP_LOAD_SETTLE_S 5 /* time at rest, the same for each load because strips creep */
#define STRIP_LOAD_AVERAGE_S 3

/* Wait until the strip is on top, with nothing on it, and measure its zero reading. Sets `*skip` if the user
 * skips the strip, and `*trust_imu` to false if the user overrules the motion sensor on which strip is on
 * top. */
bool strip_load_prepare(struct calibrate_dialog *calibration, struct strip_points *points, bool *trust_imu, bool *skip,
                        struct failure *failure);

/* Ask for loads and measure them, one at a time, until there are enough. */
bool strip_load_measure_all(struct calibrate_dialog *calibration, struct strip_points *points, bool trust_imu,
                            struct failure *failure);

/* Measure the strip under a load. If the point is valid, add it or, unless `replaced` is below 0, put it in
 * the place of point `replaced`. */
bool strip_load_measure(struct calibrate_dialog *calibration, struct strip_points *points, double load_n, int replaced,
                        bool trust_imu, struct failure *failure);

/* Return which of `count` strips at `angle_deg` is nearest to a direction (radians, body frame). Pure. */
unsigned strip_load_nearest_strip(const double *angle_deg, unsigned count, double direction_rad);

/* Return the most loaded strip apart from `strip` and the opposite one, which carries the same load plus the
 * roller. `*fraction` is its force as a fraction of that on `strip`; 0 if it is unloaded. Pure. */
unsigned strip_load_most_loaded_neighbour(const double *force_n, const double *angle_deg, unsigned count,
                                          unsigned strip, double *fraction);

#endif
