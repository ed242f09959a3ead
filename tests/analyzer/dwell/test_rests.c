/* SPDX-License-Identifier: MIT */
/* Rests before the first stroke and after the last, in synthetic movements. */
#include "dwell/rests.h"
#include "support/cmocka_includes.h"
#include "visit_fixture.h"

#include <math.h>
#include <stdlib.h>

/* Hold the roller still for `before_s`, roll with a visit of 9 s at 200 mm, and hold it still for `after_s`. */
static void make_session(struct motion *motion, double before_s, double after_s)
{
    motion_init(motion);
    motion_hold(motion, before_s);
    add_strokes(motion, 6, 120);
    motion_roll(motion, 200, 120);
    motion_hold(motion, 9);
    motion_roll(motion, 330, 120);
    motion_roll(motion, 0, 120);
    motion_hold(motion, after_s);
}

/* Remove the rests. A button is pressed in row `mark_row`; 0 = never. Returns their duration. */
static double remove_rests(struct found *found, const struct motion *motion, size_t mark_row)
{
    const struct trajectory rows = motion_trajectory(motion);
    struct session_table_event mark = {mark_row, SESSION_EVENT_MARK};
    const struct session_table session = {
        .count = motion->count, .time_s = motion->time_s, .event = &mark, .event_count = mark_row > 0};
    return rests_remove(found->visit, &found->count, &found->strokes, &rows, &session);
}

static void rests_at_both_ends_are_no_visits(void **state)
{
    (void)state;
    struct motion motion;
    make_session(&motion, 12, 20);
    struct found found = find_visits(&motion);
    assert_int_equal(found.count, 3);
    assert_true(fabs(remove_rests(&found, &motion, 0) - 32) < 1);
    assert_int_equal(found.count, 1);
    assert_true(fabs(found.visit[0].center_mm - 200) < 2);
    /* The rows of the rests belong to no stroke. */
    assert_true(motion.time_s[found.strokes.stroke[0].first] > 11);
    assert_true(motion.time_s[found.strokes.stroke[found.strokes.count - 1].last] <
                motion.time_s[motion.count - 1] - 19);
    found_free(&found);
    motion_free(&motion);
}

static void a_marked_rest_is_a_visit(void **state)
{
    (void)state;
    struct motion motion;
    make_session(&motion, 12, 0.1);
    struct found found = find_visits(&motion);
    assert_int_equal(found.count, 2);
    assert_true(remove_rests(&found, &motion, 600) == 0); /* after 6 s */
    assert_int_equal(found.count, 2);
    assert_true(fabs(remove_rests(&found, &motion, 3000) - 12) < 1); /* while rolling */
    assert_int_equal(found.count, 1);
    found_free(&found);
    motion_free(&motion);
}

static void without_strokes_a_hold_is_a_visit(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    motion_hold(&motion, 30);
    struct found found = find_visits(&motion);
    assert_int_equal(found.count, 1);
    assert_true(remove_rests(&found, &motion, 0) == 0);
    assert_int_equal(found.count, 1);
    found_free(&found);
    motion_free(&motion);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rests_at_both_ends_are_no_visits),
        cmocka_unit_test(a_marked_rest_is_a_visit),
        cmocka_unit_test(without_strokes_a_hold_is_a_visit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
