/* SPDX-License-Identifier: MIT */
/* The loads of one strip, asked for and read. Each false: stopped, the roller is gone, or nobody answers. */
#ifndef STRIP_LOAD_H
#define STRIP_LOAD_H

#include "calibrate/calibrate_dialog.h"
#include "calibrate/strip_points.h"

#include <stdbool.h>

#define STRIP_LOAD_SETTLE_S 5 /* at rest, the same for each load: strips creep */
#define STRIP_LOAD_AVERAGE_S 3

/* The strip turned up, with nothing on it. `*skip`: not this one. `*believe_imu` becomes false when the user
 * knows better than the motion sensor which strip is up. */
bool strip_load_prepare(struct calibrate_dialog *calibrate, struct strip_points *points, bool *believe_imu,
                        bool *skip, struct failure *failure);

/* Ask for loads, one after the other, until there are enough. */
bool strip_load_measure_all(struct calibrate_dialog *calibrate, struct strip_points *points, bool believe_imu,
                            struct failure *failure);

/* Read what a load makes of the strip, and take it if it makes a point, in the place of another (`again`,
 * below 0: none). */
bool strip_load_measure(struct calibrate_dialog *calibrate, struct strip_points *points, double load_n,
                        int again, bool believe_imu, struct failure *failure);

#endif
