/* SPDX-License-Identifier: MIT */
/* Comparisons: their views, spots, differences and headlines. */
#include "support/cmocka_includes.h"
#include "multi_session/comparable.h"
#include "compare/compare_words.h"
#include "compare/comparison.h"
#include "analyzer/multi_session/synthetic_set.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define assert_near(value, expected) assert_true(fabs((value) - (expected)) < 1e-9)
#define LEFT SESSION_LEG_LEFT
#define RIGHT SESSION_LEG_RIGHT

struct fixture {
    struct session_set set;
    struct comparison comparison;
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    comparison_free(&fixture->comparison);
    session_set_free(&fixture->set);
    free(fixture);
    return 0;
}

static const struct comparison_view *compare(struct fixture *fixture)
{
    struct failure failure = {0};
    comparable_keep_one_subject(&fixture->set);
    assert_true(comparable_keep_usable(&fixture->set));
    if (!comparison_make(&fixture->comparison, &fixture->set, &failure))
        fail_msg("%s", failure.message);
    return &fixture->comparison.view[0];
}

static void assert_headline(const struct comparison_view *view, const char *expected)
{
    struct text_buffer out = {0};
    compare_words_add_headline(&out, view);
    assert_string_equal(out.bytes, expected);
    text_free(&out);
}

static void spots_are_less_more_or_not_seen(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1,
                      (struct synthetic_spot[]){{117, 40, 200}, {60, 10, 200}, {290, 8, 200}, {200, 20, 200}}, 4);
    synthetic_set_add(&fixture->set, RIGHT, 8,
                      (struct synthetic_spot[]){{118, 14, 200}, {61, 28, 200}, {248, 7, 200}, {199, 30, 200}}, 4);
    const struct comparison_view *view = compare(fixture);
    assert_int_equal(view->days_between, 7);
    static const struct {
        double center_mm, change;
        enum change verdict;
    } expected[] = {{118, -26, CHANGE_LESS},
                    {199, 10, CHANGE_SAME},
                    {61, 18, CHANGE_MORE},
                    {290, -8, CHANGE_NOT_THIS_TIME},
                    {248, 7, CHANGE_NOT_BEFORE}};
    for (size_t k = 0; k < 5; k++) {
        assert_int_equal(view->spot[k].number, k + 1);
        assert_near(view->spot[k].center_mm, expected[k].center_mm);
        assert_near(view->spot[k].dwell_s.change, expected[k].change);
        assert_int_equal(view->spot[k].change, expected[k].verdict);
    }
    assert_headline(view, "Your right thigh, compared with a week before: 2 of 5 spots changed by more than usual.");
    struct text_buffer out = {0};
    compare_words_add_spot_counts(&out, view);
    assert_string_equal(out.bytes, "Of 5 spots 1 took less time, 1 took more time, 1 has no clear change in time, "
                                   "1 had no stop this time, 1 had a stop now, but not then.");
    text_free(&out);
}

/* Six sessions: means of three are compared, and what the person varies is measured. */
static void means_of_three_sessions_show_smaller_changes(void **state)
{
    struct fixture *fixture = *state;
    static const double dwell_s[] = {20, 24, 21, 39, 44, 40};
    for (int i = 0; i < 6; i++)
        synthetic_set_add(&fixture->set, RIGHT, 1 + 5 * i, (struct synthetic_spot[]){{117, dwell_s[i], 200}}, 1);
    const struct comparison_view *view = compare(fixture);
    const struct difference *dwell = &view->spot[0].dwell_s;
    assert_int_equal(view->mean_of, 3);
    assert_int_equal(view->variation.session_count, 6);
    assert_near(dwell->first, cbrt(20 * 24 * 21));
    assert_near(dwell->last, cbrt(39 * 44 * 40));
    assert_true(dwell->person_sd < 0.35 && dwell->mdc_ratio < 1.75);
    assert_int_equal(view->spot[0].change, CHANGE_MORE);
}

