/* SPDX-License-Identifier: MIT */
/* The output of `compare` and `trend` for any sessions (drafted_set.h). The JSON parses, the text and the page contain
 * no control characters, the page contains no tags and the gnuplot scripts no text from the sessions, and a refusal has
 * a message. */
#include "compare/chart_mirror.h"
#include "trend/chart_trend.h"
#include "multi_session/comparable.h"
#include "compare/compare_output.h"
#include "drafted_set.h"
#include "fuzz.h"
#include "output_check.h"
#include "script_check.h"
#include "trend/trend_output.h"

#include <string.h>

static void check_outputs(struct text_buffer *json, struct text_buffer *text, struct text_buffer *page,
                          struct text_buffer *script, const char *name, int version, const char *list)
{
    FUZZ_HOLDS(!json->failed && !text->failed && !page->failed && !script->failed);
    output_check_json(json, name, version, list);
    output_check_text(text->bytes, text->length);
    output_check_page(page);
    if (script->length > 0)
        script_check(script->bytes, script->length);
    text_free(json);
    text_free(text);
    text_free(page);
    text_free(script);
}

static void check_comparison(const struct comparison *comparison)
{
    struct text_buffer json = {0}, text = {0}, page = {0}, script = {0};
    compare_json_add(&json, comparison);
    compare_text_add(&text, comparison, "page.html");
    compare_html_add(&page, comparison, NULL, "not drawn here");
    for (size_t i = 0; i < 2 * comparison->view_count; i++) {
        struct chart_canvas canvas = chart_mirror_canvas(i / 2, i % 2 == 1);
        chart_begin(&script, &canvas);
        chart_mirror_script(&script, &canvas, &comparison->view[i / 2]);
        chart_end(&script);
    }
    check_outputs(&json, &text, &page, &script, "compare", COMPARE_JSON_VERSION, "views");
}

static void check_trend(const struct trend *trend)
{
    struct text_buffer json = {0}, text = {0}, page = {0}, script = {0};
    trend_json_add(&json, trend);
    trend_text_add(&text, trend, "page.html");
    trend_html_add(&page, trend, NULL, "not drawn here");
    for (size_t i = 0; i < 2 * trend->leg_count; i++) {
        const struct trend_leg *leg = &trend->leg[i / 2];
        struct chart_canvas canvas = chart_trend_canvas(leg, i / 2, i % 2 == 1);
        chart_begin(&script, &canvas);
        chart_trend_script(&script, &canvas, leg);
        chart_end(&script);
    }
    check_outputs(&json, &text, &page, &script, "trend", TREND_JSON_VERSION, "legs");
}

static void check_failure(const struct failure *failure)
{
    FUZZ_HOLDS(failure->status == EXIT_STATUS_INPUT || failure->status == EXIT_STATUS_USAGE);
    FUZZ_HOLDS(failure->message[0] != '\0');
    output_check_text(failure->message, strlen(failure->message));
}

static void run_compare(struct session_set *set)
{
    struct comparison comparison;
    struct failure failure = {0};
    bool dated = true;
    comparable_keep_one_subject(set);
    FUZZ_HOLDS(comparable_keep_usable(set));
    for (size_t i = 0; i < set->count; i++)
        dated = dated && set->session[i].started.known;
    if (dated)
        session_set_sort(set);
    if (comparison_make(&comparison, set, &failure)) {
        check_comparison(&comparison);
        comparison_free(&comparison);
    } else {
        check_failure(&failure);
    }
}

static void run_trend(struct session_set *set)
{
    struct trend trend;
    struct failure failure = {0};
    char subject[SESSION_TEXT_SIZE];
    if (!comparable_choose_subject(set, NULL, subject, &failure)) {
        check_failure(&failure);
        subject[0] = '\0';
        if (set->count > 0)
            memcpy(subject, set->session[0].header.subject, sizeof subject);
    }
    FUZZ_HOLDS(comparable_keep_subject(set, subject) && comparable_keep_dated(set) && comparable_keep_usable(set));
    session_set_sort(set);
    if (trend_make(&trend, set, &failure)) {
        check_trend(&trend);
        trend_free(&trend);
    } else {
        check_failure(&failure);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct session_set set = {0};
    drafted_set_read(&set, bytes, count);
    run_compare(&set);
    session_set_free(&set);
    drafted_set_read(&set, bytes, count);
    run_trend(&set);
    session_set_free(&set);
    return 0;
}
