/* SPDX-License-Identifier: MIT */
/* The points measured on one strip: validation and presentation. Pure functions. */
#ifndef STRIP_POINTS_H
#define STRIP_POINTS_H

#include "calibrate/calibration_fit.h"

#include <stdbool.h>
#include <stddef.h>

#define STRIP_POINTS_MIN 6  /* at least */
#define STRIP_POINTS_FULL 8 /* then it is fitted at once */

struct strip_points {
    unsigned strip;
    double full_scale;
    double zero_reading; /* to subtract: the reading caused by a bias resistor */
    size_t count;
    unsigned number[CALIBRATION_POINTS_MAX]; /* of the row in the file */
    double reading[CALIBRATION_POINTS_MAX];
    struct calibration_point point[CALIBRATION_POINTS_MAX];
};

/* True when a load is larger than the one before: strips have hysteresis, so loads only go up. */
bool strip_points_is_heavier(const struct strip_points *points, double load_n);

/* True when a reading is not valid as a point; `why` (`size` bytes) says why. `replaced`: the index of the
 * point to replace; below 0: add a point. */
bool strip_points_reject_reason(const struct strip_points *points, double reading, int replaced, char *why,
                                size_t size);

/* Add a point, or replace one (`replaced`). `number`: of its row in the file. */
void strip_points_add(struct strip_points *points, double load_n, double reading, unsigned number,
                      int replaced);
void strip_points_remove(struct strip_points *points, size_t index);

/* Format a line of the fit's table: load, reading, fitted load, error, and the error as a drawing. */
void strip_points_table_row(const struct strip_points *points, size_t index,
                            const struct calibration_fit *fit, char *text, size_t size);

/* Format the row numbers of the fitted points, separated by commas. */
void strip_points_row_numbers(const struct strip_points *points, char *text, size_t size);

#endif
