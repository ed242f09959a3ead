/* SPDX-License-Identifier: MIT */
/* The headlines of compare and trend over many people: they count every spot, agree with the numbers of the JSON, and
 * text and page have the same one. */
#include "support/cmocka_includes.h"

#include "compare/compare_output.h"
#include "compare/compare_words.h"
#include "support/random.h"
#include "synthetic_set.h"
#include "trend/trend_output.h"
#include "trend/trend_words.h"

#include <ctype.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PEOPLE 150
#define SPOTS 3

/* Add 2 to 13 sessions of a person with up to three spots, some of which grow, appear, or are skipped, while the force
 * may grow by itself. */
static void add_person(struct session_set *set, unsigned person)
{
    struct random random = random_init(77 + person);
    unsigned sessions = 2 + person % 12;
    double force_growth = person % 3 == 0 ? 0.08 : 0, dwell_growth = person % 4 == 0 ? 0.15 : 0;
    for (unsigned i = 0; i < sessions; i++) {
        struct synthetic_spot spot[SPOTS];
        size_t count = 0;
        for (unsigned k = 0; k < SPOTS; k++) {
            bool is_irregular = person % 2 == 1, is_skipped = is_irregular && random_below(&random, 5) == 0,
                 is_late = is_irregular && k == 2 && i < sessions / 2;
            double vary = random_uniform(&random, -0.5, 0.5) * (k == 0 ? 0.1 : 0.8);
            if (!is_skipped && !is_late)
                spot[count++] = (struct synthetic_spot){60 + 100 * k, 25 * exp(vary + dwell_growth * i * (k == 1)),
                                                        150 * exp(force_growth * i)};
        }
        synthetic_set_add(set, SESSION_LEG_RIGHT, 1 + (int)(i * 2), spot, count);
    }
}

/* Return the sum of the numbers that begin a word of `from` up to `end`. */
static unsigned long sum_of_numbers(const char *from, const char *end)
{
    unsigned long sum = 0;
    for (const char *at = from; at < end; at++) {
        if (isdigit((unsigned char)*at) && (at == from || strchr(" (", at[-1]))) {
            char *after;
            sum += strtoul(at, &after, 10);
            at = after - 1;
        }
    }
    return sum;
}

/* Return a text without its line breaks and indents. */
static char *flatten(const char *text)
{
    char *flat = strdup(text), *to = flat;
    for (const char *at = text; *at; at++)
        if (!isspace((unsigned char)*at) || (to > flat && to[-1] != ' '))
            *to++ = isspace((unsigned char)*at) ? ' ' : *at;
    *to = '\0';
    return flat;
}

/* Check that the text and the page contain `words`. */
static void assert_both_say(const struct text_buffer *text, const struct text_buffer *page, const char *words)
{
    char *flat_text = flatten(text->bytes), *flat_page = flatten(page->bytes);
    if (!strstr(flat_text, words) || !strstr(flat_page, words))
        fail_msg("\"%s\" is missing in\n%s\n%s", words, text->bytes, page->bytes);
    free(flat_text);
    free(flat_page);
}

