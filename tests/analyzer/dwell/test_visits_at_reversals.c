/* SPDX-License-Identifier: MIT */
/* Visits beside reversals, in synthetic movements. */
#include "support/cmocka_includes.h"
#include "visit_fixture.h"

#include <math.h>
#include <stdlib.h>

static void slow_steady_rolling_has_no_visits(void **state)
{
    (void)state;
    for (double seconds = 4; seconds <= 24; seconds += 5) {
        struct motion motion;
        motion_init(&motion);
        for (int k = 0; k < 8; k++)
            motion_glide(&motion, k % 2 == 0 ? 330 : 0, seconds);
        add_strokes(&motion, 4, 330 / seconds);
        struct found found = find_visits(&motion);
        assert_int_equal(found.strokes.count, 12);
        assert_int_equal(found.count, 0);
        found_free(&found);
        motion_free(&motion);
    }
}

static void a_reversal_ends_where_the_next_one_begins(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    motion_roll(&motion, 150, 100);
    for (int k = 0; k < 60; k++)
        motion_roll(&motion, k % 2 == 0 ? 0 : 70, 100);
    motion_roll(&motion, 150, 100);
    motion_roll(&motion, 0, 100);
    struct found found = find_visits(&motion);
    assert_int_equal(found.strokes.count, 62);
    /* Most strokes are shorter than the largest depth: time beyond a stroke's end does not count for its reversal. */
    assert_true(reversals_length_mm(&found.reversals, 80) <= 2 * found.strokes.range_mm + 1);
    found_free(&found);
    motion_free(&motion);
}

static void a_visit_at_a_slow_reversal_is_found(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    for (int k = 0; k < 9; k++)
        motion_glide(&motion, k % 2 == 0 ? 330 : 0, 9);
    motion_hold(&motion, 10);
    for (int k = 0; k < 4; k++)
        motion_glide(&motion, k % 2 == 0 ? 0 : 330, 9);
    struct found found = find_visits(&motion);
    assert_int_equal(found.count, 1);
    assert_true(fabs(found.visit[0].center_mm - 330) < 6);
    assert_true(fabs(found.visit[0].end_s - found.visit[0].start_s - 10) < 1);
    found_free(&found);
    motion_free(&motion);
}

static void visits_before_and_after_a_reversal_are_two(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    add_strokes(&motion, 6, 120);
    motion_roll(&motion, 305, 120);
    motion_hold(&motion, 8);
    motion_roll(&motion, 330, 120);
    motion_roll(&motion, 305, 120);
    motion_hold(&motion, 11);
    motion_roll(&motion, 0, 120);
    struct found found = find_visits(&motion);
    assert_int_equal(found.count, 2);
    for (size_t v = 0; v < 2; v++)
        assert_true(fabs(found.visit[v].center_mm - 305) < 2);
    assert_true(fabs(found.visit[0].end_s - found.visit[0].start_s - 8) < 0.4);
    assert_true(fabs(found.visit[1].end_s - found.visit[1].start_s - 11) < 0.4);
    found_free(&found);
    motion_free(&motion);
}

/* Fail the test unless there are exactly two visits, both at about `center_mm`. */
static void expect_two_visits(const struct motion *motion, double center_mm, double first_s, double second_s,
                              double tolerance)
{
    struct found found = find_visits(motion);
    if (found.count != 2)
        fail_msg("%zu visits instead of two", found.count);
    const double expected_s[] = {first_s, second_s};
    for (size_t v = 0; v < 2; v++) {
        double dwell_s = found.visit[v].end_s - found.visit[v].start_s;
        if (fabs(found.visit[v].center_mm - center_mm) > 3 || fabs(dwell_s - expected_s[v]) > tolerance * expected_s[v])
            fail_msg("visit %zu is %.1f mm for %.2f s", v, found.visit[v].center_mm, dwell_s);
    }
    found_free(&found);
}

/* Stay on a spot, roll on to the end 5 mm away, and stay on the spot again: two visits. */
static void a_near_reversal_separates_two_visits(void **state)
{
    (void)state;
    for (int kind = 0; kind < 3; kind++) { /* 0: both static; 1: the second oscillates; 2: the first oscillates */
        struct motion motion;
        motion_init(&motion);
        add_strokes(&motion, 8, 120);
        motion_roll(&motion, 325, 120);
        if (kind == 2)
            motion_rock(&motion, 12, 0.5, 8);
        else
            motion_rock(&motion, 1, 0.5, 8);
        motion_glide(&motion, 330, 0.6);
        motion_glide(&motion, 325, 0.6);
        motion_rock(&motion, kind == 1 ? 12 : 1, 0.5, 12);
        motion_roll(&motion, 0, 120);
        add_strokes(&motion, 2, 120);
        /* Beside an oscillation, the way to the reversal may look like another swing. */
        expect_two_visits(&motion, 325, 8, 12, kind == 0 ? 0.05 : 0.3);
        motion_free(&motion);
    }
}

