/* SPDX-License-Identifier: MIT */
/* What compare says of means, of all spots together and of several views. */
#include "support/cmocka_includes.h"

#include "analyzer/multi_session/synthetic_set.h"
#include "compare/compare_output.h"

#include <stdlib.h>
#include <string.h>

#define LEFT SESSION_LEG_LEFT
#define RIGHT SESSION_LEG_RIGHT

struct fixture {
    struct session_set set;
    struct comparison comparison;
    struct text_buffer text, page;
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
    text_free(&fixture->text);
    text_free(&fixture->page);
    free(fixture);
    return 0;
}

/* Compare the sessions of the set, as text and as an HTML page. */
static void compare(struct fixture *fixture)
{
    struct failure failure = {0};
    if (!comparison_make(&fixture->comparison, &fixture->set, &failure))
        fail_msg("%s", failure.message);
    compare_text_add(&fixture->text, &fixture->comparison, NULL);
    compare_html_add(&fixture->page, &fixture->comparison, NULL, "No charts.");
}

/* Check that the text contains `words`, ignoring line breaks. */
static void assert_text_says(struct fixture *fixture, const char *words)
{
    char *flat = strdup(fixture->text.bytes), *to = flat;
    for (const char *at = flat; *at; at++)
        if (*at != '\n' && (*at != ' ' || (to > flat && to[-1] != ' ')))
            *to++ = *at;
        else if (to > flat && to[-1] != ' ')
            *to++ = ' ';
    *to = '\0';
    if (strstr(flat, words) == NULL)
        fail_msg("\"%s\" is missing in\n%s", words, fixture->text.bytes);
    free(flat);
}

static void assert_both_say(struct fixture *fixture, const char *words)
{
    assert_text_says(fixture, words);
    if (strstr(fixture->page.bytes, words) == NULL)
        fail_msg("the page does not say \"%s\"", words);
}

static void a_mean_names_the_sessions_without_a_stop(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 6; i++)
        synthetic_set_add(&fixture->set, RIGHT, 1 + i, (struct synthetic_spot[]){{117, i < 3 ? 10 : 40, 200}},
                          i != 0 && i != 2 && i != 5);
    compare(fixture);
    assert_both_say(fixture, "the spot at 117 mm took 40 s instead of 10 s in the sessions with a stop. Your "
                             "sessions usually differ by less.");
    assert_both_say(fixture, "stops in 1 of the first 3 sessions, in 2 of the last 3");
    assert_null(strstr(fixture->page.bytes, "There were stops")); /* the headline names no finding */
    assert_both_say(fixture, "Three sessions do not show whether you stop at a spot more or less often.");
    assert_both_say(fixture, "30 s more");
    assert_both_say(fixture, "Each time is typical of the sessions with a stop.");
}

static void a_force_that_changed_makes_the_headline(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1, (struct synthetic_spot[]){{117, 30, 150}, {276, 20, 200}}, 2);
    synthetic_set_add(&fixture->set, RIGHT, 8, (struct synthetic_spot[]){{117, 30, 240}, {276, 20, 200}}, 2);
    compare(fixture);
    assert_both_say(fixture, "compared with a week before: no clear change of the times; more force at 117 mm.");
    assert_both_say(fixture, "force 150 N then, 240 N now (more)");
    assert_null(strstr(fixture->text.bytes, "force 200 N")); /* the text names changes only */
}

static void a_force_stands_beside_a_time_that_changed(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1, (struct synthetic_spot[]){{117, 10, 240}}, 1)->mean_force_n = 250;
    synthetic_set_add(&fixture->set, RIGHT, 8, (struct synthetic_spot[]){{117, 40, 150}}, 1)->mean_force_n = 150;
    compare(fixture);
    assert_both_say(fixture, "There was less force at 117 mm, less force on average.");
}

/* Two sessions of each leg say nothing yet of the person's own variation. */
static void the_usual_is_not_called_yours_before_it_is_known(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 2; i++) {
        synthetic_set_add(&fixture->set, LEFT, 1 + i, (struct synthetic_spot[]){{117, 10, 200}}, 1);
        synthetic_set_add(&fixture->set, RIGHT, 1 + i, (struct synthetic_spot[]){{117, 60, 200}}, 1);
    }
    compare(fixture);
    const struct comparison_view *view = &fixture->comparison.view[2];
    assert_int_equal(view->mean_of, 2);
    assert_int_equal(view->variation.session_count, 0);
    assert_both_say(
        fixture,
        "You spent more time on spots on the right: 1 min 00 s, left 10 s. That is more than chance usually explains.");
    assert_null(strstr(fixture->text.bytes, "Your sessions"));
}

/* Four times the impulse with the same force: nothing of the spots changed. */
static void longer_sessions_stand_beside_no_change(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 2; i++) {
        struct session_summary *session =
            synthetic_set_add(&fixture->set, RIGHT, 1 + 7 * i, (struct synthetic_spot[]){{117, 20, 200}}, 1);
        session->loaded_s *= i ? 4 : 1;
        session->impulse_n_s *= i ? 4 : 1;
    }
    compare(fixture);
    assert_both_say(fixture, "compared with a week before: about the same. The last session was longer.");
}