static void the_symmetry_index_is_relative_to_the_mean(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1, (struct synthetic_spot[]){{117, 30, 240}, {280, 6, 200}}, 2);
    struct session_summary *left =
        synthetic_set_add(&fixture->set, LEFT, 1, (struct synthetic_spot[]){{111, 20, 160}}, 1);
    left->mean_force_n = 120;
    const struct comparison_view *view = compare(fixture);
    assert_int_equal(view->kind, COMPARISON_LEFT_AND_RIGHT);
    assert_int_equal(comparison_first_session(view)->header.leg, LEFT);
    assert_int_equal(view->spot_count, 2);
    /* 100 (R - L) / (0.5 (R + L)) */
    assert_near(view->spot[0].dwell_s.symmetry_percent, 100 * (30 - 20) / 25.0);
    assert_near(view->spot[0].mean_force_n.symmetry_percent, 100 * (240 - 160) / 200.0);
    assert_near(view->spot[0].impulse_n_s.symmetry_percent, 100 * (7200 - 3200) / 5200.0);
    assert_near(view->spots_dwell_s.symmetry_percent, 100 * (36 - 20) / 28.0);
    assert_near(view->mean_force_n.symmetry_percent, 100 * (200 - 120) / 160.0);
    assert_true(isnan(view->spot[1].dwell_s.symmetry_percent)); /* there is nothing on the left */
    assert_int_equal(view->spot[1].change, CHANGE_NEW);
    assert_headline(view, "The time on spots does not clearly differ: 20 s on the left, 36 s on the right. There was "
                          "more force on the right on average.");
}

static void a_spot_that_was_not_rolled_over_is_not_gone(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1, (struct synthetic_spot[]){{100, 20, 200}, {300, 20, 200}}, 2);
    synthetic_set_add(&fixture->set, RIGHT, 2, (struct synthetic_spot[]){{100, 20, 200}}, 1)->max_mm = 280;
    const struct comparison_view *view = compare(fixture);
    assert_int_equal(view->spot[1].change, CHANGE_UNKNOWN);
    assert_true(isnan(view->spot[1].dwell_s.last));
    assert_headline(view, "Your right thigh, compared with the day before: no clear change, but the spot at 300 mm "
                          "was not rolled over both times.");
}

static void without_common_positions_nothing_is_the_same(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1, (struct synthetic_spot[]){{300, 20, 200}}, 1);
    synthetic_set_add(&fixture->set, RIGHT, 2, NULL, 0)->max_mm = 200;
    assert_headline(
        compare(fixture),
        "Your right thigh, compared with the day before: the spot at 300 mm was not rolled over both times.");
}

static void thighs_of_different_lengths_are_compared_by_percent(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, LEFT, 1, (struct synthetic_spot[]){{300, 20, 200}}, 1)->header.thigh_length_mm =
        400;
    synthetic_set_add(&fixture->set, RIGHT, 8, (struct synthetic_spot[]){{226, 20, 200}}, 1)->header.thigh_length_mm =
        300;
    const struct comparison_view *view = compare(fixture); /* 75 % and 75.3 % */
    assert_true(view->tracks.scale.by_percent);
    assert_near(view->tracks.scale.tolerance_mm, 30);
    assert_int_equal(view->spot_count, 1);
    assert_int_equal(view->spot[0].change, CHANGE_SAME);
}

static void an_unknown_length_is_compared_by_millimetres(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1, (struct synthetic_spot[]){{300, 20, 200}}, 1)->header.thigh_length_mm =
        400;
    synthetic_set_add(&fixture->set, RIGHT, 8, (struct synthetic_spot[]){{226, 20, 200}}, 1)->header.thigh_length_mm =
        0;
    const struct comparison_view *view = compare(fixture);
    assert_false(view->tracks.scale.by_percent);
    assert_int_equal(view->spot_count, 2);
}

static void without_comparable_forces_times_still_compare(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1, (struct synthetic_spot[]){{117, 30, 100}}, 1);
    strcpy(synthetic_set_add(&fixture->set, RIGHT, 8, (struct synthetic_spot[]){{117, 10, 300}}, 1)
               ->header.calibration_source,
           "default");
    const struct comparison_view *view = compare(fixture);
    assert_int_equal(view->spot[0].change, CHANGE_LESS);
    assert_int_equal(view->spot[0].mean_force_n.verdict, CHANGE_UNKNOWN);
    assert_int_equal(view->impulse_n_s.verdict, CHANGE_UNKNOWN);
}

static void both_legs_over_time_make_three_views(void **state)
{
    struct fixture *fixture = *state;
    const struct synthetic_spot spot[] = {{117, 30, 200}};
    synthetic_set_add(&fixture->set, LEFT, 1, spot, 1);
    synthetic_set_add(&fixture->set, RIGHT, 1, spot, 1);
    synthetic_set_add(&fixture->set, LEFT, 5, spot, 1);
    synthetic_set_add(&fixture->set, RIGHT, 8, spot, 1);
    synthetic_set_add(&fixture->set, RIGHT, 9, NULL, 0);
    compare(fixture);
    const struct comparison *comparison = &fixture->comparison;
    assert_int_equal(comparison->view_count, 3);
    assert_int_equal(comparison->view[0].session_count, 2);
    assert_int_equal(comparison->view[1].session_count, 3);
    assert_int_equal(comparison->view[1].spot[0].change, CHANGE_NOT_THIS_TIME);
    assert_int_equal(comparison->view[2].kind, COMPARISON_LEFT_AND_RIGHT);
    assert_ptr_equal(comparison_first_session(&comparison->view[2]),
                     &fixture->set.session[2]); /* the last session of each leg is compared */
    assert_ptr_equal(comparison_last_session(&comparison->view[2]), &fixture->set.session[4]);
    assert_int_equal(comparison->view[2].days_between, 4);
}

