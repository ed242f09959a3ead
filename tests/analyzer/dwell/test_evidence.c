/* SPDX-License-Identifier: MIT */
/* Evidence that the user returned to one position, in synthetic movements. */
#include "dwell/evidence.h"
#include "support/cmocka_includes.h"
#include "support/random.h"
#include "visit_fixture.h"
#include "support/watched.h"

#include <math.h>
#include <stdlib.h>

/* The ways in which a simulated person pauses. */
enum pausing {
    NEVER,
    ANYWHERE,
    IN_THE_MIDDLE,    /* within the middle 240 mm of 330 mm */
    NOT_AT_THE_ENDS,  /* at least 20 mm from the ends */
    FOR_ANY_TIME,     /* in the middle, with exponential durations */
    OSCILLATING_TOO,  /* in the middle, half of them oscillating */
    WITH_A_SLOW_HALF, /* in the middle; the roller is half as fast in the half of the thigh towards the knee */
    NEVER_WITH_A_SLOW_HALF,
    WITH_RESTS_AT_REVERSALS, /* anywhere, and exponential rests at the reversals */
    AT_ONE_POSITION          /* a person with a tender spot */
};

static const char *const pausing_name[] = {"without pauses",
                                           "pauses anywhere",
                                           "pauses in the middle 240 mm",
                                           "pauses 20 mm off the ends",
                                           "pauses of any length in the middle",
                                           "static and oscillating pauses in the middle",
                                           "pauses, one half rolled slowly",
                                           "no pauses, one half rolled slowly",
                                           "pauses anywhere, rests at the reversals"};

static double random_fraction(struct random *random)
{
    return random_uniform(random, 0, 1);
}

static double random_position(enum pausing pausing, struct random *random)
{
    double fraction = random_fraction(random);
    switch (pausing) {
    case AT_ONE_POSITION: return 195 + 10 * fraction;
    case ANYWHERE:
    case WITH_RESTS_AT_REVERSALS: return 2 + 326 * fraction;
    case NOT_AT_THE_ENDS: return 20 + 290 * fraction;
    default: return 45 + 240 * fraction;
    }
}

/* Roll to `to_mm`. In the half towards the knee, the speed is divided by `slowdown`. */
static void roll_to(struct motion *motion, double to_mm, double speed_mm_s, double slowdown)
{
    double from_mm = motion->count > 0 ? motion->position_mm[motion->count - 1] : 0;
    if ((from_mm - 165) * (to_mm - 165) < 0) {
        motion_roll(motion, 165, from_mm > 165 ? speed_mm_s / slowdown : speed_mm_s);
        from_mm = 165;
    }
    motion_roll(motion, to_mm, from_mm + to_mm > 330 ? speed_mm_s / slowdown : speed_mm_s);
}

/* Add strokes at various speeds, with a pause in a fraction of them. */
static void add_pausing_strokes(struct motion *motion, int strokes, double fraction, enum pausing pausing,
                                struct random *random)
{
    double slowdown = pausing == WITH_A_SLOW_HALF || pausing == NEVER_WITH_A_SLOW_HALF ? 2 : 1;
    bool has_pauses = pausing != NEVER && pausing != NEVER_WITH_A_SLOW_HALF;
    for (int k = 0; k < strokes; k++) {
        double speed_mm_s = 110 + 40 * random_fraction(random);
        if (has_pauses && random_fraction(random) < fraction) {
            roll_to(motion, random_position(pausing, random), speed_mm_s, slowdown);
            double pause_s = pausing == FOR_ANY_TIME ? 0.5 - 5.5 * log(1 - random_fraction(random)) : 6;
            if (pausing == OSCILLATING_TOO && random_fraction(random) < 0.5)
                motion_rock(motion, 8 + 14 * random_fraction(random), 0.5, pause_s + 2);
            else
                motion_hold(motion, pause_s);
        }
        roll_to(motion, k % 2 == 0 ? 330 : 0, speed_mm_s, slowdown);
        if (pausing == WITH_RESTS_AT_REVERSALS)
            motion_hold(motion, -0.6 * log(1 - random_fraction(random)));
    }
}

