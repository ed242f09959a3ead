/* SPDX-License-Identifier: MIT */
/* The report for a terminal. */
#include "cmocka_includes.h"

#include "report_text.h"
#include "sample_result.h"

#include <stdlib.h>
#include <string.h>

static void assert_has(const struct text_buffer *text, const char *part)
{
    if (!strstr(text->bytes, part))
        print_error("not there: %s\nin:\n%s\n", part, text->bytes);
    assert_non_null(strstr(text->bytes, part));
}

/* The line of `text` that begins with `beginning`, cut out; the caller frees it. */
static char *line_with(const struct text_buffer *text, const char *beginning)
{
    const char *found = strstr(text->bytes, beginning);
    assert_non_null(found);
    size_t length = strcspn(found, "\n");
    char *line = calloc(length + 1, 1);
    assert_non_null(line);
    memcpy(line, found, length);
    return line;
}

static void lines_say_what_the_result_says(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer text = {0};
    sample_result_make(&result);
    report_text_add(&text, &result, "build/demo/session.html");
    assert_int_equal(strncmp(text.bytes, "You lingered at 3 places on your right thigh.\n", 46), 0);
    assert_has(&text, "\nSession  build/demo/session.csv\n");
    assert_has(&text, "\nStarted  1 March 2026, 18:30\n");
    assert_has(&text, "\nSubject  Alex Runner\n");
    assert_has(&text, "\nLength   2 min 02 s, 1 min 55 s of it under load; 12000 readings, 200 lost\n");
    assert_has(
        &text,
        "\n  1    120 mm   104-136   30 s             2    247 N    264 N      2   about a third of the way");
    assert_has(
        &text,
        "\n  2    236 mm   222-250   12 s             1    210 N    224 N      0   about two thirds of");
    assert_has(&text, "\n  - The strips are not calibrated: forces are rough.\n");
    assert_has(&text, "\nReport with charts: build/demo/session.html\n");
    text_free(&text);
    result_free(&result);
}

static void the_drawing_has_spots_at_their_places(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer text = {0};
    sample_result_make(&result);
    report_text_add(&text, &result, NULL);
    char *bar = line_with(&text, "  |");
    const char *numbers_line = strstr(text.bytes, bar) - 1; /* the line before it */
    while (numbers_line[-1] != '\n')
        numbers_line--;
    assert_int_equal(strlen(bar), 2 + 1 + 70 + 1);
    /* 350 mm in 70 columns: 5 mm each; the drawing begins in column 3. */
    assert_int_equal(numbers_line[3 + 120 / 5], '1');
    assert_int_equal(numbers_line[3 + 236 / 5], '2');
    assert_int_equal(numbers_line[3 + 60 / 5], '3');
    assert_int_equal(bar[3], ' ');                   /* never rolled over */
    assert_non_null(strchr("#@", bar[3 + 127 / 5])); /* the longest */
    assert_non_null(strchr(".:", bar[3 + 180 / 5])); /* rolled past */
    assert_null(strstr(text.bytes, "Report with charts"));
    free(bar);
    text_free(&text);
    result_free(&result);
}

static void a_session_without_load_is_short(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer text = {0};
    sample_result_make_empty(&result);
    report_text_add(&text, &result, NULL);
    assert_has(&text, "The roller was never loaded in this session.\n");
    assert_null(strstr(text.bytes, "nan"));
    assert_null(strstr(text.bytes, "|"));
    text_free(&text);
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_say_what_the_result_says),
        cmocka_unit_test(the_drawing_has_spots_at_their_places),
        cmocka_unit_test(a_session_without_load_is_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
