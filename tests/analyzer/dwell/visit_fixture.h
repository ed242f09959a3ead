/* SPDX-License-Identifier: MIT */
/* From a movement to its strokes and visits, with the default options. */
#ifndef VISIT_FIXTURE_H
#define VISIT_FIXTURE_H

#include "dwell/visits.h"
#include "analyzer/support/motion.h"
#include "dwell/spots.h"

struct found {
    struct strokes strokes;
    struct reversals reversals;
    struct visit *visit;
    size_t count;
};

/* A view of the movement. */
struct trajectory motion_trajectory(const struct motion *motion);

/* Fails the test when out of memory. Free with found_free. */
struct found find(const struct motion *motion);
void found_free(struct found *found);

/* Fails the test unless there is one visit, about at `center_mm` for about `dwell_s`. */
void found_expect_one(const struct motion *motion, double center_mm, double dwell_s);

/* Strokes at an even speed between 0 and 330 mm. */
void there_and_back(struct motion *motion, int strokes, double speed_mm_s);

#endif
