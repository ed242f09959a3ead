/* SPDX-License-Identifier: MIT */
/* Text, JSON and page of compare and trend show the same seconds, for many people. */
#include "support/cmocka_includes.h"

#include "compare/compare_output.h"
#include "result/words.h"
#include "synthetic_set.h"
#include "trend/trend_output.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#define PEOPLE 40

/* Add the sessions of a person: 2 to 9 evenings, both legs, up to two spots whose dwell varies. */
static void add_person(struct session_set *set, int person)
{
    for (int i = 0; i < 2 + person % 8; i++) {
        for (int leg = 0; leg < 2; leg++) {
            double vary = sin(7.3 * person + 3.1 * i + leg);
            const struct synthetic_spot spot[] = {{117, 30 * exp(0.4 * vary) + person % 3 * i, 200},
                                                  {250, 65 * exp(0.3 * cos(5.0 * vary + i)), 150}};
            synthetic_set_add(set, leg ? SESSION_LEG_RIGHT : SESSION_LEG_LEFT, 1 + 3 * i, spot,
                              (person + i) % 4 ? 2 : 1);
        }
    }
}

/* Check that text and page have the duration of a number of the JSON. */
static void assert_shown(const struct text_buffer *text, const struct text_buffer *page, const json_t *seconds)
{
    struct text_buffer duration = {0};
    if (!(json_number_value(seconds) > 0))
        return;
    words_add_duration(&duration, json_number_value(seconds));
    if (!strstr(text->bytes, duration.bytes))
        fail_msg("%s is missing in\n%s", duration.bytes, text->bytes);
    if (!strstr(page->bytes, duration.bytes))
        fail_msg("%s is missing in the page", duration.bytes);
    text_free(&duration);
}

static void assert_comparison_agrees(const struct session_set *set)
{
    struct comparison comparison;
    struct failure failure = {0};
    struct text_buffer text = {0}, page = {0}, line = {0};
    size_t view_index, spot_index;
    json_t *view, *spot;
    assert_true(comparison_make(&comparison, set, &failure));
    compare_text_add(&text, &comparison, NULL);
    compare_html_add(&page, &comparison, NULL, "No charts.");
    compare_json_add(&line, &comparison);
    json_t *object = json_loads(line.bytes, 0, NULL);
    json_array_foreach(json_object_get(object, "views"), view_index, view)
    {
        json_array_foreach(json_object_get(view, "spots"), spot_index, spot)
        {
            assert_shown(&text, &page, json_object_get(json_object_get(spot, "dwell_s"), "before"));
            assert_shown(&text, &page, json_object_get(json_object_get(spot, "dwell_s"), "after"));
        }
    }
    assert_int_equal(view_index, 3);
    json_decref(object);
    text_free(&text);
    text_free(&page);
    text_free(&line);
    comparison_free(&comparison);
}

static void assert_trend_agrees(const struct session_set *set)
{
    struct trend trend;
    struct failure failure = {0};
    struct text_buffer text = {0}, page = {0}, line = {0};
    size_t leg_index, spot_index;
    json_t *leg, *spot;
    assert_true(trend_make(&trend, set, &failure));
    trend_text_add(&text, &trend, NULL);
    trend_html_add(&page, &trend, NULL, "No charts.");
    trend_json_add(&line, &trend);
    json_t *object = json_loads(line.bytes, 0, NULL);
    json_array_foreach(json_object_get(object, "legs"), leg_index, leg)
    {
        json_array_foreach(json_object_get(leg, "spots"), spot_index, spot)
        {
            const json_t *dwell = json_object_get(spot, "dwell_trend_s");
            const char *direction = json_string_value(json_object_get(dwell, "direction"));
            assert_shown(&text, &page, json_object_get(spot, "usual_dwell_s"));
            if (strcmp(direction, "falling") != 0 && strcmp(direction, "rising") != 0)
                continue;
            assert_shown(&text, &page, json_object_get(dwell, "start"));
            assert_shown(&text, &page, json_object_get(dwell, "end"));
        }
    }
    assert_int_equal(leg_index, 2);
    json_decref(object);
    text_free(&text);
    text_free(&page);
    text_free(&line);
    trend_free(&trend);
}

static void outputs_agree_to_the_second(void **state)
{
    (void)state;
    for (int person = 0; person < PEOPLE; person++) {
        struct session_set set = {0};
        add_person(&set, person);
        assert_comparison_agrees(&set);
        assert_trend_agrees(&set);
        session_set_free(&set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(outputs_agree_to_the_second)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
