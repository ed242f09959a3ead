/* SPDX-License-Identifier: MIT */
/* Finds the strokes, reversals and visits of a movement, with the default options. */
#pragma once

#include "analyzer/support/motion.h"
#include "dwell/spots.h"
#include "dwell/visits.h"

/* What was found in a movement. */
struct found {
    struct strokes strokes;
    struct reversals reversals;
    struct visit *visit;
    size_t count; /* number of visits */
};

/* Return a view of the movement. */
struct trajectory motion_trajectory(const struct motion *motion);

/* Find the visits of the movement, or fail the test when out of memory. Free with found_free. */
struct found find_visits(const struct motion *motion);
void found_free(struct found *found);

/* Fail the test unless there is exactly one visit, at about `center_mm` for about `dwell_s`. */
void expect_one_visit(const struct motion *motion, double center_mm, double dwell_s);

/* Add strokes between 0 and 330 mm at a steady speed. */
void add_strokes(struct motion *motion, int strokes, double speed_mm_s);