static void assess(struct evidence *evidence, const struct motion *motion, const struct found *found)
{
    const struct trajectory rows = motion_trajectory(motion);
    assert_true(evidence_assess(evidence, &rows, &found->strokes, &found->reversals));
}

/* Return the lowest p-value of all spots; 1 without spots. */
static double lowest_p(const struct motion *motion)
{
    struct found found = find_visits(motion);
    struct evidence evidence;
    assess(&evidence, motion, &found);
    assert_true(evidence.available);
    struct spot *spot;
    size_t spots = 0, *spot_of_visit = calloc(found.count + 1, sizeof *spot_of_visit);
    assert_true(spot_of_visit && spots_merge(found.visit, found.count, 30, &spot, &spots, spot_of_visit));
    double lowest = 1;
    for (size_t k = 0; k < spots; k++)
        lowest = fmin(lowest, evidence_p(&evidence, spot[k].center_mm));
    free(spot);
    free(spot_of_visit);
    evidence_free(&evidence);
    found_free(&found);
    return lowest;
}

#define SESSIONS 400
#define SESSIONS_SLOWED 40

/* Make random sessions, and return how many of them have a spot with p < 0.05. */
static int count_significant(int sessions, int strokes, double fraction, enum pausing pausing, struct random *random)
{
    int significant = 0;
    for (int s = 0; s < sessions; s++) {
        struct motion motion;
        motion_init(&motion);
        add_pausing_strokes(&motion, strokes, fraction, pausing, random);
        significant += lowest_p(&motion) < 0.05;
        motion_free(&motion);
    }
    return significant;
}

static void pauses_at_random_positions_are_no_evidence(void **state)
{
    (void)state;
    static const int strokes[] = {12, 24, 40};
    struct random random = random_init(1);
    const int sessions = is_slowed() ? SESSIONS_SLOWED : SESSIONS;
    /* 5 %; of so few sessions, three standard deviations more. */
    const int significant_max = sessions / 20 + (is_slowed() ? (int)(3 * sqrt(sessions * 0.05 * 0.95)) : 0);
    for (enum pausing pausing = NEVER; pausing < AT_ONE_POSITION; pausing++) {
        int significant[3];
        for (size_t k = 0; k < 3; k++)
            significant[k] = count_significant(sessions, strokes[k], 0.4, pausing, &random);
        print_message("figure: any p < 0.05 in %d, %d, %d of %d sessions of 12, 24, 40 strokes, %s\n", significant[0],
                      significant[1], significant[2], sessions, pausing_name[pausing]);
        for (size_t k = 0; k < 3; k++)
            assert_true(significant[k] <= significant_max);
    }
}

static void pauses_at_one_position_are_evidence(void **state)
{
    (void)state;
    struct random random = random_init(1);
    const int sessions = is_slowed() ? SESSIONS_SLOWED : SESSIONS;
    int significant = count_significant(sessions, 24, 0.4, AT_ONE_POSITION, &random);
    print_message("figure: p < 0.05 in %d of %d sessions with a pause at one position in 40 %% of 24 strokes\n",
                  significant, sessions);
    assert_true(significant >= sessions * 95 / 100);
}

/* Pause for 7 s at one position in the first `first_count` strokes of 14, and at another in the last `second_count`. */
static void add_strokes_with_two_spots(struct motion *motion, int first_count, int second_count)
{
    for (int k = 0; k < 14; k++) {
        if (k < first_count) {
            motion_roll(motion, 90, 120);
            motion_hold(motion, 7);
            motion_roll(motion, k % 2 == 0 ? 330 : 0, 120);
        } else if (14 - k <= second_count) {
            motion_roll(motion, 230, 120);
            motion_hold(motion, 7);
            motion_roll(motion, k % 2 == 0 ? 330 : 0, 120);
        } else {
            motion_roll(motion, k % 2 == 0 ? 330 : 0, 120);
        }
    }
}

