/* SPDX-License-Identifier: MIT */
/* The sentences of a page are short, for readers in a second language. */
#include "support/cmocka_includes.h"

#include "report/report.h"
#include "sample_result.h"

#include <stdio.h>
#include <string.h>

#define SENTENCE_WORDS_MAX 25

/* Elements that are no sentences: drawings and tables. */
static const char *skip_element(const char *html, const char *name)
{
    size_t length = strlen(name);
    if (strncmp(html + 1, name, length) != 0 || (html[1 + length] != ' ' && html[1 + length] != '>'))
        return html;
    char end[20];
    snprintf(end, sizeof end, "</%s>", name);
    const char *found = strstr(html, end);
    assert_non_null(found);
    return found;
}

static bool ends_sentence(const char *text)
{
    return (strchr(".!?:;", *text) != NULL && (text[1] == ' ' || text[1] == '<')) || strncmp(text, "·", 2) == 0;
}

/* Tags inside a sentence. */
static bool is_inline(const char *tag)
{
    return strncmp(tag, "<b>", 3) == 0 || strncmp(tag, "</b>", 4) == 0;
}

/* A reader in a second language follows short sentences; text between blocks, and before a colon, counts as one. */
static void sentences_are_short(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer page = {0};
    struct charts charts = {0};
    struct failure failure = {0};
    sample_result_make(&result);
    result.origin = POSITION_ORIGIN_ASSUMED;
    result.rest_s = 12;
    assert_true(charts_draw(&result, &charts, &failure));
    report_html_add(&page, &result, &charts, "");
    assert_false(page.failed);
    size_t words = 0, longest = 0, sentences = 0;
    const char *begin = strstr(page.bytes, "<body>");
    assert_non_null(begin);
    for (const char *c = begin; *c; c++) {
        if (*c == '<') {
            c = skip_element(skip_element(c, "svg"), "table");
            if (!is_inline(c)) {
                words = 0;
                begin = c;
            }
            c = strchr(c, '>');
            assert_non_null(c);
        } else if (ends_sentence(c)) {
            sentences++;
            words = 0;
            begin = c;
        } else if (*c > ' ' && (c[-1] == ' ' || c[-1] == '\n' || c[-1] == '>')) {
            words++;
            longest = words > longest ? words : longest;
            if (words > SENTENCE_WORDS_MAX)
                fail_msg("too long: %.300s", begin);
        }
    }
    assert_true(sentences > 50 && longest > 15);
    charts_free(&charts);
    text_free(&page);
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_are_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