struct note_count {
    const char *part;
    unsigned count;
};

static void count_note(void *context, const char *message)
{
    struct note_count *note_count = context;
    note_count->count += strstr(message, note_count->part) != NULL;
}

static unsigned count_notes_with(const struct comparison_view *view, const char *part)
{
    struct note_count note_count = {.part = part};
    compare_words_each_note(view, count_note, &note_count);
    return note_count.count;
}

/* An undated session, even between others, prevents sorting for its own leg, but not for the other leg. */
static void a_leg_is_sorted_by_time_when_all_its_sessions_are_dated(void **state)
{
    struct fixture *fixture = *state;
    const struct synthetic_spot spot[] = {{117, 30, 200}};
    synthetic_set_add(&fixture->set, LEFT, 8, spot, 1);
    synthetic_set_add(&fixture->set, LEFT, 1, spot, 1);
    synthetic_set_add(&fixture->set, RIGHT, 9, spot, 1);
    synthetic_set_add(&fixture->set, RIGHT, 0, spot, 1);
    synthetic_set_add(&fixture->set, RIGHT, 2, spot, 1);
    const struct comparison_view *left = compare(fixture), *right = left + 1, *sides = left + 2;
    assert_true(left->sorted_by_time && left->days_between == 7);
    assert_ptr_equal(comparison_first_session(left), &fixture->set.session[1]);
    assert_ptr_equal(comparison_first_session(sides), comparison_last_session(left));
    assert_false(right->sorted_by_time);
    for (size_t i = 0; i < 3; i++)
        assert_ptr_equal(right->session[i], &fixture->set.session[2 + i]);
    assert_int_equal(count_notes_with(left, "in the order in which you named the files"), 0);
    assert_int_equal(count_notes_with(right, "in the order in which you named the files"), 1);
    assert_int_equal(count_notes_with(sides, "in the order in which you named the files"), 0);
}

static void a_spot_in_between_is_neither_new_nor_gone(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1, NULL, 0);
    synthetic_set_add(&fixture->set, RIGHT, 2, (struct synthetic_spot[]){{117, 30, 200}}, 1);
    synthetic_set_add(&fixture->set, RIGHT, 3, NULL, 0);
    assert_int_equal(compare(fixture)->spot[0].change, CHANGE_BETWEEN);
}

static void unknown_legs_are_compared_as_one(void **state)
{
    struct fixture *fixture = *state;
    const struct synthetic_spot spot[] = {{117, 30, 200}};
    synthetic_set_add(&fixture->set, SESSION_LEG_UNKNOWN, 1, spot, 1);
    synthetic_set_add(&fixture->set, SESSION_LEG_UNKNOWN, 0, spot, 1);
    const struct comparison_view *view = compare(fixture);
    assert_int_equal(view->session_count, 2);
    assert_false(view->both_dated);
    assert_headline(view, "Your thigh, compared with the previous session: about the same.");
}

static void one_session_cannot_be_compared(void **state)
{
    struct fixture *fixture = *state;
    struct failure failure = {0};
    synthetic_set_add(&fixture->set, RIGHT, 1, NULL, 0);
    assert_false(comparison_make(&fixture->comparison, &fixture->set, &failure));
    assert_int_equal(failure.status, EXIT_STATUS_INPUT);
    assert_non_null(strstr(failure.message, "only one of 1 sessions"));
}

int main(void)
{
#define WITH_SET(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_SET(spots_are_less_more_or_not_seen),
        WITH_SET(means_of_three_sessions_show_smaller_changes),
        WITH_SET(the_symmetry_index_is_relative_to_the_mean),
        WITH_SET(a_spot_that_was_not_rolled_over_is_not_gone),
        WITH_SET(without_common_positions_nothing_is_the_same),
        WITH_SET(thighs_of_different_lengths_are_compared_by_percent),
        WITH_SET(an_unknown_length_is_compared_by_millimetres),
        WITH_SET(without_comparable_forces_times_still_compare),
        WITH_SET(both_legs_over_time_make_three_views),
        WITH_SET(a_leg_is_sorted_by_time_when_all_its_sessions_are_dated),
        WITH_SET(a_spot_in_between_is_neither_new_nor_gone),
        WITH_SET(unknown_legs_are_compared_as_one),
        WITH_SET(one_session_cannot_be_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