static const char *text_at(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void assert_counts_all(const char *counts, size_t spot_count)
{
    const char *of = strstr(counts, "spot");
    unsigned long named = strncmp(counts, "Both ", 5) == 0  ? 2
                          : strncmp(counts, "All ", 4) == 0 ? strtoul(counts + 4, NULL, 10)
                                                            : sum_of_numbers(of, of + strcspn(of, "."));
    if (named != spot_count)
        fail_msg("%lu of %zu spots in \"%s\"", named, spot_count, counts);
}

static bool is_change(const char *change)
{
    return strcmp(change, "less") == 0 || strcmp(change, "more") == 0 || strcmp(change, "new") == 0 ||
           strcmp(change, "gone") == 0;
}

/* Whether a difference of the JSON is called a change. */
static bool is_changed(const json_t *object, const char *key)
{
    const char *verdict = text_at(json_object_get(object, key), "verdict");
    return strcmp(verdict, "less") == 0 || strcmp(verdict, "more") == 0;
}

static void assert_comparison(const struct comparison *comparison, size_t seen[4])
{
    struct text_buffer text = {0}, page = {0}, line = {0}, headline = {0}, counts = {0};
    const struct comparison_view *view = &comparison->view[0];
    size_t index, changed = 0, other = 0, forces = 0;
    json_t *spot;
    compare_text_add(&text, comparison, NULL);
    compare_html_add(&page, comparison, NULL, "No charts.");
    compare_json_add(&line, comparison);
    compare_words_add_headline(&headline, view);
    compare_words_add_spot_counts(&counts, view);
    json_t *object = json_loads(line.bytes, 0, NULL);
    const json_t *first = json_array_get(json_object_get(object, "views"), 0);
    json_t *spots = json_object_get(first, "spots");
    json_array_foreach(spots, index, spot)
    {
        changed += is_change(text_at(spot, "change"));
        other += !is_change(text_at(spot, "change")) && strcmp(text_at(spot, "change"), "same") != 0;
        forces += is_changed(spot, "mean_force_n");
    }
    bool is_force = forces > 0 || is_changed(first, "mean_force_n");
    assert_int_equal(strstr(headline.bytes, " force ") != NULL, is_force);
    assert_both_say(&text, &page, headline.bytes);
    if (counts.bytes)
        assert_both_say(&text, &page, counts.bytes);
    bool says_same = strstr(headline.bytes, ": about the same.") || strstr(headline.bytes, ": no clear change.");
    bool is_same = json_array_size(spots) > 0 && changed == 0 && other == 0 && !is_force;
    if (says_same != is_same)
        fail_msg("%zu changed, %zu other: %s", changed, other, headline.bytes);
    if (counts.bytes)
        assert_counts_all(counts.bytes, json_array_size(spots));
    else
        assert_true(json_array_size(spots) < 2);
    seen[0] += says_same;
    seen[1] += changed == 0 && other > 0;
    seen[2] += changed > 0;
    seen[3] += changed == 0 && is_force;
    json_decref(object);
    text_free(&text);
    text_free(&page);
    text_free(&line);
    text_free(&headline);
    text_free(&counts);
}

static void a_comparison_counts_every_spot(void **state)
{
    size_t seen[4] = {0};
    (void)state;
    for (unsigned person = 0; person < PEOPLE; person++) {
        struct session_set set = {0};
        struct comparison comparison;
        struct failure failure = {0};
        add_person(&set, person);
        assert_true(comparison_make(&comparison, &set, &failure));
        assert_comparison(&comparison, seen);
        comparison_free(&comparison);
        session_set_free(&set);
    }
    for (size_t i = 0; i < 4; i++)
        assert_true(seen[i] > 5);
}

/* Whether a steady spot has this direction of the dwell and, unless it is NULL, of the impulse. */
static bool is_spot(const json_t *spot, const char *dwell, const char *impulse)
{
    return strcmp(text_at(spot, "state"), "steady") == 0 &&
           strcmp(text_at(json_object_get(spot, "dwell_trend_s"), "direction"), dwell) == 0 &&
           (!impulse || strcmp(text_at(json_object_get(spot, "impulse_trend_ns"), "direction"), impulse) == 0);
}

/* Return how many spots a headline says are of a kind: "2 with longer stays" or, if all are, "2 spots, both with longer
 * stays". */
static size_t count_before(const char *headline, const char *words)
{
    const char *at = strstr(headline, words);
    if (!at)
        return 0;
    if (!isdigit((unsigned char)at[-1]))
        return strtoul(headline, NULL, 10);
    for (at--; at > headline && isdigit((unsigned char)at[-1]); at--)
        continue;
    return strtoul(at, NULL, 10);
}

static void assert_trend(const struct trend *trend, size_t *only_impulse_count, size_t *one_kind_count)
{
    struct text_buffer text = {0}, page = {0}, line = {0}, headline = {0};
    size_t index, rising = 0, only_impulse = 0;
    json_t *spot;
    trend_text_add(&text, trend, NULL);
    trend_html_add(&page, trend, NULL, "No charts.");
    trend_json_add(&line, trend);
    trend_words_add_headline(&headline, &trend->leg[0]);
    assert_both_say(&text, &page, headline.bytes);
    json_t *object = json_loads(line.bytes, 0, NULL);
    json_t *spots = json_object_get(json_array_get(json_object_get(object, "legs"), 0), "spots");
    json_array_foreach(spots, index, spot)
    {
        struct text_buffer history = {0};
        bool is_only_impulse = is_spot(spot, "unclear", "rising") || is_spot(spot, "same", "rising");
        trend_words_add_history(&history, &trend->leg[0], &trend->leg[0].spot[index]);
        assert_int_equal(strstr(history.bytes, "; rising impulse") != NULL, is_only_impulse);
        rising += is_spot(spot, "rising", NULL);
        only_impulse += is_only_impulse;
        text_free(&history);
    }
    assert_int_equal(count_before(headline.bytes, " with longer stays"), rising);
    assert_int_equal(count_before(headline.bytes, " with rising impulse"), only_impulse);
    const char *kinds = strpbrk(headline.bytes, ",(");
    bool is_one_kind = kinds && kinds + strcspn(kinds, "0123456789") >= kinds + strcspn(kinds, ";.");
    *one_kind_count += is_one_kind;
    if (kinds && !is_one_kind)
        assert_int_equal(sum_of_numbers(kinds + 1, kinds + strcspn(kinds, ";.")), strtoul(headline.bytes, NULL, 10));
    *only_impulse_count += only_impulse;
    json_decref(object);
    text_free(&text);
    text_free(&page);
    text_free(&line);
    text_free(&headline);
}

static void a_trend_counts_every_spot(void **state)
{
    size_t only_impulse_count = 0, one_kind_count = 0;
    (void)state;
    for (unsigned person = 0; person < PEOPLE; person++) {
        struct session_set set = {0};
        struct trend trend;
        struct failure failure = {0};
        add_person(&set, person);
        assert_true(trend_make(&trend, &set, &failure));
        assert_trend(&trend, &only_impulse_count, &one_kind_count);
        trend_free(&trend);
        session_set_free(&set);
    }
    assert_true(only_impulse_count > 5 && one_kind_count > 5 && one_kind_count < PEOPLE - 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comparison_counts_every_spot),
        cmocka_unit_test(a_trend_counts_every_spot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
