/* SPDX-License-Identifier: MIT */
/* Strokes, slip, visits and spots on positions made by hand. */
#include "finding.h"
#include "slip.h"
#include "spots.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect_one(const struct motion *motion, double center_mm, double dwell_s)
{
    struct found found = find(motion);
    if (found.count != 1)
        fail_msg("%zu visits instead of one", found.count);
    double dwell = found.visit[0].end_s - found.visit[0].start_s;
    if (fabs(found.visit[0].center_mm - center_mm) > 2 || fabs(dwell - dwell_s) > 0.06 * dwell_s)
        fail_msg("found %.1f mm for %.2f s, not %.1f mm for %.2f s", found.visit[0].center_mm, dwell, center_mm, dwell_s);
    found_free(&found);
}

static void a_hold_is_a_visit(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    there_and_back(&motion, 6, 120);
    motion_roll(&motion, 200, 120);
    motion_hold(&motion, 9);
    motion_roll(&motion, 330, 120);
    motion_roll(&motion, 0, 120);
    expect_one(&motion, 200, 9);
    motion_free(&motion);
}

static void a_rock_is_a_visit(void **state)
{
    (void)state;
    for (double amplitude = 5; amplitude <= 24; amplitude += 9) {
        struct motion motion;
        motion_init(&motion);
        there_and_back(&motion, 6, 100);
        motion_roll(&motion, 120, 100);
        motion_rock(&motion, amplitude, 0.5, 12);
        motion_roll(&motion, 330, 100);
        motion_roll(&motion, 0, 100);
        expect_one(&motion, 120, 12);
        motion_free(&motion);
    }
}

static void shorter_or_wider_is_no_visit(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    there_and_back(&motion, 6, 120);
    motion_roll(&motion, 200, 120);
    motion_hold(&motion, 4.6); /* the window around it lasts 5.1 s */
    motion_roll(&motion, 330, 120);
    motion_roll(&motion, 120, 120);
    motion_rock(&motion, 40, 0.4, 15);
    motion_roll(&motion, 0, 120);
    struct found found = find(&motion);
    assert_int_equal(found.count, 0);
    found_free(&found);
    motion_free(&motion);
}

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
    /* Most strokes are shorter than the deepest step: what comes many strokes later is no part of a turnaround. */
    assert_true(turnarounds_length_mm(&found.turnarounds, 80) <= 2 * found.strokes.range_mm + 1);
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

static void resting_unloaded_is_no_visit(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    there_and_back(&motion, 6, 120);
    motion_roll(&motion, 200, 120);
    motion_hold(&motion, 2);
    motion_lift(&motion, 12, 0);
    motion_hold(&motion, 2);
    motion_roll(&motion, 330, 120);
    motion_roll(&motion, 0, 120);
    struct found found = find(&motion);
    assert_int_equal(found.count, 0);
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

static void expect_two(const struct motion *motion, double center_mm, double first_s, double second_s, double part)
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

/* To the spot, on to the end close by, and back to the spot: two visits, even when the end is only 5 mm farther. */
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
        expect_two(&motion, 325, 8, 12, way == 0 ? 0.05 : 0.3); /* where a rock ends, the way to the turn may look the same */
        motion_free(&motion);
    }
}

/* One visit at the end is one: held or rocked, before the turn or behind it; and so is one that changes from holding to
 * rocking away from the ends. */
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
    expect_one(&motion, 180, 17);
    motion_free(&motion);
}

/* Somebody sits down, loads the roller, rests, and then rocks beside where they sat down. */
static void a_rock_beside_the_start_begins_with_rocking(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    motion_hold(&motion, 1.5);
    motion_roll(&motion, 15, 30);
    motion_rock(&motion, 15, 0.5, 12);
    motion_roll(&motion, 330, 120);
    motion_roll(&motion, 0, 120);
    there_and_back(&motion, 6, 120);
    expect_one(&motion, 15, 12);
    motion_free(&motion);
}

