/* SPDX-License-Identifier: MIT */
/* HTML pages and texts of compare and trend: their content is right, pages are well-formed, and text from a session
 * is escaped. */
#include "support/cmocka_includes.h"

#include "compare/compare_output.h"
#include "days_fixture.h"
#include "writing/output.h"
#include "analyzer/program/payloads.h"
#include "support/run_program.h"
#include "support/temp_dir.h"
#include "trend/trend_output.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* All outputs of the fixture. */
struct outputs {
    struct text_buffer compare_page, trend_page, compare_text, trend_text, compare_line, trend_line;
};

/* Make all outputs. `words` serves as the reason why pages have no charts, and as the page's path in texts. */
static void outputs_make(struct outputs *outputs, const struct days_fixture *fixture, const char *words)
{
    *outputs = (struct outputs){.compare_page = {0}};
    compare_html_add(&outputs->compare_page, &fixture->comparison, NULL, words);
    trend_html_add(&outputs->trend_page, &fixture->trend, NULL, words);
    compare_text_add(&outputs->compare_text, &fixture->comparison, words);
    trend_text_add(&outputs->trend_text, &fixture->trend, words);
    compare_json_add(&outputs->compare_line, &fixture->comparison);
    trend_json_add(&outputs->trend_line, &fixture->trend);
}

static void outputs_free(struct outputs *outputs)
{
    struct text_buffer *all = (struct text_buffer *)outputs;
    for (size_t i = 0; i < sizeof *outputs / sizeof *all; i++)
        text_free(&all[i]);
}

static size_t count_matches(const char *text, const char *part)
{
    size_t match_count = 0;
    for (text = strstr(text, part); text; text = strstr(text + 1, part))
        match_count++;
    return match_count;
}

static void assert_well_formed(const struct text_buffer *page)
{
    struct temp_dir dir;
    char path[400];
    temp_dir_make(&dir);
    temp_file_write(temp_dir_join(&dir, "page.html", path, sizeof path), page->bytes, page->length);
    const char *const xmllint[] = {"xmllint", "--noout", "--nonet", path, NULL};
    struct program_result result = program_run(xmllint, NULL, 60);
    if (result.status != 0)
        print_error("%s", result.err);
    assert_int_equal(result.status, 0);
    program_result_free(&result);
    temp_dir_remove(&dir);
}

/* Check that a page is complete and self-contained, has `chart_count` charts, and uses no id twice. */
static void assert_page(const struct text_buffer *page, size_t chart_count)
{
    assert_false(page->failed);
    assert_well_formed(page);
    assert_int_equal(count_matches(page->bytes, "<svg "), 2 * chart_count);
    assert_int_equal(count_matches(page->bytes, "role=\"img\" aria-label=\""), chart_count);
    assert_int_equal(count_matches(page->bytes, "<script"), 0);
    assert_int_equal(count_matches(page->bytes, " src="), 0);
    assert_int_equal(count_matches(page->bytes, "url("), 0);
    assert_int_equal(count_matches(page->bytes, "://"), count_matches(page->bytes, "xmlns"));
    assert_non_null(strstr(page->bytes, "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"));
    const char *mark = strstr(page->bytes, OUTPUT_SIGNATURE);
    assert_true(mark && mark + strlen(OUTPUT_SIGNATURE) <= page->bytes + OUTPUT_SIGNATURE_MAX_BYTES);
    for (const char *match = page->bytes; (match = strstr(match, " id=")) != NULL; match++) {
        char id[80];
        size_t length = strcspn(match + 5, "'\"");
        assert_in_range(length, 1, sizeof id - 10);
        memcpy(id, match, 5 + length + 1);
        id[5 + length + 1] = '\0';
        assert_int_equal(count_matches(page->bytes, id), 1);
    }
}

static void pages_are_complete_and_self_contained(void **state)
{
    const struct days_fixture *fixture = *state;
    struct compare_charts mirror = {0};
    struct trend_charts weeks = {0};
    struct failure failure = {0};
    struct text_buffer page = {0};
    assert_true(compare_charts_draw(&fixture->comparison, &mirror, &failure));
    compare_html_add(&page, &fixture->comparison, &mirror, "");
    assert_page(&page, 3);
    text_clear(&page);
    assert_true(trend_charts_draw(&fixture->trend, &weeks, &failure));
    trend_html_add(&page, &fixture->trend, &weeks, "");
    assert_page(&page, 2);
    text_free(&page);
    compare_charts_free(&mirror);
    trend_charts_free(&weeks);
}

static void pages_agree_with_the_numbers(void **state)
{
    struct outputs outputs;
    outputs_make(&outputs, *state, "gnuplot <b>is</b> not there.");
    assert_well_formed(&outputs.compare_page);
    assert_well_formed(&outputs.trend_page);
    const char *page = outputs.compare_page.bytes;
    assert_non_null(strstr(page, "<h2>Right thigh, then and now</h2>"));
    assert_non_null(strstr(page, "<dt>Time on spots, right thigh</dt>"));
    assert_non_null(
        strstr(page, "the spot at 117 mm took 11 s instead of 38 s. Your sessions usually differ by less."));
    assert_non_null(strstr(page, "<p class=\"time story\">27 s less</p>"));
    assert_non_null(strstr(page, "<span>then</span><i><span style=\"width:100.0%\"></span></i><b>38 s</b>"));
    assert_non_null(strstr(page, "<span>now</span><i><span style=\"width:28.3%\"></span></i><b>11 s</b>"));
    assert_non_null(strstr(page, "This page has no charts. gnuplot &lt;b&gt;is&lt;/b&gt; not there."));
    assert_non_null(strstr(page, "<li><b>diary.csv</b>: No session.</li>"));
    page = outputs.trend_page.bytes;
    assert_non_null(strstr(page, "<h1>Right thigh: 2 spots (1 with shorter stays, 1 with stops more often).</h1>"));
    assert_non_null(
        strstr(page, "The spot at 117 mm takes less and less time: its trend line goes from about 41 s to 8 s."));
    assert_non_null(strstr(page, "<b>About the same throughout</b>"));
    assert_non_null(strstr(page, "in 12 of 12 sessions"));
    assert_non_null(strstr(page, "This page has no charts."));
    assert_non_null(strstr(page, "<li><b>diary.csv</b>: No session.</li>"));
    outputs_free(&outputs);
}

