/* SPDX-License-Identifier: MIT */
/* The HTML page is well-formed, self-contained, and safe from text in the session. */
#include "support/cmocka_includes.h"

#include "writing/output.h"
#include "report/report.h"
#include "support/run_program.h"
#include "sample_result.h"
#include "support/temp_dir.h"

#include <stdlib.h>
#include <string.h>

static void add_page(struct text_buffer *page, const struct result *result, bool with_charts)
{
    struct charts charts = {0};
    struct failure failure = {0};
    if (with_charts)
        assert_true(charts_draw(result, &charts, &failure));
    report_html_add(page, result, with_charts ? &charts : NULL, "gnuplot <b>is</b> not there.");
    assert_false(page->failed);
    charts_free(&charts);
}

static void assert_well_formed(const struct text_buffer *page)
{
    struct temp_dir dir;
    char path[400];
    temp_dir_make(&dir);
    temp_dir_join(&dir, "page.html", path, sizeof path);
    temp_file_write(path, page->bytes, page->length);
    const char *const xmllint[] = {"xmllint", "--noout", "--nonet", path, NULL};
    struct program_result run = program_run(xmllint, NULL, 20);
    if (run.status != 0)
        print_error("%s", run.err);
    assert_int_equal(run.status, 0);
    program_result_free(&run);
    temp_dir_remove(&dir);
}

static size_t count_matches(const char *text, const char *part)
{
    size_t match_count = 0;
    for (text = strstr(text, part); text; text = strstr(text + 1, part))
        match_count++;
    return match_count;
}

static void pages_are_well_formed(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer page = {0};
    sample_result_make(&result);
    add_page(&page, &result, true);
    assert_well_formed(&page);
    text_clear(&page);
    add_page(&page, &result, false);
    assert_well_formed(&page);
    result_free(&result);
    sample_result_make_empty(&result);
    text_clear(&page);
    add_page(&page, &result, true);
    assert_well_formed(&page);
    result_free(&result);
    text_free(&page);
}

static void a_page_loads_and_runs_nothing(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer page = {0};
    sample_result_make(&result);
    add_page(&page, &result, true);
    assert_int_equal(count_matches(page.bytes, "<script"), 0);
    assert_int_equal(count_matches(page.bytes, " src="), 0);
    assert_int_equal(count_matches(page.bytes, "<link"), 0);
    assert_int_equal(count_matches(page.bytes, "@import"), 0);
    assert_int_equal(count_matches(page.bytes, "url("), 0);
    assert_int_equal(count_matches(page.bytes, "onclick"), 0);
    assert_int_equal(count_matches(page.bytes, "href='#") + count_matches(page.bytes, "href=\"#"),
                     count_matches(page.bytes, "href="));
    assert_int_equal(count_matches(page.bytes, "://"), count_matches(page.bytes, "xmlns"));
    assert_int_equal(count_matches(page.bytes, "style-src"), 1);
    assert_non_null(strstr(page.bytes, "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"));
    const char *mark = strstr(page.bytes, OUTPUT_SIGNATURE);
    assert_non_null(mark);
    assert_true(mark + strlen(OUTPUT_SIGNATURE) <= page.bytes + OUTPUT_SIGNATURE_MAX_BYTES);
    text_free(&page);
    result_free(&result);
}

static void pictures_have_different_ids(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer page = {0};
    sample_result_make(&result);
    add_page(&page, &result, true);
    size_t ids = 0;
    for (const char *attribute = page.bytes; (attribute = strstr(attribute, " id=")) != NULL; attribute++, ids++) {
        char id[80];
        size_t length = strcspn(attribute + 5, "'\"");
        assert_in_range(length, 1, sizeof id - 10);
        memcpy(id, attribute, 5 + length + 1);
        id[5 + length + 1] = '\0';
        assert_int_equal(count_matches(page.bytes, id), 1);
    }
    assert_in_range(ids, 20, 500);
    assert_int_equal(count_matches(page.bytes, "<title>"), 1); /* only the title of the page itself */
    text_free(&page);
    result_free(&result);
}

static void the_page_shows_the_options(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer page = {0};
    sample_result_make(&result);
    result.options.spot_width_mm = 37.5;
    result.options.spot_dwell_s = 8;
    result.options.spot_merge_mm = 20;
    result.options.rolling_radius_mm = 71;
    add_page(&page, &result, false);
    assert_non_null(strstr(page.bytes, "within 37.5 mm for at least 8 s"));
    assert_non_null(strstr(page.bytes, "Visits whose centres lie within 20 mm"));
    assert_non_null(strstr(page.bytes, " --spot-width 37.5 --spot-dwell 8 --spot-merge 20 --rolling-radius 71.</p>"));
    text_free(&page);
    result_free(&result);
}