/* The weaker spot is tested without the intervals of the stronger one. */
static void a_strong_spot_does_not_hide_the_next(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    add_strokes_with_two_spots(&motion, 9, 5);
    struct found found = find_visits(&motion);
    struct evidence evidence;
    assess(&evidence, &motion, &found);
    print_message("figure: 9 of 14 strokes at one position: p %.3f; the other 5 at another: p %.3f\n",
                  evidence_p(&evidence, 90), evidence_p(&evidence, 230));
    assert_true(evidence_p(&evidence, 90) < 0.01 && evidence_p(&evidence, 230) < 0.02);
    assert_true(evidence_p(&evidence, 90) <= evidence_p(&evidence, 230) && evidence_p(&evidence, 160) == 1);
    evidence_free(&evidence);
    found_free(&found);
    motion_free(&motion);
}

/* Pause at one of `spots` positions (80 mm apart, hit to within some millimetres) in 5 of 16 strokes each, and at
 * random positions in `random_count` of 24. */
static void add_strokes_with_spots(struct motion *motion, int spots, int random_count, struct random *random)
{
    const int strokes = random_count > 0 ? 24 : 16;
    int order[24];
    for (int k = 0; k < strokes; k++)
        order[k] = k;
    for (int k = strokes - 1; k > 0; k--) { /* shuffle */
        int other = (int)(random_fraction(random) * (k + 1)), saved = order[k];
        order[k] = order[other];
        order[other] = saved;
    }
    for (int k = 0; k < strokes; k++) {
        int spot = order[k] / 5;
        if (spot < spots)
            motion_roll(motion, 80 + 80 * spot + 10 * (random_fraction(random) - 0.5), 120);
        else if (order[k] < 5 * spots + random_count)
            motion_roll(motion, 20 + 290 * random_fraction(random), 120);
        if (order[k] < 5 * spots + random_count)
            motion_hold(motion, 6 + 4 * random_fraction(random));
        motion_roll(motion, k % 2 == 0 ? 330 : 0, 120);
    }
}

static void spots_of_equal_strength_do_not_hide_each_other(void **state)
{
    (void)state;
    struct random random = random_init(7);
    const int sessions = is_slowed() ? 5 : 100;
    int significant = 0;
    for (int s = 0; s < sessions; s++) {
        struct motion motion;
        motion_init(&motion);
        add_strokes_with_spots(&motion, 3, 0, &random);
        struct found found = find_visits(&motion);
        struct evidence evidence;
        assess(&evidence, &motion, &found);
        for (int spot = 0; spot < 3; spot++)
            significant += evidence_p(&evidence, 80 + 80 * spot) < 0.05;
        evidence_free(&evidence);
        found_free(&found);
        motion_free(&motion);
    }
    print_message("figure: p < 0.05 for %d of %d spots, three in a session, each in 5 of 16 strokes\n", significant,
                  3 * sessions);
    assert_true(significant > 3 * sessions * 9 / 10);
}

/* A real spot lends its evidence to no other place. */
static void a_real_spot_does_not_make_pauses_evidence(void **state)
{
    (void)state;
    struct random random = random_init(8);
    const int sessions = is_slowed() ? 5 : 200;
    int false_alarms = 0;
    for (int s = 0; s < sessions; s++) {
        struct motion motion;
        motion_init(&motion);
        add_strokes_with_spots(&motion, 1, 10, &random);
        struct found found = find_visits(&motion);
        struct evidence evidence;
        assess(&evidence, &motion, &found);
        bool is_false = false;
        for (double x_mm = 120; x_mm < 330; x_mm += 5) /* the spot is at 80 mm */
            is_false = is_false || evidence_p(&evidence, x_mm) < 0.05;
        false_alarms += is_false;
        evidence_free(&evidence);
        found_free(&found);
        motion_free(&motion);
    }
    print_message("figure: p < 0.05 beside a real spot in %d of %d sessions with 10 random pauses\n", false_alarms,
                  sessions);
    assert_true(false_alarms <= sessions / 20);
}

