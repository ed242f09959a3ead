/* SPDX-License-Identifier: MIT */
/* Visits in synthetic movements. */
#include "support/cmocka_includes.h"
#include "support/random.h"
#include "visit_fixture.h"

#include <math.h>
#include <stdlib.h>

static void holding_still_is_a_visit(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    add_strokes(&motion, 6, 120);
    motion_roll(&motion, 200, 120);
    motion_hold(&motion, 9);
    motion_roll(&motion, 330, 120);
    motion_roll(&motion, 0, 120);
    expect_one_visit(&motion, 200, 9);
    motion_free(&motion);
}

static void oscillating_is_a_visit(void **state)
{
    (void)state;
    for (double amplitude = 5; amplitude <= 24; amplitude += 9) {
        struct motion motion;
        motion_init(&motion);
        add_strokes(&motion, 6, 100);
        motion_roll(&motion, 120, 100);
        motion_rock(&motion, amplitude, 0.5, 12);
        motion_roll(&motion, 330, 100);
        motion_roll(&motion, 0, 100);
        expect_one_visit(&motion, 120, 12);
        motion_free(&motion);
    }
}

static void a_short_pause_or_a_wide_oscillation_is_not_a_visit(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    add_strokes(&motion, 6, 120);
    motion_roll(&motion, 200, 120);
    motion_hold(&motion, 4.6); /* with the approach and the departure, the window lasts 5.1 s */
    motion_roll(&motion, 330, 120);
    motion_roll(&motion, 120, 120);
    motion_rock(&motion, 40, 0.4, 15);
    motion_roll(&motion, 0, 120);
    struct found found = find_visits(&motion);
    assert_int_equal(found.count, 0);
    found_free(&found);
    motion_free(&motion);
}

/* A rock that is wider than the window is one visit, and its width is known. */
static void a_wide_rock_is_one_whole_visit(void **state)
{
    (void)state;
    for (double amplitude = 25; amplitude <= 31; amplitude += 3) {
        struct motion motion;
        motion_init(&motion);
        add_strokes(&motion, 6, 100);
        motion_roll(&motion, 120, 100);
        motion_rock(&motion, amplitude, 0.5, 14);
        motion_roll(&motion, 330, 100);
        motion_roll(&motion, 0, 100);
        expect_one_visit(&motion, 120, 14);
        struct found found = find_visits(&motion);
        assert_true(fabs(found.visit[0].rock_width_mm - 2 * amplitude) < 2);
        found_free(&found);
        motion_free(&motion);
    }
}

/* A person who works down the thigh rolls short sections, one after the other. They are as narrow as a wide rock, but
 * nothing else passes over them. A rock within a section is still a visit. */
static void sections_are_not_rocks(void **state)
{
    (void)state;
    const double end_mm[] = {0, 70, 145, 230, 330};
    for (int with_rock = 0; with_rock < 2; with_rock++) {
        struct motion motion;
        motion_init(&motion);
        for (int section = 0; section < 4; section++) {
            for (int stroke = 0; stroke < 10; stroke++)
                motion_glide(&motion, end_mm[section + (stroke % 2 == 0 ? 1 : 0)], 0.9);
            if (section == 2 && with_rock) {
                motion_roll(&motion, 187, 100);
                motion_rock(&motion, 25, 0.5, 14);
            }
        }
        if (with_rock)
            expect_one_visit(&motion, 187, 14);
        struct found found = find_visits(&motion);
        assert_int_equal(found.count, with_rock);
        found_free(&found);
        motion_free(&motion);
    }
}

/* A hold that wanders by a few millimetres, after which the roller lies still: both are one visit. */
static void a_wandering_hold_is_not_cut_short(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    add_strokes(&motion, 6, 120);
    motion_roll(&motion, 200, 120);
    motion_hold(&motion, 1.5);
    motion_glide(&motion, 207, 1.2);
    motion_glide(&motion, 195, 1.6);
    motion_glide(&motion, 201, 0.8);
    motion_hold(&motion, 6);
    motion_roll(&motion, 330, 120);
    motion_roll(&motion, 0, 120);
    expect_one_visit(&motion, 201, 11.1);
    motion_free(&motion);
}

static void resting_unloaded_is_not_a_visit(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    add_strokes(&motion, 6, 120);
    motion_roll(&motion, 200, 120);
    motion_hold(&motion, 2);
    motion_lift(&motion, 12, 0);
    motion_hold(&motion, 2);
    motion_roll(&motion, 330, 120);
    motion_roll(&motion, 0, 120);
    struct found found = find_visits(&motion);
    assert_int_equal(found.count, 0);
    found_free(&found);
    motion_free(&motion);
}

/* The user sits down on the roller, rests, and then oscillates 15 mm away. */
static void a_visit_near_the_start_begins_with_its_oscillation(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    motion_hold(&motion, 1.5);
    motion_roll(&motion, 15, 30);
    motion_rock(&motion, 15, 0.5, 12);
    motion_roll(&motion, 330, 120);
    motion_roll(&motion, 0, 120);
    add_strokes(&motion, 6, 120);
    expect_one_visit(&motion, 15, 12);
    motion_free(&motion);
}

/* In slow random rolling it is ambiguous where a visit ends and the next begins, but no time may count twice. */
static void no_time_belongs_to_two_visits(void **state)
{
    (void)state;
    struct random random = random_init(1);
    size_t visits = 0;
    for (int session = 0; session < 40; session++) {
        struct motion motion;
        motion_init(&motion);
        double position_mm = 150;
        for (int k = 0; k < 60; k++) {
            position_mm = fmin(fmax(position_mm + random_uniform(&random, -50, 50), 0), 330);
            motion_glide(&motion, position_mm, random_uniform(&random, 1, 9));
        }
        struct found found = find_visits(&motion);
        for (size_t v = 0; v < found.count; v++) {
            assert_true(found.visit[v].end_s > found.visit[v].start_s);
            assert_true(v == 0 || found.visit[v].start_s >= found.visit[v - 1].end_s);
        }
        visits += found.count;
        found_free(&found);
        motion_free(&motion);
    }
    assert_true(visits > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holding_still_is_a_visit),
        cmocka_unit_test(oscillating_is_a_visit),
        cmocka_unit_test(a_short_pause_or_a_wide_oscillation_is_not_a_visit),
        cmocka_unit_test(a_wide_rock_is_one_whole_visit),
        cmocka_unit_test(sections_are_not_rocks),
        cmocka_unit_test(a_wandering_hold_is_not_cut_short),
        cmocka_unit_test(resting_unloaded_is_not_a_visit),
        cmocka_unit_test(a_visit_near_the_start_begins_with_its_oscillation),
        cmocka_unit_test(no_time_belongs_to_two_visits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
