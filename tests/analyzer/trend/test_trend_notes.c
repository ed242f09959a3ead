/* SPDX-License-Identifier: MIT */
/* What trend notes on sessions that are not fully comparable. */
#include "support/cmocka_includes.h"

#include "analyzer/multi_session/synthetic_set.h"
#include "trend/trend.h"
#include "trend/trend_output.h"

#include <stdlib.h>
#include <string.h>

#define RIGHT SESSION_LEG_RIGHT
#define UNKNOWN SESSION_LEG_UNKNOWN

struct fixture {
    struct session_set set;
    struct trend trend;
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
    trend_free(&fixture->trend);
    session_set_free(&fixture->set);
    text_free(&fixture->text);
    text_free(&fixture->page);
    free(fixture);
    return 0;
}

static void follow(struct fixture *fixture)
{
    struct failure failure = {0};
    if (!trend_make(&fixture->trend, &fixture->set, &failure))
        fail_msg("%s", failure.message);
    trend_text_add(&fixture->text, &fixture->trend, NULL);
    trend_html_add(&fixture->page, &fixture->trend, NULL, "No charts.");
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

static void a_trend_leaves_out_the_impulse_of_saturated_strips(void **state)
{
    struct fixture *fixture = *state;
    for (int day = 1; day <= 31; day += 2)
        synthetic_set_add(&fixture->set, RIGHT, day, (struct synthetic_spot[]){{117, 30, 200}}, 1)
            ->missing_force_percent = day == 3 || day == 31 ? 40 : 0;
    follow(fixture);
    assert_both_say(fixture,
                    "In 2 of the sessions the roller measured only part of the force (their reports say why). The "
                    "impulse is left out there.");
}

/* Of two sessions no impulse is followed, so none is left out. */
static void no_impulse_is_left_out_where_there_is_none(void **state)
{
    struct fixture *fixture = *state;
    for (int day = 1; day <= 3; day += 2)
        synthetic_set_add(&fixture->set, RIGHT, day, (struct synthetic_spot[]){{117, 30, 200}}, 1)
            ->missing_force_percent = day == 1 ? 40 : 0;
    follow(fixture);
    assert_both_say(fixture, "In 1 of the sessions the roller measured only part of the force (its report says why).");
    assert_null(strstr(fixture->page.bytes, "is left out there"));
}

static void a_trend_gives_its_sessions_and_interval(void **state)
{
    struct fixture *fixture = *state;
    for (int day = 1; day <= 31; day += 2) {
        struct session_summary *session =
            synthetic_set_add(&fixture->set, UNKNOWN, day, (struct synthetic_spot[]){{117, 30, 200}}, day <= 13);
        session->header.thigh_length_mm = day == 1 ? 330 : 350;
        if (day == 3)
            strcpy(session->header.calibration_source, "default");
    }
    follow(fixture);
    assert_both_say(fixture, "no spots now; 1 is gone.");
    assert_both_say(fixture, "To see a steady change, trust this trend more than the command compare");
    assert_both_say(fixture, "No session says which leg it was; they are compared as one leg.");
    assert_both_say(fixture, "because a roller was not calibrated. The impulse is left out there.");
    assert_both_say(fixture,
                    "The files give different lengths of the thigh: 330 mm on 1 March 2026, but 350 mm on "
                    "3 March 2026. Please correct the wrong ones. Spots were matched by their distance in millimetres, "
                    "for which the length matters little.");
}

int main(void)
{
#define WITH_SET(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_SET(a_trend_leaves_out_the_impulse_of_saturated_strips),
        WITH_SET(no_impulse_is_left_out_where_there_is_none),
        WITH_SET(a_trend_gives_its_sessions_and_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