/* One visit is not a return, even at a reversal. */
static void one_long_visit_is_not_evidence(void **state)
{
    (void)state;
    for (double x_mm = 200; x_mm <= 330; x_mm += 130) {
        struct motion motion;
        motion_init(&motion);
        add_strokes(&motion, 14, 120);
        motion_roll(&motion, x_mm, 120);
        motion_hold(&motion, 60);
        motion_roll(&motion, 330, 120);
        add_strokes(&motion, 2, 120);
        assert_true(lowest_p(&motion) > 0.9);
        motion_free(&motion);
    }
}

/* The more strokes return to a position, the lower is the p-value of that position. */
static void p_falls_with_each_returning_stroke(void **state)
{
    (void)state;
    double previous_p = 1.1;
    for (int visits = 1; visits <= 6; visits++) {
        struct motion motion;
        motion_init(&motion);
        for (int k = 0; k < 20; k++) {
            if (k % 3 == 0 && k / 3 < visits) {
                motion_roll(&motion, 150, 120);
                motion_hold(&motion, 7);
            }
            motion_roll(&motion, k % 2 == 0 ? 330 : 0, 120);
        }
        double p = lowest_p(&motion);
        print_message("figure: %d of 20 strokes at one position: p %.3f\n", visits, p);
        assert_true(p < previous_p || p <= 0.001); /* no p-value is lower than 1 / (simulations + 1) */
        assert_true(visits > 1 || p == 1);
        assert_true(visits < 5 || p < 0.01);
        previous_p = p;
        motion_free(&motion);
    }
}

static void too_few_strokes_leave_evidence_unavailable(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    add_strokes(&motion, 11, 150);
    struct found found = find_visits(&motion);
    struct evidence evidence;
    assess(&evidence, &motion, &found);
    assert_false(evidence.available);
    assert_true(isnan(evidence_p(&evidence, 100)) && isnan(evidence_excess_s(&evidence, 90, 110)));
    evidence_free(&evidence);
    found_free(&found);
    motion_free(&motion);
}

static void excess_is_the_time_beyond_steady_rolling(void **state)
{
    (void)state;
    struct motion motion;
    motion_init(&motion);
    add_strokes(&motion, 14, 110);
    motion_roll(&motion, 200, 110);
    motion_hold(&motion, 12);
    motion_roll(&motion, 330, 110);
    add_strokes(&motion, 2, 110);
    struct found found = find_visits(&motion);
    struct evidence evidence;
    assess(&evidence, &motion, &found);
    assert_true(fabs(evidence_excess_s(&evidence, 188, 212) - 12) < 0.5); /* excess dwell around the visit */
    assert_true(fabs(evidence_excess_s(&evidence, 88, 112)) < 0.5);       /* excess dwell where there is no visit */
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
    struct found found = find_visits(&motion);
    assert_int_equal(found.strokes.count, 2101);
    struct evidence evidence;
    assess(&evidence, &motion, &found);
    double excess_off_visits_s = evidence_excess_s(&evidence, 21, 34);
    assert_true(fabs(evidence_excess_s(&evidence, 46, 54) - 24 - excess_off_visits_s) < 2);
    evidence_free(&evidence);
    found_free(&found);
    motion_free(&motion);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pauses_at_random_positions_are_no_evidence),
        cmocka_unit_test(pauses_at_one_position_are_evidence),
        cmocka_unit_test(a_strong_spot_does_not_hide_the_next),
        cmocka_unit_test(spots_of_equal_strength_do_not_hide_each_other),
        cmocka_unit_test(a_real_spot_does_not_make_pauses_evidence),
        cmocka_unit_test(one_long_visit_is_not_evidence),
        cmocka_unit_test(p_falls_with_each_returning_stroke),
        cmocka_unit_test(too_few_strokes_leave_evidence_unavailable),
        cmocka_unit_test(excess_is_the_time_beyond_steady_rolling),
        cmocka_unit_test(excess_counts_every_stroke_of_a_long_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
