/* SPDX-License-Identifier: MIT */
#include "finding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct found find(const struct motion *motion)
{
    struct found found = {0};
    assert_true(strokes_find(&found.strokes, motion->position_mm, motion->loaded, motion->time_s, motion->count));
    assert_true(turnarounds_model(&found.turnarounds, &found.strokes, motion->position_mm, motion->loaded,
                                  motion->time_s));
    const struct dwell_input input = {motion->count,   motion->position_mm, motion->time_s,     motion->loaded,
                                      &found.strokes, &found.turnarounds,  50, 5};
    assert_true(dwell_find(&input, &found.visit, &found.count));
    return found;
}

void found_free(struct found *found)
{
    strokes_free(&found->strokes);
    free(found->visit);
}

void there_and_back(struct motion *motion, int strokes, double speed_mm_s)
{
    for (int k = 0; k < strokes; k++)
        motion_roll(motion, k % 2 == 0 ? 330 : 0, speed_mm_s);
}
