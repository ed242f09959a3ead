/* SPDX-License-Identifier: MIT */
/* Visits beside reversals, on positions made by hand. */
#include "support/cmocka_includes.h"
#include "visit_fixture.h"

#include <math.h>
#include <stdlib.h>

static void slow_even_rolling_and_its_turnarounds_are_no_visit(void **state)
{
    (void)state;
    for (double seconds = 4; seconds <= 24; seconds += 5) {
        struct motion motion;
        motion_init(&motion);
        for (int k = 0; k < 8; k++)
            motion_glide(&motion, k % 2 == 0 ? 330 : 0, seconds);
        there_and_back(&motion, 4, 330 / seconds);
        struct found found = find(&motion);
        assert_int_equal(found.strokes.count, 12);
        assert_int_equal(found.count, 0);
        found_free(&found);
        motion_free(&motion);
    }
}

static void a_turnaround_ends_where_the_next_one_begins(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    motion_roll(&motion, 150, 100);
    for (int k = 0; k < 60; k++)
        motion_roll(&motion, k % 2 == 0 ? 0 : 70, 100);
    motion_roll(&motion, 150, 100);
    motion_roll(&motion, 0, 100);
    struct found found = find(&motion);
    assert_int_equal(found.strokes.count, 62);
    /* Most strokes are shorter than the deepest step: what comes many strokes later is no part of a
     * reversal. */
    assert_true(reversals_length_mm(&found.reversals, 80) <= 2 * found.strokes.range_mm + 1);
    found_free(&found);
    motion_free(&motion);
}

static void a_hold_at_a_slow_turnaround_is_told_from_it(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    for (int k = 0; k < 9; k++)
        motion_glide(&motion, k % 2 == 0 ? 330 : 0, 9);
    motion_hold(&motion, 10);
    for (int k = 0; k < 4; k++)
        motion_glide(&motion, k % 2 == 0 ? 0 : 330, 9);
    struct found found = find(&motion);
    assert_int_equal(found.count, 1);
    assert_true(fabs(found.visit[0].center_mm - 330) < 6);
    assert_true(fabs(found.visit[0].end_s - found.visit[0].start_s - 10) < 1);
    found_free(&found);
    motion_free(&motion);
}

static void two_visits_beside_a_turnaround_are_two(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    there_and_back(&motion, 6, 120);
    motion_roll(&motion, 305, 120);
    motion_hold(&motion, 8);
    motion_roll(&motion, 330, 120);
    motion_roll(&motion, 305, 120);
    motion_hold(&motion, 11);
    motion_roll(&motion, 0, 120);
    struct found found = find(&motion);
    assert_int_equal(found.count, 2);
    for (size_t v = 0; v < 2; v++)
        assert_true(fabs(found.visit[v].center_mm - 305) < 2);
    assert_true(fabs(found.visit[0].end_s - found.visit[0].start_s - 8) < 0.4);
    assert_true(fabs(found.visit[1].end_s - found.visit[1].start_s - 11) < 0.4);
    found_free(&found);
    motion_free(&motion);
}

static void expect_two(const struct motion *motion, double center_mm, double first_s, double second_s,
                       double part)
{
    struct found found = find(motion);
    if (found.count != 2)
        fail_msg("%zu visits instead of two", found.count);
    const double expected[] = {first_s, second_s};
    for (size_t v = 0; v < 2; v++) {
        double dwell = found.visit[v].end_s - found.visit[v].start_s;
        if (fabs(found.visit[v].center_mm - center_mm) > 3 || fabs(dwell - expected[v]) > part * expected[v])
            fail_msg("visit %zu is %.1f mm for %.2f s", v, found.visit[v].center_mm, dwell);
    }
    found_free(&found);
}

/* To the spot, on to the end close by, and back to the spot: two visits, even when the end is only 5 mm
 * farther. */
static void a_turn_close_by_parts_two_visits(void **state)
{
    (void)state;
    for (int way = 0; way < 3; way++) { /* hold and hold, hold and rock, rock and hold */
        struct motion motion;
        motion_init(&motion);
        there_and_back(&motion, 8, 120);
        motion_roll(&motion, 325, 120);
        if (way == 2)
            motion_rock(&motion, 12, 0.5, 8);
        else
            motion_rock(&motion, 1, 0.5, 8);
        motion_glide(&motion, 330, 0.6);
        motion_glide(&motion, 325, 0.6);
        motion_rock(&motion, way == 1 ? 12 : 1, 0.5, 12);
        motion_roll(&motion, 0, 120);
        there_and_back(&motion, 2, 120);
        expect_two(&motion, 325, 8, 12,
                   way == 0 ? 0.05 : 0.3); /* where a rock ends, the way to the turn may look the same */
        motion_free(&motion);
    }
}

/* One visit at the end is one: held or rocked, before the turn or behind it; and so is one that changes from
 * holding to rocking away from the ends. */
