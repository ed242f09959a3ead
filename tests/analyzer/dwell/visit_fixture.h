/* SPDX-License-Identifier: MIT */
/* From a movement to its strokes and visits, with the default width and time. */
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

struct found find(const struct motion *motion);
void found_free(struct found *found);

/* Fails unless there is one visit, about there and about so long. */
void found_expect_one(const struct motion *motion, double center_mm, double dwell_s);

/* So many strokes at an even speed between 0 and 330 mm. */
void there_and_back(struct motion *motion, int strokes, double speed_mm_s);

#endif
