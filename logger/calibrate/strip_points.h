/* SPDX-License-Identifier: MIT */
/* The points measured on one strip: validation and presentation. Pure functions. */
#ifndef STRIP_POINTS_H
#define STRIP_POINTS_H

#include "calibrate/calibration_fit.h"

#include <stdbool.h>
#include <stddef.h>

#define STRIP_POINTS_MIN 6  /* the user may end after so many loads */
#define STRIP_POINTS_FULL 8 /* the strip is fitted after so many loads, without asking for more */

struct strip_points {
    unsigned strip;
    double full_scale;
    double zero_reading; /* unloaded reading due to a bias resistor, which is subtracted; 0 without one */
    size_t count;
    unsigned number[CALIBRATION_POINTS_MAX]; /* number of the point's row in the file */
    double reading[CALIBRATION_POINTS_MAX];
    struct calibration_point point[CALIBRATION_POINTS_MAX];
};

/* Whether a load is larger than the previous one, as it must be because strips have hysteresis. */
bool strip_points_is_heavier(const struct strip_points *points, double load_n);

/* Whether a reading is not valid as a point; `why` (`size` bytes) then says why. `replaced` is the index of
 * the point that it would replace; below 0 = it would be added. */
bool strip_points_reject_reason(const struct strip_points *points, double reading, int replaced, char *why,
                                size_t size);

/* Add a point or, unless `replaced` is below 0, replace that one. `number` is the number of its row in the
 * file. */
void strip_points_add(struct strip_points *points, double load_n, double reading, unsigned number, int replaced);
void strip_points_remove(struct strip_points *points, size_t index);

/* Format a line of the fit's table: load, reading, fitted load, error, and the error as a chart. */
void strip_points_table_row(const struct strip_points *points, size_t index, const struct calibration_fit *fit,
                            char *text, size_t size);

/* Format the row numbers of the fitted points, separated by commas. */
void strip_points_row_numbers(const struct strip_points *points, char *text, size_t size);

#endif
