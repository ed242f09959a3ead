/* SPDX-License-Identifier: MIT */
/* What the texts and pages of compare and trend state of each spot is what their JSON says, for many people. STATEMENTS
 * is their number; `make test-statements` takes 300. */
#include "support/cmocka_includes.h"

#include "compare/compare_output.h"
#include "result/words.h"
#include "synthetic_set.h"
#include "trend/trend_output.h"

#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PEOPLE 40
#define PART_SIZE 4000
#define TEXT_SIZE 300
#define text_of(object, key) json_string_value(json_object_get(object, key))

/* A comparison or a trend in three forms. */
struct stated {
    struct text_buffer text, page;
    json_t *json;
};

/* The part of a text or of a page that is about one spot. */
struct part {
    const char *where;
    char bytes[PART_SIZE];
};

/* Add the sessions of a person: 2 to 9 evenings, both legs, up to two spots whose dwell varies. */
static void add_person(struct session_set *set, int person)
{
    for (int i = 0; i < 2 + person % 8; i++) {
        for (int leg = 0; leg < 2; leg++) {
            double vary = sin(7.3 * person + 3.1 * i + leg) + (person % 5 == leg ? 4 : 0); /* for some, more on a leg */
            const struct synthetic_spot spot[] = {{117, 30 * exp(0.4 * vary) + person % 3 * i, 200},
                                                  {250, 65 * exp(0.3 * cos(5.0 * vary + i)), 150}};
            synthetic_set_add(set, leg ? SESSION_LEG_RIGHT : SESSION_LEG_LEFT, 1 + 3 * i, spot,
                              (person + i) % 4 ? 2 : 1);
        }
    }
}

static double number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

/* Write a time as texts do; "none" for 0 and "?" if it is unknown. */
static const char *duration(char text[40], double seconds)
{
    long s = lround(seconds);
    if (isnan(seconds))
        snprintf(text, 40, "?");
    else if (!(seconds > 0))
        snprintf(text, 40, "none");
    else if (s < 60)
        snprintf(text, 40, "%ld s", s);
    else
        snprintf(text, 40, "%ld min %02ld s", s / 60, s % 60);
    return text;
}

/* Cut out what is between `begin` and `end` after the title of a section, with single spaces. */
static void cut(struct part *part, const char *where, const char *bytes, const char *title, const char *begin,
                const char *end)
{
    const char *from = strstr(bytes, title);
    from = from ? strstr(from, begin) : NULL;
    const char *to = from ? strstr(from + 1, end) : NULL;
    if (!to)
        fail_msg("the %s has no \"%s\" after \"%s\":\n%s", where, begin, title, bytes);
    size_t length = 0;
    for (; from < to && length + 1 < PART_SIZE; from++) {
        char character = *from == '\n' ? ' ' : *from;
        if (character != ' ' || length == 0 || part->bytes[length - 1] != ' ')
            part->bytes[length++] = character;
    }
    part->bytes[length] = '\0';
    part->where = where;
}

