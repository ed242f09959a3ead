/* SPDX-License-Identifier: MIT */
/* Trends: which spots are the same over weeks, the state of each spot, and its trend. */
#include "support/cmocka_includes.h"

#include "multi_session/comparable.h"
#include "analyzer/multi_session/synthetic_set.h"
#include "trend/trend.h"
#include "trend/trend_words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define assert_near(value, expected) assert_true(fabs((value) - (expected)) < 1e-9)

struct fixture {
    struct session_set set;
    struct trend trend;
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    trend_free(&fixture->trend);
    session_set_free(&fixture->set);
    free(fixture);
    return 0;
}

static const struct trend_leg *make_trend(struct fixture *fixture)
{
    struct failure failure = {0};
    if (!trend_make(&fixture->trend, &fixture->set, &failure))
        fail_msg("%s", failure.message);
    return &fixture->trend.leg[0];
}

static void assert_history(const struct trend_leg *leg, size_t spot, const char *expected)
{
    struct text_buffer out = {0};
    trend_words_add_history(&out, leg, &leg->spot[spot]);
    assert_string_equal(out.bytes, expected);
    text_free(&out);
}

/* Add one session per day for 30 days with four spots: the first spot shrinks by 2 s per day, the second appears on the
 * 17th day, the third disappears after the 14th day, and the fourth exists on a single day. */
static void add_days(struct session_set *set)
{
    for (int day = 1; day <= 30; day++) {
        struct synthetic_spot spot[4];
        size_t count = 0;
        double offset = day % 3 - 1; /* people sit down in a slightly different position each time */
        spot[count++] = (struct synthetic_spot){117 + 4 * offset, 70 - 2 * day, 200};
        if (day >= 17)
            spot[count++] = (struct synthetic_spot){200 - 3 * offset, 12, 200};
        if (day <= 14)
            spot[count++] = (struct synthetic_spot){280 + 5 * offset, 9 + 2 * offset, 200};
        if (day == 15)
            spot[count++] = (struct synthetic_spot){40, 6, 200};
        synthetic_set_add(set, SESSION_LEG_RIGHT, day, spot, count);
    }
}

static void spots_are_followed_through_their_days(void **state)
{
    struct fixture *fixture = *state;
    add_days(&fixture->set);
    const struct trend_leg *leg = make_trend(fixture);
    assert_int_equal(fixture->trend.leg_count, 1);
    assert_int_equal(leg->spot_count, 4);
    const struct trend_spot *shrinking = &leg->spot[0], *new_spot = &leg->spot[1], *gone = &leg->spot[2],
                            *rare = &leg->spot[3];
    assert_int_equal(shrinking->state, TREND_SPOT_STEADY);
    assert_int_equal(shrinking->track->seen_count, 30);
    assert_int_equal(shrinking->dwell.direction, TREND_FALLING);
    assert_near(shrinking->dwell.fit.slope, -14); /* per week */
    assert_near(shrinking->dwell.start_value, 68);
    assert_near(shrinking->dwell.end_value, 10);
    assert_near(shrinking->impulse.fit.slope, -2800);
    assert_near(leg->week[7], 1);
    assert_int_equal(new_spot->state, TREND_SPOT_NEW);
    assert_int_equal(new_spot->track->first, 16);
    assert_int_equal(new_spot->dwell.value_count, 14); /* sessions before the spot appeared are not part of its trend */
    assert_near(new_spot->dwell_s[3], 0);
    assert_int_equal(gone->state, TREND_SPOT_GONE);
    assert_int_equal(gone->track->last, 13);
    assert_int_equal(gone->dwell.direction, TREND_UNCLEAR);
    assert_int_equal(rare->state, TREND_SPOT_RARE);
    assert_history(leg, 0, "getting shorter, along the trend line from about 1 min 08 s to 10 s");
    assert_history(leg, 1, "came on 17 March 2026; about the same throughout");
    assert_history(leg, 2, "gone, last stop on 14 March 2026; until then no clear trend");
    assert_history(leg, 3, "seen only once or rarely");
    struct text_buffer out = {0};
    trend_words_add_headline(&out, leg);
    assert_string_equal(out.bytes,
                        "3 spots (1 with shorter stays, 1 new, 1 gone); 1 more was seen only once or rarely.");
    text_free(&out);
}

static void a_spot_that_moves_slowly_is_one_spot(void **state)
{
    struct fixture *fixture = *state;
    for (int day = 1; day <= 25; day++)
        synthetic_set_add(&fixture->set, SESSION_LEG_RIGHT, day, (struct synthetic_spot[]){{100 + 3 * day, 20, 200}},
                          1);
    assert_int_equal(make_trend(fixture)->spot_count, 1); /* 72 mm in total, 3 mm per day */
}

