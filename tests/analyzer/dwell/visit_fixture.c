/* SPDX-License-Identifier: MIT */
#include "support/cmocka_includes.h"
#include "visit_fixture.h"

#include <math.h>
#include <stdlib.h>

struct trajectory motion_trajectory(const struct motion *motion)
{
    return (struct trajectory){motion->count, motion->time_s, motion->position_mm, motion->loaded};
}

struct found find_visits(const struct motion *motion)
{
    struct found found = {0};
    const struct trajectory rows = motion_trajectory(motion);
    assert_true(strokes_find(&found.strokes, &rows));
    assert_true(reversals_fit(&found.reversals, &found.strokes, &rows));
    const struct visits_input input = {&rows, &found.strokes, &found.reversals, 50, 5};
    assert_true(visits_find(&input, &found.visit, &found.count));
    return found;
}

void expect_one_visit(const struct motion *motion, double center_mm, double dwell_s)
{
    struct found found = find_visits(motion);
    if (found.count != 1)
        fail_msg("%zu visits instead of one", found.count);
    double dwell = found.visit[0].end_s - found.visit[0].start_s;
    if (fabs(found.visit[0].center_mm - center_mm) > 2 || fabs(dwell - dwell_s) > 0.06 * dwell_s)
        fail_msg("found %.1f mm for %.2f s, not %.1f mm for %.2f s", found.visit[0].center_mm, dwell, center_mm,
                 dwell_s);
    found_free(&found);
}

void found_free(struct found *found)
{
    strokes_free(&found->strokes);
    free(found->visit);
}

void add_strokes(struct motion *motion, int strokes, double speed_mm_s)
{
    for (int k = 0; k < strokes; k++)
        motion_roll(motion, k % 2 == 0 ? 330 : 0, speed_mm_s);
}
