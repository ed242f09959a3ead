/* SPDX-License-Identifier: MIT */
/* Evidence against even rolling, on positions made by hand. */
#include "evidence.h"
#include "finding.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

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

/* How many of `sessions` have any p < 0.05. */
static int count_significant(int sessions, int strokes, double part, int same_place, unsigned *random)
{
    int significant = 0;
    for (int s = 0; s < sessions; s++) {
        struct motion motion;
        double p;
        motion_init(&motion);
        pausing_strokes(&motion, strokes, part, same_place, random);
        significant += is_significant(&motion, &p);
        motion_free(&motion);
    }
    return significant;
}

static void pauses_anywhere_are_no_evidence_and_at_one_place_they_are(void **state)
{
    (void)state;
    static const int strokes[] = {12, 24, 40};
    unsigned random = 1;
    const int sessions = 400;
    for (size_t k = 0; k < 3; k++) {
        int clean = count_significant(sessions, strokes[k], 0, 0, &random);
        int pauses = count_significant(sessions, strokes[k], 0.4, 0, &random);
        print_message("figure: p < 0.05 in %d clean and %d pausing of %d even sessions each of %d strokes\n", clean,
                      pauses, sessions, strokes[k]);
        assert_true(clean <= sessions / 20);
        assert_true(pauses <= sessions / 20);
    }
    int seen = count_significant(sessions, 24, 0.4, 1, &random);
    print_message("figure: p < 0.05 in %d of %d sessions with a pause at one place in 40 %% of 24 strokes\n", seen,
                  sessions);
    assert_true(seen >= sessions * 95 / 100);
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

static void excess_counts_every_stroke_of_a_long_session(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    for (int k = 0; k < 2101; k++) {
        if (k == 1000 || k == 1001) {
            motion_roll(&motion, 50, 130);
            motion_hold(&motion, 12);
        }
        motion_roll(&motion, k % 2 == 0 ? 100 : 0, 130);
    }
    struct found found = find(&motion);
    assert_int_equal(found.strokes.count, 2101);
    const struct evidence_input input = {motion.count,   motion.position_mm, motion.time_s,
                                         motion.loaded, &found.strokes,     &found.turnarounds};
    struct evidence evidence;
    assert_true(evidence_weigh(&evidence, &input));
    double elsewhere = evidence_excess_s(&evidence, 21, 34);
    assert_true(fabs(evidence_excess_s(&evidence, 46, 54) - 24 - elsewhere) < 2);
    evidence_free(&evidence);
    found_free(&found);
    motion_free(&motion);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pauses_anywhere_are_no_evidence_and_at_one_place_they_are),
        cmocka_unit_test(few_strokes_tell_nothing),
        cmocka_unit_test(excess_is_what_even_rolling_does_not_explain),
        cmocka_unit_test(excess_counts_every_stroke_of_a_long_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
