/* SPDX-License-Identifier: MIT */
/* Strokes, visits, spots and evidence on positions made by hand. */
#include "dwell.h"
#include "evidence.h"
#include "motion.h"
#include "spots.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct found {
    struct strokes strokes;
    struct turnarounds turnarounds;
    struct visit *visit;
    size_t count;
};

static struct found find(const struct motion *motion)
{
    struct found found = {0};
    assert_true(strokes_find(&found.strokes, motion->position_mm, motion->loaded, motion->time_s, motion->count));
    assert_true(turnarounds_model(&found.turnarounds, &found.strokes, motion->position_mm, motion->loaded,
                                  motion->time_s, motion->count));
    const struct dwell_input input = {motion->count,   motion->position_mm, motion->time_s,     motion->loaded,
                                      &found.strokes, &found.turnarounds,  50, 5};
    assert_true(dwell_find(&input, &found.visit, &found.count));
    return found;
}

static void found_free(struct found *found)
{
    strokes_free(&found->strokes);
    free(found->visit);
}

static void there_and_back(struct motion *motion, int strokes, double speed_mm_s)
{
    for (int k = 0; k < strokes; k++)
        motion_roll(motion, k % 2 == 0 ? 330 : 0, speed_mm_s);
}

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

/* Strokes of uneven pace; in part of them a pause: anywhere, or at 200 mm. */
static void pausing_strokes(struct motion *motion, int strokes, double part, int same_place, unsigned *random)
{
    for (int k = 0; k < strokes; k++) {
        double to = k % 2 == 0 ? 330 : 0;
        *random = *random * 1103515245u + 12345u;
        double pace = 110 + 40 * (double)(*random >> 16 & 255) / 256;
        *random = *random * 1103515245u + 12345u;
        if ((double)(*random >> 16 & 255) < 256 * part) {
            *random = *random * 1103515245u + 12345u;
            motion_roll(motion, same_place ? 200 : 20 + 290 * (double)(*random >> 16 & 255) / 256, pace);
            motion_hold(motion, 6);
        }
        motion_roll(motion, to, pace);
    }
}

static bool is_significant(const struct motion *motion, double *lowest_p)
{
    struct found found = find(motion);
    const struct evidence_input input = {motion->count,   motion->position_mm, motion->time_s,
                                         motion->loaded, &found.strokes,      &found.turnarounds};
    struct evidence evidence;
    assert_true(evidence_weigh(&evidence, &input));
    assert_true(evidence.told);
    *lowest_p = 1;
    for (size_t v = 0; v < found.count; v++)
        *lowest_p = fmin(*lowest_p, evidence_p(&evidence, found.visit[v].center_mm));
    evidence_free(&evidence);
    found_free(&found);
    return *lowest_p < 0.05;
}

static void pauses_anywhere_are_no_evidence_and_at_one_place_they_are(void **state)
{
    (void)state;
    unsigned random = 1;
    int false_alarms = 0, seen = 0, sessions = 60;
    for (int same_place = 0; same_place < 2; same_place++) {
        for (int s = 0; s < sessions; s++) {
            struct motion motion;
            double p;
            motion_init(&motion);
            pausing_strokes(&motion, 24, 0.4, same_place, &random);
            bool significant = is_significant(&motion, &p);
            false_alarms += !same_place && significant;
            seen += same_place && significant;
            motion_free(&motion);
        }
    }
    print_message("figure: p < 0.05 in %d of %d even sessions with pauses, in %d of %d with pauses at one place\n",
                  false_alarms, sessions, seen, sessions);
    assert_true(false_alarms <= 6); /* 5 % of 60, and what chance adds */
    assert_true(seen >= 54);
}

static void few_strokes_tell_nothing(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    there_and_back(&motion, 11, 150);
    struct found found = find(&motion);
    const struct evidence_input input = {motion.count,   motion.position_mm, motion.time_s,
                                         motion.loaded, &found.strokes,     &found.turnarounds};
    struct evidence evidence;
    assert_true(evidence_weigh(&evidence, &input));
    assert_false(evidence.told);
    assert_true(isnan(evidence_p(&evidence, 100)) && isnan(evidence_excess_s(&evidence, 90, 110)));
    evidence_free(&evidence);
    found_free(&found);
    motion_free(&motion);
}

static void excess_is_what_even_rolling_does_not_explain(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    there_and_back(&motion, 14, 110);
    motion_roll(&motion, 200, 110);
    motion_hold(&motion, 12);
    motion_roll(&motion, 330, 110);
    there_and_back(&motion, 2, 110);
    struct found found = find(&motion);
    const struct evidence_input input = {motion.count,   motion.position_mm, motion.time_s,
                                         motion.loaded, &found.strokes,     &found.turnarounds};
    struct evidence evidence;
    assert_true(evidence_weigh(&evidence, &input));
    double at = evidence_excess_s(&evidence, 188, 212), elsewhere = evidence_excess_s(&evidence, 88, 112);
    assert_true(fabs(at - 12) < 0.5);
    assert_true(fabs(elsewhere) < 0.5);
    evidence_free(&evidence);
    found_free(&found);
    motion_free(&motion);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hold_is_a_visit),
        cmocka_unit_test(a_rock_is_a_visit),
        cmocka_unit_test(shorter_or_wider_is_no_visit),
        cmocka_unit_test(slow_even_rolling_and_its_turnarounds_are_no_visit),
        cmocka_unit_test(a_hold_at_a_slow_turnaround_is_told_from_it),
        cmocka_unit_test(resting_unloaded_is_no_visit),
        cmocka_unit_test(two_visits_beside_a_turnaround_are_two),
        cmocka_unit_test(strokes_turn_by_a_third_of_the_range),
        cmocka_unit_test(visits_within_30_mm_are_one_spot),
        cmocka_unit_test(pauses_anywhere_are_no_evidence_and_at_one_place_they_are),
        cmocka_unit_test(few_strokes_tell_nothing),
        cmocka_unit_test(excess_is_what_even_rolling_does_not_explain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
