/* SPDX-License-Identifier: MIT */
/* Asks for the loads of one strip, measures them, and checks that this strip carries them. Functions with a parameter
 * `failure` return false for the reasons in calibrate_dialog.h. */
#pragma once

#include "calibrate/calibrate_dialog.h"
#include "calibrate/strip_points.h"

#include <stdbool.h>

#define STRIP_LOAD_SETTLE_S 5 /* time at rest before averaging, the same for each load because strips creep */
#define STRIP_LOAD_AVERAGE_S 3

/* Wait until the strip is on top and unloaded, and measure its zero reading. Sets `*skip` to whether the user skips the
 * strip, and `*trust_imu` to false if the user says that the motion sensor names the wrong strip. */
bool strip_load_prepare(struct calibrate_dialog *dialog, struct strip_points *points, bool *trust_imu, bool *skip,
                        struct failure *failure);

/* Ask for loads and measure them, one after the other, until the user is done or there are STRIP_POINTS_FULL. */
bool strip_load_measure_all(struct calibrate_dialog *dialog, struct strip_points *points, bool trust_imu,
                            struct failure *failure);

/* Measure the strip under a load. A valid point replaces point `replaced` or is added (STRIP_POINTS_APPEND); if it is
 * invalid, the reason is shown to the user. */
bool strip_load_measure(struct calibrate_dialog *dialog, struct strip_points *points, double load_n, int replaced,
                        bool trust_imu, struct failure *failure);

/* Return the index of the strip nearest to a direction in the body frame; angle_deg[count] are the strips' angles.
 * Pure. */
unsigned strip_load_nearest_strip(const double *angle_deg, unsigned count, double direction_rad);

/* Return the most loaded strip, except `strip` and the opposite strip, which carries the same load and the roller.
 * Sets `*fraction` to its load as a fraction of that of `strip`; 0 if it is unloaded. Pure. */
unsigned strip_load_most_loaded_neighbour(const double *force_n, const double *angle_deg, unsigned count,
                                          unsigned strip, double *fraction);