/* The visit is static or oscillating, before or after a reversal. Or it changes from static to oscillating, away from
 * the ends. */
static void one_visit_beside_a_reversal_is_one(void **state)
{
    (void)state;
    for (double amplitude = 1; amplitude <= 17; amplitude += 8) {
        for (int follows_reversal = 0; follows_reversal < 2; follows_reversal++) {
            struct motion motion;
            motion_init(&motion);
            add_strokes(&motion, 8, 120);
            if (follows_reversal)
                motion_roll(&motion, 330, 120);
            motion_roll(&motion, 320, 120);
            motion_rock(&motion, amplitude, 0.5, 14);
            if (!follows_reversal)
                motion_roll(&motion, 330, 120);
            motion_roll(&motion, 0, 120);
            add_strokes(&motion, 2, 120);
            struct found found = find_visits(&motion);
            assert_int_equal(found.count, 1);
            found_free(&found);
            motion_free(&motion);
        }
    }
    struct motion motion;
    motion_init(&motion);
    add_strokes(&motion, 8, 120);
    motion_roll(&motion, 180, 120);
    motion_hold(&motion, 7);
    motion_rock(&motion, 12, 0.5, 10);
    motion_roll(&motion, 330, 120);
    add_strokes(&motion, 2, 120);
    expect_one_visit(&motion, 180, 17);
    motion_free(&motion);
}

/* Oscillating beside half of the reversals of a short session does not count as reversing slowly. */
static void oscillating_beside_reversals_is_not_reversing(void **state)
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
    struct found found = find_visits(&motion);
    assert_int_equal(found.strokes.count, 6);
    /* The first and the last 80 mm of a glide of 3 s take as long as 2 * 105 mm of steady rolling. */
    assert_true(reversals_length_mm(&found.reversals, 80) < 2.5 * 2 * 105);
    assert_int_equal(found.count, 3);
    for (size_t v = 0; v < found.count; v++)
        assert_true(fabs(found.visit[v].end_s - found.visit[v].start_s - 8) < 1.5);
    found_free(&found);
    motion_free(&motion);
}

/* Add 16 strokes with pauses of about `high_s` at 330 mm and `low_s` at 0 mm, of varying length, in which the roller
 * trembles. */
static void pause_at_reversals(struct motion *motion, double low_s, double high_s)
{
    for (int k = 0; k < 16; k++) {
        motion_roll(motion, k % 2 == 0 ? 330 : 0, 120);
        motion_rock(motion, 0.5, 0.7, (k % 2 == 0 ? high_s : low_s) * (1 + 0.2 * (k / 2 % 3 - 1)));
    }
}

static void visits_at_every_reversal_of_one_end_are_found(void **state)
{
    (void)state;
    for (int at_high_end = 0; at_high_end < 2; at_high_end++) {
        struct motion motion;
        motion_init(&motion);
        pause_at_reversals(&motion, at_high_end ? 0.5 : 11, at_high_end ? 11 : 0.5);
        struct found found = find_visits(&motion);
        assert_int_equal(found.count, 8);
        for (size_t v = 0; v < found.count; v++) {
            double expected_s = 11 * (1 + 0.2 * ((double)(v % 3) - 1));
            assert_true(fabs(found.visit[v].center_mm - (at_high_end ? 330 : 0)) < 3);
            assert_true(fabs(found.visit[v].end_s - found.visit[v].start_s - expected_s) < 1);
        }
        found_free(&found);
        motion_free(&motion);
    }
}

/* Pauses that are too short for a visit, or equally long at both ends, are part of the reversals. */
static void pauses_at_every_reversal_are_no_visits(void **state)
{
    (void)state;
    static const double pause_s[][2] = {{0.3, 4}, {4, 0.3}, {2, 4}, {11, 11}, {8, 11}};
    for (size_t s = 0; s < sizeof pause_s / sizeof pause_s[0]; s++) {
        struct motion motion;
        motion_init(&motion);
        pause_at_reversals(&motion, pause_s[s][0], pause_s[s][1]);
        struct found found = find_visits(&motion);
        assert_int_equal(found.count, 0);
        found_free(&found);
        motion_free(&motion);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slow_steady_rolling_has_no_visits),
        cmocka_unit_test(a_reversal_ends_where_the_next_one_begins),
        cmocka_unit_test(a_visit_at_a_slow_reversal_is_found),
        cmocka_unit_test(visits_before_and_after_a_reversal_are_two),
        cmocka_unit_test(a_near_reversal_separates_two_visits),
        cmocka_unit_test(one_visit_beside_a_reversal_is_one),
        cmocka_unit_test(oscillating_beside_reversals_is_not_reversing),
        cmocka_unit_test(visits_at_every_reversal_of_one_end_are_found),
        cmocka_unit_test(pauses_at_every_reversal_are_no_visits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