static void assert_json(const struct text_buffer *line)
{
    json_t *object = json_loads(line->bytes, 0, NULL);
    assert_non_null(object);
    json_decref(object);
}

static void replace(char **owned, const char *text)
{
    free(*owned);
    *owned = strdup(text);
}

/* Check that a text has no control characters except line feeds, nor characters that reverse the direction. */
static void assert_plain(const struct text_buffer *text)
{
    assert_false(text->failed);
    for (size_t i = 0; i < text->length; i++) {
        unsigned char byte = (unsigned char)text->bytes[i];
        assert_true(byte == '\n' || (byte >= 0x20 && byte != 0x7F));
        assert_false(byte == 0xC2 && (unsigned char)text->bytes[i + 1] >= 0x80 &&
                     (unsigned char)text->bytes[i + 1] < 0xA0);
    }
    assert_null(strstr(text->bytes, "\xe2\x80\xae"));
}

static void texts_fit_a_terminal_and_begin_with_the_headline(void **state)
{
    struct outputs outputs;
    outputs_make(&outputs, *state, "page.html");
    const char *const texts[] = {outputs.compare_text.bytes, outputs.trend_text.bytes};
    for (size_t i = 0; i < 2; i++) {
        for (const char *line = texts[i]; *line; line += strcspn(line, "\n") + 1)
            if (strcspn(line, "\n") > 100)
                fail_msg("over 100 columns: %.*s", (int)strcspn(line, "\n"), line);
        assert_non_null(strstr(texts[i], "Left out\n  - diary.csv: No session.\n"));
        assert_non_null(strstr(texts[i], "Page with charts: page.html\n"));
    }
    assert_int_equal(strncmp(texts[0], "Your left thigh, compared with 11 days before: about the same.\n", 63), 0);
    assert_non_null(strstr(texts[0], "\n  1    117 mm        38 s        11 s   27 s less\n"));
    assert_int_equal(
        strncmp(texts[1], "Anna\nRight thigh: 2 spots (1 with shorter stays, 1 with stops more often).\n", 75), 0);
    assert_non_null(strstr(
        texts[1], "       getting shorter, along the trend line from about 41 s to 8 s; time -21.00 s per week"));
    outputs_free(&outputs);
}

/* Copy as much of `text` as fits into `out`. */
static void copy_cut(char *out, size_t size, const char *text)
{
    size_t length = strnlen(text, size - 1);
    memcpy(out, text, length);
    out[length] = '\0';
}

static void hostile_texts_are_escaped(void **state)
{
    struct days_fixture *fixture = *state;
    struct outputs plain, hostile;
    for (size_t i = 0; i <= payload_count(); i++) {
        char payload[400];
        if (i == 0)
            strcpy(payload, "benign");
        else
            payload_write(i - 1, "/tmp/canary", payload, sizeof payload);
        for (size_t k = 0; k < fixture->set.count; k++) {
            struct session_header *header = &fixture->set.session[k].header;
            copy_cut(header->subject, sizeof header->subject, payload);
            copy_cut(header->started, sizeof header->started, payload);
            replace(&fixture->set.session[k].file, payload);
        }
        replace(&fixture->set.left_out[0].file, payload);
        replace(&fixture->set.left_out[0].why, payload);
        outputs_make(i == 0 ? &plain : &hostile, fixture, payload);
        if (i == 0)
            continue;
        static const char *const special[] = {"<", ">", "\"", "'", "`"};
        for (size_t k = 0; k < sizeof special / sizeof special[0]; k++) {
            assert_int_equal(count_matches(hostile.compare_page.bytes, special[k]),
                             count_matches(plain.compare_page.bytes, special[k]));
            assert_int_equal(count_matches(hostile.trend_page.bytes, special[k]),
                             count_matches(plain.trend_page.bytes, special[k]));
        }
        const struct text_buffer *all = (const struct text_buffer *)&hostile;
        for (size_t k = 0; k < sizeof hostile / sizeof *all; k++)
            assert_plain(&all[k]);
        assert_int_equal(count_matches(hostile.compare_text.bytes, "\n"),
                         count_matches(plain.compare_text.bytes, "\n"));
        assert_int_equal(count_matches(hostile.trend_text.bytes, "\n"), count_matches(plain.trend_text.bytes, "\n"));
        assert_json(&hostile.compare_line);
        assert_json(&hostile.trend_line);
        outputs_free(&hostile);
    }
    outputs_free(&plain);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, days_set_up, days_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(pages_are_complete_and_self_contained),
        WITH_FIXTURE(pages_agree_with_the_numbers),
        WITH_FIXTURE(texts_fit_a_terminal_and_begin_with_the_headline),
        WITH_FIXTURE(hostile_texts_are_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