static void a_spot_is_zero_if_absent_and_unknown_if_not_reached(void **state)
{
    struct fixture *fixture = *state;
    const struct synthetic_spot spot[] = {{300, 20, 200}};
    for (int day = 1; day <= 8; day++)
        synthetic_set_add(&fixture->set, SESSION_LEG_LEFT, day, spot, day == 4 || day == 5 ? 0 : 1)->max_mm =
            day == 5 ? 250 : 345;
    const struct trend_leg *leg = make_trend(fixture);
    assert_near(leg->spot[0].dwell_s[3], 0);
    assert_true(isnan(leg->spot[0].dwell_s[4]));
    assert_int_equal(leg->spot[0].dwell.value_count, 6); /* only sessions with the spot */
    assert_int_equal(leg->spot[0].state, TREND_SPOT_STEADY);
}

static void four_sessions_are_too_few_for_a_trend(void **state)
{
    struct fixture *fixture = *state;
    for (int day = 1; day <= 4; day++)
        synthetic_set_add(&fixture->set, SESSION_LEG_LEFT, day, (struct synthetic_spot[]){{117, 40 - 8 * day, 200}}, 1);
    const struct trend_leg *leg = make_trend(fixture);
    assert_int_equal(leg->spot[0].dwell.direction, TREND_TOO_FEW);
    assert_history(leg, 0, "too few sessions for a trend: 32 s, then 24 s, then 16 s, then 8 s");
}

static void a_change_below_the_resolution_is_not_a_trend(void **state)
{
    struct fixture *fixture = *state;
    for (int day = 1; day <= 20; day++)
        synthetic_set_add(&fixture->set, SESSION_LEG_LEFT, day, (struct synthetic_spot[]){{117, 30 + 0.1 * day, 200}},
                          1);
    assert_int_equal(make_trend(fixture)->spot[0].dwell.direction, TREND_SAME); /* 2 s in total */
}

static void a_few_sessions_without_a_spot_are_not_gone(void **state)
{
    struct fixture *fixture = *state;
    const struct synthetic_spot spot[] = {{117, 20, 200}};
    for (int day = 1; day <= 22; day++)
        synthetic_set_add(&fixture->set, SESSION_LEG_LEFT, day, spot, day <= 9 ? 1 : 0);
    assert_int_equal(make_trend(fixture)->spot[0].state, TREND_SPOT_STEADY); /* absent for 13 days */
    assert_history(&fixture->trend.leg[0], 0,
                   "about the same throughout; you stopped there less often than chance explains: on 9 of the first 11 "
                   "days that you rolled, and on 0 "
                   "of the last 11; no stop in the last 13 sessions");
    trend_free(&fixture->trend);
    synthetic_set_add(&fixture->set, SESSION_LEG_LEFT, 23, NULL, 0);
    assert_int_equal(make_trend(fixture)->spot[0].state, TREND_SPOT_GONE);
}

/* Two sessions on one evening, with one spot left out each time, are one evening with both. */
static void sessions_of_one_evening_count_once(void **state)
{
    struct fixture *fixture = *state;
    for (int day = 1; day <= 31; day += 5)
        for (int half = 0; half < 5; half++)
            synthetic_set_add(&fixture->set, SESSION_LEG_LEFT, day, (struct synthetic_spot[]){{117, 20, 200}},
                              day <= 11 ? 1 : 0);
    assert_int_equal(make_trend(fixture)->spot[0].state, TREND_SPOT_GONE);
    trend_free(&fixture->trend);
    session_set_free(&fixture->set);
    for (int half = 0; half < 20; half++) /* many sessions, but only five evenings */
        synthetic_set_add(&fixture->set, SESSION_LEG_LEFT, 1 + 6 * (half / 4),
                          (struct synthetic_spot[]){{117, 20, 200}}, half < 8 ? 1 : 0);
    assert_int_equal(make_trend(fixture)->spot[0].state, TREND_SPOT_STEADY);
}

/* A run of long visits after a run of short ones is less sure a trend than it looks. */
static void autocorrelation_widens_the_interval(void **state)
{
    struct fixture *fixture = *state;
    static const double dwell_s[] = {20, 21, 22, 19, 33, 35, 34, 32, 21, 22, 20, 23, 34, 35, 36, 33};
    for (int i = 0; i < 16; i++)
        synthetic_set_add(&fixture->set, SESSION_LEG_LEFT, 1 + i, (struct synthetic_spot[]){{117, dwell_s[i], 200}}, 1);
    const struct trend_line *line = &make_trend(fixture)->spot[0].dwell;
    assert_true(line->fit.slope > 0 && line->fit.low < -line->fit.slope);
    assert_int_equal(line->direction, TREND_UNCLEAR);
}

static void forces_before_a_calibration_do_not_count(void **state)
{
    struct fixture *fixture = *state;
    for (int day = 1; day <= 12; day++) {
        struct session_summary *session =
            synthetic_set_add(&fixture->set, SESSION_LEG_LEFT, day, (struct synthetic_spot[]){{117, 20, 200}}, 1);
        if (day <= 4)
            strcpy(session->header.calibration_source, "default");
    }
    const struct trend_leg *leg = make_trend(fixture);
    assert_int_equal(leg->spot[0].dwell.value_count, 12);
    assert_int_equal(leg->spot[0].impulse.value_count, 8);
    assert_int_equal(leg->force_scale, FORCE_SCALE_NONE);
}

