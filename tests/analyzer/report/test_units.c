/* SPDX-License-Identifier: MIT */
/* Lengths and forces in the units that a reader chose. */
#include "result/units.h"

#include "analyzer/support/metric_words.h"
#include "report/report.h"
#include "sample_result.h"
#include "support/cmocka_includes.h"

#include <string.h>

static void metric_units_are_rounded(void **state)
{
    (void)state;
    assert_string_equal(units_length(UNITS_METRIC, 108.5).text, "109 mm");
    assert_string_equal(units_length(UNITS_METRIC, -0.3).text, "0 mm");
    assert_string_equal(units_length_number(UNITS_METRIC, -12.4).text, "-12");
    assert_string_equal(units_fine_length(UNITS_METRIC, 57.46).text, "57.5 mm");
    assert_string_equal(units_round_length(UNITS_METRIC, 30).text, "30 mm");
    assert_string_equal(units_margin(UNITS_METRIC, 4.2).text, "5 mm");
    assert_string_equal(units_distance(UNITS_METRIC, 12345).text, "12.3 m");
    assert_string_equal(units_force(UNITS_METRIC, 247.2).text, "247 N");
    assert_string_equal(units_weight(UNITS_METRIC, 247.2).text, "25 kg");
}

static void us_units_are_rounded_to_a_tenth_of_an_inch_and_a_pound(void **state)
{
    (void)state;
    assert_string_equal(units_length(UNITS_US, 109).text, "4.3 in");
    assert_string_equal(units_length(UNITS_US, 254).text, "10.0 in");
    assert_string_equal(units_length(UNITS_US, -1).text, "0.0 in"); /* not "-0.0" */
    assert_string_equal(units_length_number(UNITS_US, -25.4).text, "-1.0");
    assert_string_equal(units_fine_length(UNITS_US, 57.5).text, "2.26 in");
    assert_string_equal(units_round_length(UNITS_US, 30).text, "1.2 in");
    assert_string_equal(units_round_length(UNITS_US, 5).text, "0.2 in");
    assert_string_equal(units_margin(UNITS_US, 5.2).text, "0.3 in"); /* 0.205, rounded up */
    assert_string_equal(units_margin_number(UNITS_US, 5.2).text, "0.3");
    assert_string_equal(units_distance(UNITS_US, 12345).text, "41 ft");
    assert_string_equal(units_force(UNITS_US, 444.82216).text, "100 lb");
    assert_string_equal(units_force_number(UNITS_US, 247.2).text, "56");
    assert_string_equal(units_weight(UNITS_US, 247.2).text, "");
}

static void a_report_says_the_same_in_inches_and_pounds(void **state)
{
    struct result result;
    struct text_buffer text = {0}, page = {0};
    (void)state;
    sample_result_make(&result);
    result.options.units = UNITS_US;
    report_text_add(&text, &result, NULL, &(struct terminal_style){.ascii = true});
    report_html_add(&page, &result, NULL, "There is no gnuplot.");
    assert_non_null(
        strstr(text.bytes, "\n  1    4.7 in +-0.2   4.1-5.4   30 s             2     56 lb     59 lb      2"));
    assert_non_null(strstr(page.bytes, "<b>4.7 ± 0.2 in</b> from the upper thigh (4.1 to 5.4)"));
    assert_non_null(strstr(page.bytes, "<b>56 lb</b> on average (highest 59 lb)"));
    assert_non_null(strstr(page.bytes, "<th scope=\"col\">Centre, in</th>"));
    assert_non_null(strstr(page.bytes, "<th scope=\"row\">1</th><td>4.72</td><td>0.17</td><td>4.09</td><td>5.35</td>"));
    assert_non_null(strstr(page.bytes, "Thigh, fold to crease of the knee</th><td>13.78 in</td>"));
    assert_non_null(strstr(page.bytes, "pounds (lb), as a bathroom scale shows a weight"));
    assert_non_null(strstr(page.bytes, " --units us.</p>"));
    assert_null(metric_words_find(text.bytes));
    assert_null(metric_words_find(page.bytes));
    text_free(&text);
    text_free(&page);
    result_free(&result);
}

/* The search finds what it should, or the tests that use it could not fail. */
static void the_search_for_metric_words_finds_them(void **state)
{
    (void)state;
    assert_non_null(metric_words_find("about 12 mm long"));
    assert_non_null(metric_words_find("247 N"));
    assert_non_null(metric_words_find("rolled 3 m."));
    assert_non_null(metric_words_find("<!DOCTYPE html><p aria-label=\"at 200 newtons\">x</p>"));
    assert_non_null(metric_words_find("<!DOCTYPE html><style>a{width:1mm}</style><td>25 kg</td>"));
    assert_null(
        metric_words_find("<!DOCTYPE html><style>@page{margin:6 mm}</style><p class=\"mm\">4 in, sqrt(1/m)</p>"));
    assert_null(metric_words_find("Name, Nmm, hammer"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metric_units_are_rounded),
        cmocka_unit_test(us_units_are_rounded_to_a_tenth_of_an_inch_and_a_pound),
        cmocka_unit_test(a_report_says_the_same_in_inches_and_pounds),
        cmocka_unit_test(the_search_for_metric_words_finds_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