static void one_visit_stays_one(void **state)
{
    (void)state;
    for (double amplitude = 1; amplitude <= 17; amplitude += 8) {
        for (int behind = 0; behind < 2; behind++) {
            struct motion motion;
            motion_init(&motion);
            there_and_back(&motion, 8, 120);
            if (behind)
                motion_roll(&motion, 330, 120);
            motion_roll(&motion, 320, 120);
            motion_rock(&motion, amplitude, 0.5, 14);
            if (!behind)
                motion_roll(&motion, 330, 120);
            motion_roll(&motion, 0, 120);
            there_and_back(&motion, 2, 120);
            struct found found = find(&motion);
            assert_int_equal(found.count, 1);
            found_free(&found);
            motion_free(&motion);
        }
    }
    struct motion motion;
    motion_init(&motion);
    there_and_back(&motion, 8, 120);
    motion_roll(&motion, 180, 120);
    motion_hold(&motion, 7);
    motion_rock(&motion, 12, 0.5, 10);
    motion_roll(&motion, 330, 120);
    there_and_back(&motion, 2, 120);
    found_expect_one(&motion, 180, 17);
    motion_free(&motion);
}

/* Half of the turns of a short session have somebody rocking beside them: that does not make them slow turns.
 */
static void rocks_beside_most_turns_are_not_turning(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    for (int k = 0; k < 3; k++) {
        motion_glide(&motion, 315, 3);
        motion_rock(&motion, 17, 0.5, 8);
        motion_glide(&motion, 345, 0.6);
        motion_glide(&motion, 0, 3);
    }
    struct found found = find(&motion);
    assert_int_equal(found.strokes.count, 6);
    /* A glide of 3 s takes as long for the first 80 mm and the last as even rolling for 2 * 105 mm. */
    assert_true(reversals_length_mm(&found.reversals, 80) < 2.5 * 2 * 105);
    assert_int_equal(found.count, 3);
    for (size_t v = 0; v < found.count; v++)
        assert_true(fabs(found.visit[v].end_s - found.visit[v].start_s - 8) < 1.5);
    found_free(&found);
    motion_free(&motion);
}

/* 16 strokes; at each turn at 330 mm one stays for about `high_s`, at 0 mm for about `low_s`: now shorter,
 * now longer, and with a tremor, as nobody holds quite still. */
static void stay_at_turns(struct motion *motion, double low_s, double high_s)
{
    for (int k = 0; k < 16; k++) {
        motion_roll(motion, k % 2 == 0 ? 330 : 0, 120);
        motion_rock(motion, 0.5, 0.7, (k % 2 == 0 ? high_s : low_s) * (1 + 0.2 * (k / 2 % 3 - 1)));
    }
}

static void stays_at_each_turn_of_one_end_are_no_turning(void **state)
{
    (void)state;
    for (int high = 0; high < 2; high++) {
        struct motion motion;
        motion_init(&motion);
        stay_at_turns(&motion, high ? 0.5 : 11, high ? 11 : 0.5);
        struct found found = find(&motion);
        assert_int_equal(found.count, 8);
        for (size_t v = 0; v < found.count; v++) {
            double wanted_s = 11 * (1 + 0.2 * ((double)(v % 3) - 1));
            assert_true(fabs(found.visit[v].center_mm - (high ? 330 : 0)) < 3);
            assert_true(fabs(found.visit[v].end_s - found.visit[v].start_s - wanted_s) < 1);
        }
        found_free(&found);
        motion_free(&motion);
    }
}

/* Pauses at one end that are too short for a spot, and stays at both ends. */
static void pauses_at_each_turn_are_turning(void **state)
{
    (void)state;
    static const double stay_s[][2] = {{0.3, 4}, {4, 0.3}, {2, 4}, {11, 11}, {8, 11}};
    for (size_t s = 0; s < sizeof stay_s / sizeof stay_s[0]; s++) {
        struct motion motion;
        motion_init(&motion);
        stay_at_turns(&motion, stay_s[s][0], stay_s[s][1]);
        struct found found = find(&motion);
        assert_int_equal(found.count, 0);
        found_free(&found);
        motion_free(&motion);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slow_even_rolling_and_its_turnarounds_are_no_visit),
        cmocka_unit_test(a_turnaround_ends_where_the_next_one_begins),
        cmocka_unit_test(a_hold_at_a_slow_turnaround_is_told_from_it),
        cmocka_unit_test(two_visits_beside_a_turnaround_are_two),
        cmocka_unit_test(a_turn_close_by_parts_two_visits),
        cmocka_unit_test(one_visit_stays_one),
        cmocka_unit_test(rocks_beside_most_turns_are_not_turning),
        cmocka_unit_test(stays_at_each_turn_of_one_end_are_no_turning),
        cmocka_unit_test(pauses_at_each_turn_are_turning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
