/* SPDX-License-Identifier: MIT */
/* The points measured on one strip: validation and presentation. Pure functions. */
#pragma once

#include "calibrate/calibration_fit.h"

#include <stdbool.h>
#include <stddef.h>

#define STRIP_POINTS_MIN 6       /* number of loads after which the user may end */
#define STRIP_POINTS_FULL 8      /* number of loads after which no more are asked for */
#define STRIP_POINTS_APPEND (-1) /* value of `replaced`: add a point */

struct strip_points {
    unsigned strip;
    double full_scale;
    double zero_reading; /* reading of the unloaded strip, due to its bias resistor; 0 without a resistor */
    size_t count;
    unsigned row_number[CALIBRATION_POINTS_MAX]; /* number of the point's row in the calibration file */
    double reading[CALIBRATION_POINTS_MAX];
    struct calibration_point point[CALIBRATION_POINTS_MAX];
};

/* Whether a load is larger than the previous one, as it must be because strips have hysteresis. */
bool strip_points_is_heavier(const struct strip_points *points, double load_n);

/* Whether a reading must be rejected; `message` (`size` bytes) then gives the user the reason. `replaced` is the index
 * of the point that it would replace, or STRIP_POINTS_APPEND. */
bool strip_points_is_rejected(const struct strip_points *points, double reading, int replaced, char *message,
                              size_t size);

/* Replace point `replaced`, or add a point (STRIP_POINTS_APPEND). */
void strip_points_add(struct strip_points *points, double load_n, double reading, unsigned row_number, int replaced);
void strip_points_remove(struct strip_points *points, size_t index);

/* Format a line of the table of the fit: load, reading, fitted load, error, and the error as a chart. */
void strip_points_format_table_row(const struct strip_points *points, size_t index, const struct calibration_fit *fit,
                                   char *text, size_t size);

/* Format the row numbers of the points that the fit uses, separated by commas. */
void strip_points_format_row_numbers(const struct strip_points *points, char *text, size_t size);