/* Check that a part states a text, or does not. */
static void expect(const struct part *part, bool is_stated, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void expect(const struct part *part, bool is_stated, const char *format, ...)
{
    char text[TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if ((strstr(part->bytes, text) != NULL) != is_stated)
        fail_msg("the %s %s \"%s\":\n%s", part->where, is_stated ? "does not say" : "says", text, part->bytes);
}

/* Check what is said of the change of a spot, in words. */
static void check_change(const struct part *part, const json_t *spot, bool two_legs)
{
    const json_t *dwell = json_object_get(spot, "dwell_s");
    const char *change = text_of(spot, "change");
    double before_s = number(dwell, "before"), after_s = number(dwell, "after");
    bool is_less = strcmp(change, "less") == 0, is_more = strcmp(change, "more") == 0;
    char amount[40];
    duration(amount, fabs(round(after_s) - round(before_s)));
    if (is_less || is_more)
        expect(part, true, "%s %s", amount,
               two_legs ? (is_less ? "longer on the left" : "longer on the right") : (is_less ? "less" : "more"));
    expect(part, strcmp(change, "new") == 0 && two_legs, "only on the right");
    expect(part, strcmp(change, "gone") == 0 && two_legs, "only on the left");
    if (!two_legs && (strcmp(change, "new") == 0 || strcmp(change, "gone") == 0))
        expect(part, true, "%s", change);
    if (strcmp(change, "same") != 0 && strcmp(part->where, "text") == 0) { /* the page has the force there, too */
        expect(part, false, "about the same");
        expect(part, false, "no clear");
    }
}

static void check_compared_spot(const struct stated *stated, const json_t *view, const char *heading,
                                const json_t *spot)
{
    const json_t *dwell = json_object_get(spot, "dwell_s");
    bool two_legs = strcmp(text_of(view, "kind"), "left_and_right") == 0;
    char before[40], after[40], begin[TEXT_SIZE];
    struct part row, item;
    duration(before, number(dwell, "before"));
    duration(after, number(dwell, "after"));
    snprintf(begin, sizeof begin, "\n  %-3.0f %4.0f mm ", number(spot, "number"), round(number(spot, "center_mm")));
    cut(&row, "text", stated->text.bytes, heading, begin, "\n");
    expect(&row, true, "mm %s ", before);
    expect(&row, true, " %s ", after);
    if (strcmp(before, after) != 0 && json_array_size(json_object_get(view, "sessions")) == 2)
        expect(&row, true, "mm %s %s ", before, after);
    check_change(&row, spot, two_legs);
    snprintf(begin, sizeof begin, "aria-label=\"Spot %.0f\"", number(spot, "number"));
    cut(&item, "page", stated->page.bytes, heading, begin, "</li>");
    expect(&item, true, "<span>%s</span><i>", two_legs ? "left" : "then");
    expect(&item, true, "</span></i><b>%s</b><span>%s</span>", before, two_legs ? "right" : "now");
    expect(&item, true, "</span></i><b>%s</b></div>", after);
    check_change(&item, spot, two_legs);
}

/* Check which leg is said to have more time on spots, and how much each has. */
static void check_sides(const struct stated *stated, const json_t *view)
{
    const json_t *dwell = json_object_get(view, "spots_dwell_s");
    const char *verdict = text_of(dwell, "verdict");
    char left[40], right[40];
    struct part story;
    duration(left, number(dwell, "before"));
    duration(right, number(dwell, "after"));
    bool is_right = strcmp(verdict, "more") == 0, is_left = strcmp(verdict, "less") == 0;
    cut(&story, "page", stated->page.bytes, "<h2>Left and right</h2>", "<p class=\"sub\">", "</p>");
    expect(&story, is_right, "on the right: %s, left %s", right, left);
    expect(&story, is_left, "on the left: %s, right %s", left, right);
    if (!is_right && !is_left)
        expect(&story, true, "%s on the left, %s on the right", left, right);
}

static void check_comparison(const struct session_set *set)
{
    struct comparison comparison;
    struct failure failure = {0};
    struct stated stated = {0};
    struct text_buffer line = {0};
    size_t view_index, spot_index;
    json_t *view, *spot;
    assert_true(comparison_make(&comparison, set, &failure));
    compare_text_add(&stated.text, &comparison, NULL);
    compare_html_add(&stated.page, &comparison, NULL, "No charts.");
    compare_json_add(&line, &comparison);
    stated.json = json_loads(line.bytes, 0, NULL);
    json_array_foreach(json_object_get(stated.json, "views"), view_index, view)
    {
        struct stated part = {.json = stated.json};
        char heading[TEXT_SIZE];
        const char *leg = text_of(view, "leg");
        bool two_legs = strcmp(text_of(view, "kind"), "left_and_right") == 0;
        snprintf(heading, sizeof heading, "<h2>%s",
                 two_legs      ? "Left and right"
                 : *leg == 'l' ? "Left thigh"
                               : "Right thigh");
        const char *section = strstr(stated.page.bytes, heading);
        snprintf(heading, sizeof heading, two_legs ? "on spots on" : "Your %s thigh, compared", leg);
        const char *text = two_legs ? stated.text.bytes : strstr(stated.text.bytes, heading);
        for (size_t i = 0; two_legs && i < view_index; i++) /* the views of both legs come first */
            text = strstr(text, "in all") + 1;
        assert_non_null(section);
        assert_non_null(text);
        text_add(&part.page, section);
        text_add(&part.text, text);
        json_array_foreach(json_object_get(view, "spots"), spot_index, spot) check_compared_spot(&part, view, "", spot);
        text_free(&part.page);
        text_free(&part.text);
        if (two_legs)
            check_sides(&stated, view);
    }
    assert_int_equal(view_index, 3);
    text_free(&line);
    text_free(&stated.text);
    text_free(&stated.page);
    json_decref(stated.json);
    comparison_free(&comparison);
}

static void check_history(const struct part *part, const json_t *spot)
{
    const json_t *dwell = json_object_get(spot, "dwell_trend_s");
    const char *direction = text_of(dwell, "direction"), *state = text_of(spot, "state");
    bool is_rare = strcmp(state, "rare") == 0;
    bool is_falling = strcmp(direction, "falling") == 0, is_rising = strcmp(direction, "rising") == 0;
    char start[40], end[40];
    duration(start, number(dwell, "start"));
    duration(end, number(dwell, "end"));
    expect(part, is_falling && !is_rare, "etting shorter, along");
    expect(part, is_rising && !is_rare, "etting longer, along");
    if ((is_falling || is_rising) && !is_rare)
        expect(part, true, "from about %s to %s", start, end);
    expect(part, strcmp(direction, "unclear") == 0 && !is_rare, "o clear trend");
    expect(part, strcmp(direction, "too_few") == 0 && !is_rare, "oo few sessions for a trend");
    expect(part, is_rare, "een only once or rarely");
    expect(part, strcmp(state, "gone") == 0 || strcmp(state, "passed") == 0, "one, last stop on");
    expect(part, strcmp(state, "new") == 0 || strcmp(state, "passed") == 0, "ame on");
}

static void check_trend_spot(const struct stated *stated, const char *leg, const json_t *spot)
{
    char begin[TEXT_SIZE], typical[40], title[TEXT_SIZE];
    struct part row, item;
    duration(typical, number(spot, "usual_dwell_s"));
    snprintf(title, sizeof title, "<h2>%s", leg);
    snprintf(begin, sizeof begin, "aria-label=\"Spot %.0f\"", number(spot, "number"));
    cut(&item, "page", stated->page.bytes, title, begin, "</li>");
    expect(&item, true, "<p class=\"time\">%s</p>", typical);
    expect(&item, true, " · %.0f mm from the upper thigh · in %.0f of ", round(number(spot, "center_mm")),
           number(spot, "seen"));
    check_history(&item, spot);
    snprintf(title, sizeof title, "%s: ", leg);
    snprintf(begin, sizeof begin, "\n  %-3.0f %4.0f mm  %-11s |", number(spot, "number"),
             round(number(spot, "center_mm")), typical);
    cut(&row, "text", stated->text.bytes, title, begin, "\n  "); /* the row, then its history, indented further */
    expect(&row, true, "in %.0f of ", number(spot, "seen"));
}

static void check_trend(const struct session_set *set)
{
    struct trend trend;
    struct failure failure = {0};
    struct stated stated = {0};
    struct text_buffer line = {0};
    size_t leg_index, spot_index;
    json_t *leg, *spot;
    assert_true(trend_make(&trend, set, &failure));
    trend_text_add(&stated.text, &trend, NULL);
    trend_html_add(&stated.page, &trend, NULL, "No charts.");
    trend_json_add(&line, &trend);
    stated.json = json_loads(line.bytes, 0, NULL);
    json_array_foreach(json_object_get(stated.json, "legs"), leg_index, leg)
    {
        const char *name = strcmp(text_of(leg, "leg"), "left") == 0 ? "Left thigh" : "Right thigh";
        json_array_foreach(json_object_get(leg, "spots"), spot_index, spot) check_trend_spot(&stated, name, spot);
    }
    assert_int_equal(leg_index, 2);
    text_free(&line);
    text_free(&stated.text);
    text_free(&stated.page);
    json_decref(stated.json);
    trend_free(&trend);
}

static void each_statement_is_that_of_the_numbers(void **state)
{
    (void)state;
    const char *wanted = getenv("STATEMENTS");
    int people = wanted ? atoi(wanted) : PEOPLE;
    for (int person = 0; person < people; person++) {
        struct session_set set = {0};
        add_person(&set, person);
        check_comparison(&set);
        check_trend(&set);
        session_set_free(&set);
    }
    printf("figure: the statements of compare and trend for %d people are right\n", people);
    assert_true(people > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_statement_is_that_of_the_numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