static void the_page_shows_the_result(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer page = {0};
    sample_result_make(&result);
    add_page(&page, &result, true);
    assert_non_null(strstr(page.bytes, "<h1>You stayed at 3 places on your right thigh.</h1>"));
    assert_non_null(strstr(page.bytes, "right thigh · 1 March 2026, 18:30"));
    assert_non_null(strstr(page.bytes, "<p class=\"place\">About a third of the way to the knee</p>\n"
                                       "<p class=\"time\">30 s</p>"));
    assert_non_null(strstr(page.bytes, "<b>120 ± 5 mm</b> from the upper thigh (104 to 136) · <b>2 visits</b>"));
    assert_non_null(strstr(page.bytes, "button pressed <b>2 times</b>"));
    assert_non_null(strstr(page.bytes, "Spot 2 at 236 mm: 12 s at 210 newtons on average."));
    assert_non_null(strstr(page.bytes, "<span style=\"width:40.0%\">")); /* 12 s of 30 s */
    assert_non_null(strstr(page.bytes, "200 of the readings were lost (1.64 %)"));
    assert_non_null(strstr(page.bytes, "The strips are not calibrated: forces are rough."));
    assert_non_null(strstr(page.bytes, "within 50 mm for at least 5 s"));
    assert_non_null(strstr(page.bytes, "Visits whose centres lie within 30 mm"));
    assert_non_null(strstr(page.bytes, " --spot-width 50 --spot-dwell 5 --spot-merge 30.</p>"));
    assert_non_null(strstr(page.bytes, "not a medical device"));
    assert_non_null(strstr(page.bytes, "sharp pain, numbness or tingling"));
    assert_int_equal(count_matches(page.bytes, "<figure>"), CHART_COUNT);
    assert_int_equal(count_matches(page.bytes, "<svg "), LAYOUT_COUNT * CHART_COUNT);
    assert_int_equal(count_matches(page.bytes, "role=\"img\" aria-label=\""), CHART_COUNT);
    text_free(&page);
    result_free(&result);
}

static void a_page_without_charts_gives_the_reason(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer page = {0};
    sample_result_make(&result);
    add_page(&page, &result, false);
    assert_non_null(strstr(page.bytes, "This page has no charts. gnuplot &lt;b&gt;is&lt;/b&gt; not there."));
    assert_int_equal(count_matches(page.bytes, "<svg"), 0);
    assert_non_null(strstr(page.bytes, "About a third of the way to the knee"));
    text_free(&page);
    result_free(&result);
}

static void replace_text(char **text, const char *replacement)
{
    free(*text);
    *text = strdup(replacement);
}

static void hostile_texts_add_no_element(void **state)
{
    (void)state;
    static const char *const payloads[] = {"<script>alert(1)</script>",
                                           "</title><script>1</script>",
                                           "\"><img src=x onerror=alert(1)>",
                                           "'><svg onload=1>",
                                           "--><b>",
                                           "]]><b>",
                                           "</style><b>",
                                           "`touch canary`",
                                           "$(touch canary)",
                                           "a\n<b>\r\nc",
                                           "\x1b]0;t\x07\x1b[2J",
                                           "&lt;b&gt;&#60;b&#62;",
                                           "\xf0\x9f<b>",
                                           "\xe2\x80\xae<b>",
                                           "'; system('touch canary'); '",
                                           "\\\"<b>",
                                           "=1+1",
                                           "<!--",
                                           "<?php",
                                           "<![CDATA["};
    struct result result;
    struct text_buffer page = {0}, text = {0};
    sample_result_make(&result);
    strcpy(result.header.subject, "x");
    strcpy(result.header.note, "x");
    add_page(&page, &result, false);
    size_t nodes = count_matches(page.bytes, "<");
    for (size_t i = 0; i < sizeof payloads / sizeof payloads[0]; i++) {
        const char *payload = payloads[i];
        strcpy(result.header.subject, payload);
        strcpy(result.header.note, payload);
        strcpy(result.header.started, payload);
        strcpy(result.header.device, payload);
        strcpy(result.header.logger, payload);
        strcpy(result.header.calibration_source, payload);
        replace_text(&result.file, payload);
        replace_text(&result.warning[0], payload);
        text_clear(&page);
        add_page(&page, &result, false);
        assert_int_equal(count_matches(page.bytes, "<"), nodes);
        assert_well_formed(&page);
        text_clear(&text);
        report_text_add(&text, &result, payload, &(struct terminal_style){.ascii = false});
        for (const char *byte = text.bytes; *byte; byte++)
            assert_true((unsigned char)*byte >= 0x20 || *byte == '\n');
        assert_null(strstr(text.bytes, "\n<b>"));
    }
    text_free(&page);
    text_free(&text);
    result_free(&result);
}

static void the_style_is_well_formed_xml(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer page = {0};
    sample_result_make_empty(&result);
    add_page(&page, &result, false);
    const char *style = strstr(page.bytes, "<style>") + 7;
    size_t length = (size_t)(strstr(style, "</style>") - style);
    assert_null(memchr(style, '<', length));
    assert_null(memchr(style, '&', length));
    text_free(&page);
    result_free(&result);
}

static void an_unknown_position_has_no_method(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer page = {0};
    sample_result_make_empty(&result);
    add_page(&page, &result, false);
    assert_null(strstr(page.bytes, "The position on the thigh comes from"));
    assert_null(strstr(page.bytes, "The position on the thigh is not known"));
    result.loaded_s = 0.05;
    text_clear(&page);
    add_page(&page, &result, false);
    assert_null(strstr(page.bytes, "The position on the thigh comes from"));
    assert_non_null(strstr(page.bytes, "The position on the thigh is not known."));
    result_free(&result);
    sample_result_make(&result);
    text_clear(&page);
    add_page(&page, &result, false);
    assert_non_null(strstr(page.bytes, "The position on the thigh comes from"));
    text_free(&page);
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_well_formed),
        cmocka_unit_test(a_page_loads_and_runs_nothing),
        cmocka_unit_test(pictures_have_different_ids),
        cmocka_unit_test(the_page_shows_the_options),
        cmocka_unit_test(the_page_shows_the_result),
        cmocka_unit_test(a_page_without_charts_gives_the_reason),
        cmocka_unit_test(hostile_texts_add_no_element),
        cmocka_unit_test(the_style_is_well_formed_xml),
        cmocka_unit_test(an_unknown_position_has_no_method),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
