/* SPDX-License-Identifier: MIT */
/* The sentences of compare for every kind of change, and the notes on sessions that are not fully comparable. */
#include "support/cmocka_includes.h"

#include "compare/compare_output.h"
#include "compare/compare_words.h"
#include "synthetic_set.h"

#include <stdlib.h>
#include <string.h>

#define LEFT SESSION_LEG_LEFT
#define RIGHT SESSION_LEG_RIGHT
#define UNKNOWN SESSION_LEG_UNKNOWN

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

static void one_evening_makes_no_spot_new(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1, NULL, 0);
    synthetic_set_add(&fixture->set, RIGHT, 8, (struct synthetic_spot[]){{250, 9, 200}}, 1);
    compare(fixture);
    assert_both_say(fixture,
                    "Your right thigh, compared with a week before: you stopped at 250 mm now, but not then. One "
                    "session alone says little.");
}

static void one_evening_makes_no_spot_gone(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, LEFT, 1, (struct synthetic_spot[]){{117, 30, 200}}, 1);
    synthetic_set_add(&fixture->set, LEFT, 2, NULL, 0);
    compare(fixture);
    assert_both_say(fixture, "Your left thigh, compared with the day before: you did not stop at 117 mm this time. One "
                             "session alone says little.");
}

/* Add a session every third day of March, the first seven of which have the first spot or lack it. */
static void add_month(struct fixture *fixture, bool first_have_it)
{
    for (int i = 0; i < 11; i++) {
        const struct synthetic_spot spot[] = {{250, 20, 200}, {117, 30, 200}};
        bool has_it = i < 5 ? first_have_it : !first_have_it;
        synthetic_set_add(&fixture->set, RIGHT, 1 + 3 * i, has_it ? spot : spot + 1, has_it ? 2 : 1);
    }
}

static void a_new_spot_makes_the_headline(void **state)
{
    struct fixture *fixture = *state;
    add_month(fixture, false);
    compare(fixture);
    assert_both_say(fixture, "Your right thigh, compared with 4 weeks before: a new spot at 250 mm since "
                             "16 March 2026; it now takes 20 s.");
    assert_both_say(fixture,
                    "The first three sessions are compared with the last three, because single sessions differ.");
    assert_both_say(fixture, "The command trend uses all 11 sessions. If it says something else, trust it more.");
}

static void a_spot_that_is_gone_makes_the_headline(void **state)
{
    struct fixture *fixture = *state;
    add_month(fixture, true);
    compare(fixture);
    assert_both_say(fixture, "Your right thigh, compared with 4 weeks before: the spot at 250 mm is gone; the last "
                             "stop was on 13 March 2026. In the first three sessions it took 20 s.");
}

static void a_difference_below_the_usual_is_called_that(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1, (struct synthetic_spot[]){{117, 30, 200}}, 1);
    synthetic_set_add(&fixture->set, RIGHT, 8, (struct synthetic_spot[]){{117, 18, 200}}, 1);
    compare(fixture);
    assert_both_say(fixture, "Your right thigh, compared with a week before: no clear change.");
    assert_both_say(fixture, "no clear change (12 s less)");
    assert_both_say(fixture, "We also need two weeks, and enough sessions in a row, without a stop at that spot.");
}

static void another_start_is_noted(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 2; i++) {
        struct session_summary *session =
            synthetic_set_add(&fixture->set, RIGHT, 1 + i,
                              (struct synthetic_spot[]){{117 - 40 * i, 30, 200}, {240 - 40 * i, 30, 200}}, 2);
        session->origin = POSITION_ORIGIN_ASSUMED;
        session->low_end_mm = 5 - 40 * i;
        session->high_end_mm = 340 - 40 * i;
    }
    compare(fixture);
    assert_both_say(fixture, "Your right thigh, compared with the day before: about the same.");
    assert_text_says(fixture, "In the first session, rolling began about ");
    assert_text_says(fixture,
                     "mm higher up than in the last. Matching the spots allows for this; the positions shown are "
                     "as measured.");
}

static void sessions_without_spots_are_reported(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, LEFT, 1, NULL, 0);
    synthetic_set_add(&fixture->set, RIGHT, 1, NULL, 0);
    compare(fixture);
    assert_both_say(fixture, "You did not stay in one place on either leg.");
    assert_null(strstr(fixture->page.bytes, "<ol class=\"spots\">"));
}