/* Dawdling about: where one stay ends and the next begins is anybody's guess, but no second counts twice. */
static void no_moment_belongs_to_two_visits(void **state)
{
    (void)state;
    unsigned random = 1;
    size_t visits = 0;
    for (int session = 0; session < 40; session++) {
        struct motion motion;
        motion_init(&motion);
        double x = 150;
        for (int k = 0; k < 60; k++) {
            random = random * 1103515245u + 12345u;
            x = fmin(fmax(x + 0.4 * ((double)(random >> 16 & 255) - 128), 0), 330);
            random = random * 1103515245u + 12345u;
            motion_glide(&motion, x, 1 + (double)(random >> 16 & 255) / 32);
        }
        struct found found = find(&motion);
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

static void strokes_turn_by_a_third_of_the_range(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    motion_roll(&motion, 330, 100);
    motion_roll(&motion, 200, 100);  /* more than a third back: two strokes more */
    motion_roll(&motion, 330, 100);
    motion_roll(&motion, 250, 100);  /* less: still the same */
    motion_roll(&motion, 330, 100);
    motion_roll(&motion, 0, 100);
    struct found found = find(&motion);
    assert_int_equal(found.strokes.count, 4);
    assert_true(found.strokes.stroke[1].to_mm < 201 && found.strokes.stroke[3].from_mm > 329);
    assert_true(fabs(1 / found.strokes.pace_s_mm - 100) < 2);
    found_free(&found);
    motion_free(&motion);
}

static void visits_within_30_mm_are_one_spot(void **state)
{
    (void)state;
    static const struct {
        double apart_mm;
        size_t spots;
    } cases[] = {{29, 1}, {31, 2}};
    for (size_t c = 0; c < 2; c++) {
        struct visit visit[3] = {{.start_s = 0, .end_s = 30, .center_mm = 100 + cases[c].apart_mm},
                                 {.start_s = 40, .end_s = 50, .center_mm = 100},
                                 {.start_s = 60, .end_s = 70, .center_mm = 250}};
        struct spot *spot;
        size_t count, of_visit[3];
        assert_true(spots_merge(visit, 3, 30, &spot, &count, of_visit));
        assert_int_equal(count, cases[c].spots + 1);
        assert_true(spot[count - 1].center_mm == 250);
        assert_int_equal(of_visit[2], count - 1);
        if (cases[c].spots == 1) {
            assert_true(fabs(spot[0].center_mm - (100 + 0.75 * 29)) < 1e-9); /* by dwell, 30 : 10 */
            assert_true(spot[0].dwell_s == 40);
            assert_int_equal(of_visit[0], of_visit[1]);
        } else {
            assert_true(of_visit[0] == 1 && of_visit[1] == 0);
        }
        free(spot);
    }
}

/* Nearest first, whatever the order in time: against a slow search for the nearest pair. */
static void the_nearest_visits_are_joined_first(void **state)
{
    (void)state;
    unsigned random = 5;
    for (int round = 0; round < 200; round++) {
        struct visit visit[40];
        double center[40], dwell[40];
        size_t count = 2 + (size_t)round % 39, left = count, spots, of_visit[40];
        for (size_t v = 0; v < count; v++) {
            random = random * 1103515245u + 12345u;
            center[v] = (double)(random >> 16 & 1023) / 3;
            random = random * 1103515245u + 12345u;
            dwell[v] = 5 + (double)(random >> 16 & 15);
            visit[v] = (struct visit){.start_s = 0, .end_s = dwell[v], .center_mm = center[v]};
        }
        struct spot *spot;
        assert_true(spots_merge(visit, count, 30, &spot, &spots, of_visit));
        for (;;) {
            double nearest = 30;
            size_t a = left, b = left;
            for (size_t i = 0; i < left; i++) {
                for (size_t k = i + 1; k < left; k++) {
                    if (fabs(center[i] - center[k]) < nearest) {
                        nearest = fabs(center[i] - center[k]);
                        a = i;
                        b = k;
                    }
                }
            }
            if (a == left)
                break;
            center[a] = (center[a] * dwell[a] + center[b] * dwell[b]) / (dwell[a] + dwell[b]);
            dwell[a] += dwell[b];
            left--;
            center[b] = center[left];
            dwell[b] = dwell[left];
        }
        assert_int_equal(spots, left);
        for (size_t k = 0; k < spots; k++) {
            double away = 1e9;
            for (size_t i = 0; i < left; i++)
                away = fmin(away, fabs(center[i] - spot[k].center_mm));
            assert_true(away < 1e-9);
            assert_true(k == 0 || spot[k].center_mm > spot[k - 1].center_mm);
        }
        size_t visits = 0;
        for (size_t v = 0; v < count; v++)
            assert_true(of_visit[v] < spots);
        for (size_t k = 0; k < spots; k++)
            visits += spot[k].visits;
        assert_int_equal(visits, count);
        free(spot);
    }
}

static void slip_is_taken_out_where_there_is_some(void **state)
{
    (void)state;
    for (int slipping = 0; slipping < 2; slipping++) {
        struct motion motion;
        motion_init(&motion);
        unsigned random = 7;
        for (int k = 0; k < 20; k++) {
            random = random * 1103515245u + 12345u;
            double uneven = (double)(random >> 16 & 255) / 16 - 8; /* people turn within some millimetres */
            motion_roll(&motion, (k % 2 == 0 ? 320 : 8) + uneven, 120);
        }
        double distance = 0, drift_mm;
        for (size_t i = 1; slipping && i < motion.count; i++) {
            distance += 120 / MOTION_RATE_HZ;
            motion.position_mm[i] += 0.006 * distance;
        }
        struct found found = find(&motion);
        assert_true(slip_correct(motion.position_mm, motion.loaded, motion.count, &found.strokes, &drift_mm));
        if (slipping) {
            assert_true(fabs(drift_mm - 0.006 * distance) < 0.25 * 0.006 * distance);
            assert_true(fabs(motion.position_mm[motion.count - 1]) < 18);
        } else {
            assert_true(drift_mm == 0);
        }
        found_free(&found);
        motion_free(&motion);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hold_is_a_visit),
        cmocka_unit_test(a_rock_is_a_visit),
        cmocka_unit_test(shorter_or_wider_is_no_visit),
        cmocka_unit_test(slow_even_rolling_and_its_turnarounds_are_no_visit),
        cmocka_unit_test(a_turnaround_ends_where_the_next_one_begins),
        cmocka_unit_test(a_hold_at_a_slow_turnaround_is_told_from_it),
        cmocka_unit_test(resting_unloaded_is_no_visit),
        cmocka_unit_test(two_visits_beside_a_turnaround_are_two),
        cmocka_unit_test(a_turn_close_by_parts_two_visits),
        cmocka_unit_test(one_visit_stays_one),
        cmocka_unit_test(a_rock_beside_the_start_begins_with_rocking),
        cmocka_unit_test(no_moment_belongs_to_two_visits),
        cmocka_unit_test(strokes_turn_by_a_third_of_the_range),
        cmocka_unit_test(visits_within_30_mm_are_one_spot),
        cmocka_unit_test(the_nearest_visits_are_joined_first),
        cmocka_unit_test(slip_is_taken_out_where_there_is_some),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