static void one_spot_that_cannot_be_compared_is_named(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 3; i++)
        synthetic_set_add(&fixture->set, RIGHT, 1 + i, (struct synthetic_spot[]){{117, 30, 200}, {190, 20, 200}},
                          i == 1 ? 2 : 1);
    compare(fixture);
    assert_both_say(fixture, "no clear change, but at 190 mm you stopped only in the sessions between, last on "
                             "2 March 2026.");
    assert_both_say(fixture, "1 had stops only in between.");
    assert_text_says(fixture, " then s0.csv 1 March 2026"); /* each session has its word, and each column */
    assert_text_says(fixture, " between s1.csv 2 March 2026");
    assert_text_says(fixture, "# position then between now change");
}

/* 59 s and 15 s differ by 44 s for who reads them, although 58.6 s and 15.4 s differ by 43.2 s. */
static void a_difference_is_that_of_the_times_beside_it(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1, (struct synthetic_spot[]){{117, 15.4, 200}, {250, 12.4, 200}}, 2);
    synthetic_set_add(&fixture->set, RIGHT, 8, (struct synthetic_spot[]){{117, 58.6, 200}, {250, 15.6, 200}}, 2);
    compare(fixture);
    assert_both_say(fixture, "44 s more");
    assert_both_say(fixture, "no clear change (4 s more)");
}

/* A spot of both legs has a position on each: one number would not be found on the other leg. */
static void a_spot_of_both_legs_has_two_positions(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, LEFT, 1, (struct synthetic_spot[]){{132, 30, 200}, {250, 30, 200}}, 2);
    synthetic_set_add(&fixture->set, LEFT, 2, (struct synthetic_spot[]){{130, 30, 200}, {250, 30, 200}}, 2);
    synthetic_set_add(&fixture->set, RIGHT, 1, (struct synthetic_spot[]){{117, 30, 200}, {250, 30, 200}}, 2);
    synthetic_set_add(&fixture->set, RIGHT, 2, (struct synthetic_spot[]){{117, 30, 200}, {250, 30, 200}}, 2);
    compare(fixture);
    assert_both_say(fixture, "117 mm right, 130 mm left");
    assert_null(strstr(fixture->text.bytes, "250 mm right"));
}

static void a_force_is_named_on_its_side(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, LEFT, 1, (struct synthetic_spot[]){{117, 30, 240}}, 1);
    synthetic_set_add(&fixture->set, RIGHT, 1, (struct synthetic_spot[]){{117, 30, 150}}, 1);
    compare(fixture);
    assert_both_say(fixture, "There was more force on the left at 117 mm.");
}

/* Two spots that change by chance, but both in the same direction, and one that is there now only. */
static void the_headline_has_the_time_on_all_spots(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, LEFT, 1, (struct synthetic_spot[]){{117, 13, 200}}, 1);
    synthetic_set_add(&fixture->set, LEFT, 15, (struct synthetic_spot[]){{117, 19, 200}, {250, 46, 200}}, 2);
    compare(fixture);
    assert_both_say(fixture,
                    "compared with 2 weeks before: all spots together took 1 min 05 s instead of 13 s. That is "
                    "more than two sessions usually differ, mainly because you stopped at 250 mm now, but not then. "
                    "One session alone says little.");
    assert_null(strstr(fixture->text.bytes, "no clear change, but"));
}

static void many_spots_change_together(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, LEFT, 1, (struct synthetic_spot[]){{117, 10, 200}, {250, 10, 200}}, 2);
    synthetic_set_add(&fixture->set, LEFT, 15, (struct synthetic_spot[]){{50, 29, 200}, {117, 26, 200}, {250, 26, 200}},
                      3);
    compare(fixture);
    assert_both_say(fixture, "all spots together took 1 min 21 s instead of 20 s. That is more than two sessions "
                             "usually differ; but no single spot changed clearly. One session alone says little.");
}

static void the_page_begins_with_all_headlines(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 4; i++)
        synthetic_set_add(&fixture->set, i % 2 ? RIGHT : LEFT, 1 + i, (struct synthetic_spot[]){{117, 20, 200}}, 1);
    compare(fixture);
    *strstr(fixture->page.bytes, "</header>") = '\0';
    assert_both_say(fixture, "Your left thigh, compared with 2 days before: about the same.");
    assert_both_say(fixture, "Your right thigh, compared with 2 days before: about the same.");
    assert_both_say(fixture,
                    "You spent about as much time on spots on both legs: 20 s on the left, 20 s on the right.");
}

int main(void)
{
#define WITH_SET(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_SET(a_mean_names_the_sessions_without_a_stop),
        WITH_SET(a_force_that_changed_makes_the_headline),
        WITH_SET(a_force_stands_beside_a_time_that_changed),
        WITH_SET(the_usual_is_not_called_yours_before_it_is_known),
        WITH_SET(longer_sessions_stand_beside_no_change),
        WITH_SET(one_spot_that_cannot_be_compared_is_named),
        WITH_SET(a_difference_is_that_of_the_times_beside_it),
        WITH_SET(a_spot_of_both_legs_has_two_positions),
        WITH_SET(a_force_is_named_on_its_side),
        WITH_SET(the_headline_has_the_time_on_all_spots),
        WITH_SET(many_spots_change_together),
        WITH_SET(the_page_begins_with_all_headlines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