static void a_spot_of_one_evening_came_and_went(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1, NULL, 0);
    synthetic_set_add(&fixture->set, RIGHT, 2, (struct synthetic_spot[]){{117, 30, 200}}, 1);
    synthetic_set_add(&fixture->set, RIGHT, 0, NULL, 0);
    compare(fixture);
    assert_both_say(fixture, "only in between");
    assert_both_say(fixture, "Not all sessions have a date, so they are in the order in which you named the files.");
    assert_non_null(strstr(fixture->page.bytes, "s2.csv")); /* in place of the missing date */
}

static void a_position_that_was_not_rolled_is_reported(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1, (struct synthetic_spot[]){{100, 20, 200}, {300, 20, 200}}, 2);
    synthetic_set_add(&fixture->set, RIGHT, 2, (struct synthetic_spot[]){{100, 20, 200}}, 1)->max_mm = 280;
    compare(fixture);
    assert_both_say(fixture, "not rolled over both times");
    assert_text_says(fixture, "(? = that session did not roll over the spot)");
}

static void limits_of_a_comparison_are_noted(void **state)
{
    struct fixture *fixture = *state;
    const struct synthetic_spot spot[] = {{117, 30, 200}};
    synthetic_set_add(&fixture->set, LEFT, 1, spot, 1)->header.thigh_length_mm = 360;
    strcpy(synthetic_set_add(&fixture->set, RIGHT, 10, spot, 1)->header.calibration_source,
           "default, but measured for 2 of 8 strips");
    compare(fixture);
    assert_both_say(fixture, "Please note");
    assert_both_say(fixture, "The two legs were not recorded together, but 9 days apart.");
    assert_both_say(fixture, "The forces cannot be compared: not all sessions come from a calibrated roller.");
    assert_both_say(fixture,
                    "The thigh lengths differ, so spots were matched by how far they are on the way to the knee.");
    assert_both_say(fixture, "not comparable");
}

static void forces_of_saturated_strips_are_not_compared(void **state)
{
    struct fixture *fixture = *state;
    synthetic_set_add(&fixture->set, RIGHT, 1, (struct synthetic_spot[]){{117, 30, 200}}, 1);
    synthetic_set_add(&fixture->set, RIGHT, 2, (struct synthetic_spot[]){{117, 30, 100}}, 1)->missing_force_percent =
        50;
    compare(fixture);
    assert_both_say(fixture, "The forces cannot be compared: in a session the roller measured only part of the force");
    assert_both_say(fixture, "not comparable");
}

static void missing_header_values_are_noted(void **state)
{
    struct fixture *fixture = *state;
    const struct synthetic_spot spot[] = {{117, 30, 200}};
    synthetic_set_add(&fixture->set, UNKNOWN, 1, spot, 1)->header.thigh_length_mm = 0;
    struct session_summary *other = synthetic_set_add(&fixture->set, UNKNOWN, 8, spot, 1);
    other->header.thigh_length_mm = 0;
    strcpy(other->header.device, "id=5B fw=1 board=uno");
    compare(fixture);
    assert_both_say(fixture, "No session says which leg it was; they are compared as one leg.");
    assert_both_say(
        fixture,
        "The forces were not all measured with the same calibrated roller, so only differences of force of 25 % "
        "or more are meaningful.");
    assert_both_say(
        fixture, "No session gives the length of the thigh, so spots were matched by their distance in millimetres.");
}

static void two_similar_sessions_have_no_notes(void **state)
{
    struct fixture *fixture = *state;
    const struct synthetic_spot spot[] = {{117, 30, 200}};
    synthetic_set_add(&fixture->set, RIGHT, 1, spot, 1);
    synthetic_set_add(&fixture->set, RIGHT, 2, spot, 1);
    compare(fixture);
    assert_null(strstr(fixture->text.bytes, "Please note"));
    assert_null(strstr(fixture->page.bytes, "Please note"));
}

int main(void)
{
#define WITH_SET(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_SET(one_evening_makes_no_spot_new),
        WITH_SET(one_evening_makes_no_spot_gone),
        WITH_SET(a_difference_below_the_usual_is_called_that),
        WITH_SET(another_start_is_noted),
        WITH_SET(a_new_spot_makes_the_headline),
        WITH_SET(a_spot_that_is_gone_makes_the_headline),
        WITH_SET(sessions_without_spots_are_reported),
        WITH_SET(a_spot_of_one_evening_came_and_went),
        WITH_SET(a_position_that_was_not_rolled_is_reported),
        WITH_SET(limits_of_a_comparison_are_noted),
        WITH_SET(forces_of_saturated_strips_are_not_compared),
        WITH_SET(missing_header_values_are_noted),
        WITH_SET(two_similar_sessions_have_no_notes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
