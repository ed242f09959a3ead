/* SPDX-License-Identifier: MIT */
/* The loads of one strip as they are measured: which make sense, what is fitted, and how they look in a
 * table. */
#ifndef STRIP_POINTS_H
#define STRIP_POINTS_H

#include "calibrate/calibration_fit.h"

#include <stdbool.h>
#include <stddef.h>

#define STRIP_POINTS_MIN 6  /* at least */
#define STRIP_POINTS_FULL 8 /* then it is fitted without a question */

struct strip_points {
    unsigned strip;
    double full_scale;
    double zero_reading; /* that is taken off: what a bias resistor makes it read */
    size_t count;
    unsigned number[CALIBRATION_POINTS_MAX]; /* of its row in the file */
    double reading[CALIBRATION_POINTS_MAX];
    struct calibration_point point[CALIBRATION_POINTS_MAX];
};

/* Whether a load is more than the one before it: strips have hysteresis, so loads go upwards. */
bool strip_points_is_heavier(const struct strip_points *points, double load_n);

/* Why this load makes no point, as a sentence in `why`; false: it may be one. `again`: the index of the point
 * that it is to replace, below 0 = it comes after the others. */
bool strip_points_reject_reason(const struct strip_points *points, double reading, int again, char *why,
                                size_t size);

/* Add it, or put it in the place of another (`again`). `number`: of its row in the file. */
void strip_points_add(struct strip_points *points, double load_n, double reading, unsigned number, int again);

/* Leave out a point. */
void strip_points_remove(struct strip_points *points, size_t index);

/* A line of the table of the fit: load, reading, what the fit makes of it, and how far it is off, drawn too.
 */
void strip_points_table_row(const struct strip_points *points, size_t index,
                            const struct calibration_fit *fit, char *text, size_t size);

/* The numbers of the rows that were fitted, with commas. */
void strip_points_row_numbers(const struct strip_points *points, char *text, size_t size);

#endif
