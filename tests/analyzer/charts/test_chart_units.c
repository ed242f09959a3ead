/* SPDX-License-Identifier: MIT */
/* With pounds and inches the ticks are round in these, and lie where the data, which stay in mm and N, have that value.
 */
#include "analyzer/report/sample_result.h"
#include "charts/charts.h"
#include "result/units.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How many ticks were found at multiples of an inch, and of a pound. */
struct ticks {
    size_t inches, pounds;
};

static bool is_near(double value, double expected)
{
    return fabs(value - expected) < 1e-4 * fmax(1, fabs(expected));
}

/* Whether `value` is 1, 2, 2.5 or 5 times a power of ten. */
static bool is_round_step(double value)
{
    double digits = value / pow(10, floor(log10(value) + 1e-9));
    return is_near(digits, 1) || is_near(digits, 2) || is_near(digits, 2.5) || is_near(digits, 5);
}

/* Check the list of ticks that begins at `list`, "'0' 0.0, '2' 50.8, ...)", unless it has no numbers, or times. */
static void check_list(const char *list, struct ticks *ticks)
{
    const char *end = strchr(list, ')');
    double previous = NAN;
    for (const char *at = list; (at = strchr(at, '\'')) != NULL && at < end; at = strchr(at + 1, '\'') + 1) {
        char *label_end;
        double shown = strtod(at + 1, &label_end);
        if (label_end == at + 1 || *label_end == ':')
            return;
        double value = strtod(strchr(at + 1, '\'') + 1, NULL);
        bool is_inch = is_near(value, shown * UNITS_MM_PER_INCH), is_pound = is_near(value, shown * UNITS_N_PER_POUND);
        assert_true(is_inch || is_pound);
        ticks->inches += is_inch && shown != 0;
        ticks->pounds += is_pound && shown != 0;
        assert_true(isnan(previous) || is_round_step(shown - previous));
        previous = shown;
    }
}

static void ticks_are_round_in_inches_and_pounds(void **state)
{
    struct result result;
    struct text_buffer script = {0};
    struct ticks ticks = {0};
    (void)state;
    sample_result_make(&result);
    result.options.units = UNITS_US;
    charts_script(&result, &script);
    for (const char *at = script.bytes; (at = strstr(at, "tics scale 0 textcolor rgb '")) != NULL; at++)
        check_list(strchr(at, '('), &ticks);
    /* each chart has an axis along the thigh, and all but one have axes of force, in each of the layouts */
    assert_true(ticks.inches > 3 * CHART_COUNT * LAYOUT_COUNT);
    assert_true(ticks.pounds > 2 * CHART_COUNT * LAYOUT_COUNT);
    assert_non_null(strstr(script.bytes, "'inches from the upper thigh'"));
    assert_null(strstr(script.bytes, " mm"));
    assert_null(strstr(script.bytes, " N'"));
    text_free(&script);
    result_free(&result);
}

/* Return the datablock $name of the script; the caller frees it. */
static char *datablock(const struct text_buffer *script, const char *name)
{
    const char *start = strstr(script->bytes, name);
    assert_non_null(start);
    return strndup(start, (size_t)(strstr(start, "\nEND\n") - start));
}

static void the_data_stay_metric(void **state)
{
    static const char *const names[] = {"$profile", "$force", "$spread", "$uncertainty", "$marks", "$cells2"};
    struct result result;
    struct text_buffer metric = {0}, us = {0};
    (void)state;
    sample_result_make(&result);
    charts_script(&result, &metric);
    result.options.units = UNITS_US;
    charts_script(&result, &us);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *before = datablock(&metric, names[i]), *after = datablock(&us, names[i]);
        assert_true(strlen(before) > 50);
        assert_string_equal(before, after);
        free(before);
        free(after);
    }
    text_free(&metric);
    text_free(&us);
    result_free(&result);
}

/* Return the text of a legend's entry that contains `part`. */
static const char *entry_with(const struct legend *legend, const char *part)
{
    for (size_t i = 0; i < legend->count; i++)
        if (strstr(legend->entry[i].text, part))
            return legend->entry[i].text;
    fail_msg("no entry has \"%s\"", part);
    return "";
}

static void legends_name_round_classes(void **state)
{
    struct result result;
    struct legend legend;
    (void)state;
    sample_result_make(&result);
    result.options.units = UNITS_US;
    charts_legend(&result, CHART_SESSION, &legend);
    assert_string_equal(entry_with(&legend, "under"), "position; force under 20 lb");
    assert_string_equal(entry_with(&legend, "and more"), "80 lb and more");
    charts_legend(&result, CHART_STROKES, &legend);
    assert_string_equal(entry_with(&legend, "rolled past"), "rolled past: under 0.25 s on 0.2 in");
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ticks_are_round_in_inches_and_pounds),
        cmocka_unit_test(the_data_stay_metric),
        cmocka_unit_test(legends_name_round_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