/* The last session, too, may be one of them: then the others are compared with the one before. */
static void forces_of_saturated_strips_do_not_count(void **state)
{
    struct fixture *fixture = *state;
    for (int day = 1; day <= 12; day++)
        synthetic_set_add(&fixture->set, SESSION_LEG_LEFT, day, (struct synthetic_spot[]){{117, 20, 200}}, 1)
            ->missing_force_percent = day == 5 || day == 12 ? 40 : 0;
    const struct trend_leg *leg = make_trend(fixture);
    assert_int_equal(leg->spot[0].dwell.value_count, 12);
    assert_int_equal(leg->spot[0].impulse.value_count, 10);
    assert_int_equal(leg->force_scale, FORCE_SCALE_SAME);
}

static void legs_do_not_mix(void **state)
{
    struct fixture *fixture = *state;
    for (int day = 1; day <= 6; day++)
        synthetic_set_add(&fixture->set, day % 2 ? SESSION_LEG_LEFT : SESSION_LEG_RIGHT, day,
                          (struct synthetic_spot[]){{day % 2 ? 100 : 250, 20, 200}}, 1);
    make_trend(fixture);
    assert_int_equal(fixture->trend.leg_count, 2);
    assert_int_equal(fixture->trend.leg[0].leg, SESSION_LEG_RIGHT);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(fixture->trend.leg[i].session_count, 3);
        assert_int_equal(fixture->trend.leg[i].spot_count, 1);
    }
}

static void one_person_is_followed_and_several_need_a_choice(void **state)
{
    struct fixture *fixture = *state;
    struct session_set *set = &fixture->set;
    char subject[SESSION_TEXT_SIZE];
    struct failure failure = {0};
    strcpy(synthetic_set_add(set, SESSION_LEG_LEFT, 1, NULL, 0)->header.subject, "");
    assert_true(comparable_choose_subject(set, NULL, subject, &failure));
    assert_string_equal(subject, "");
    synthetic_set_add(set, SESSION_LEG_LEFT, 2, NULL, 0);
    assert_true(comparable_choose_subject(set, NULL, subject, &failure));
    assert_string_equal(subject, "Anna");
    synthetic_set_add(set, SESSION_LEG_LEFT, 3, NULL, 0);
    strcpy(synthetic_set_add(set, SESSION_LEG_LEFT, 4, NULL, 0)->header.subject, "Ben");
    assert_false(comparable_choose_subject(set, NULL, subject, &failure));
    assert_int_equal(failure.status, EXIT_STATUS_USAGE);
    assert_non_null(strstr(failure.message, "Anna (2 sessions), Ben (1 session). Choose one with --subject"));
    assert_false(comparable_choose_subject(set, "Carl", subject, &failure));
    assert_non_null(strstr(failure.message, "No session names \"Carl\""));
    assert_null(strstr(failure.message, "are one person"));
    strcpy(synthetic_set_add(set, SESSION_LEG_LEFT, 5, NULL, 0)->header.subject, "ben.");
    assert_false(comparable_choose_subject(set, NULL, subject, &failure));
    assert_non_null(strstr(failure.message, "If \"Ben\" and \"ben.\" are one person, correct the name with "));
    assert_true(comparable_choose_subject(set, "Ben", subject, &failure));
    assert_true(comparable_keep_subject(set, subject));
    assert_int_equal(set->count, 1);
    assert_int_equal(set->left_out_count, 1);
    assert_string_equal(set->left_out[0].why, "It does not name a person.");
    assert_int_equal(set->other_people_count, 3); /* counted, not named */
    assert_int_equal(set->similar_name_count, 1);
}

static void sessions_without_a_date_are_left_out(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, SESSION_LEG_LEFT, 0, NULL, 0);
    synthetic_set_add(&fixture->set, SESSION_LEG_LEFT, 2, NULL, 0);
    assert_true(comparable_keep_dated(&fixture->set));
    assert_int_equal(fixture->set.count, 1);
    assert_non_null(strstr(fixture->set.left_out[0].why, "when it was recorded"));
}

int main(void)
{
#define WITH_SET(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_SET(spots_are_followed_through_their_days),
        WITH_SET(a_spot_that_moves_slowly_is_one_spot),
        WITH_SET(a_spot_is_zero_if_absent_and_unknown_if_not_reached),
        WITH_SET(four_sessions_are_too_few_for_a_trend),
        WITH_SET(a_change_below_the_resolution_is_not_a_trend),
        WITH_SET(a_few_sessions_without_a_spot_are_not_gone),
        WITH_SET(sessions_of_one_evening_count_once),
        WITH_SET(autocorrelation_widens_the_interval),
        WITH_SET(forces_before_a_calibration_do_not_count),
        WITH_SET(forces_of_saturated_strips_do_not_count),
        WITH_SET(legs_do_not_mix),
        WITH_SET(one_person_is_followed_and_several_need_a_choice),
        WITH_SET(sessions_without_a_date_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
