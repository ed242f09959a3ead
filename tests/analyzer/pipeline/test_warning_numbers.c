/* SPDX-License-Identifier: MIT */
/* Warnings with numbers that short sessions do not reach. */
#include "support/cmocka_includes.h"

#include "analyzer/support/read_session.h"
#include "pipeline/analysis.h"

#include <math.h>

/* Whether a warning of `result` and `analysis` contains `text`. */
static bool warns(const struct result *result, const struct analysis *analysis, const char *text)
{
    struct notes notes = {0};
    warnings_add(&notes, result, analysis);
    bool found = notes_contain(&notes, text);
    notes_free(&notes);
    return found;
}

static void numbers_that_round_to_zero_have_no_minus(void **state)
{
    (void)state;
    struct result_spot spot = {.center_mm = -0.3};
    struct result result = {
        .loaded_s = 100, .spot = &spot, .spot_count = 1, .header.thigh_length_mm = 350, .max_mm = 340};
    struct analysis analysis = {.position = {.known = true, .scale = 1, .knee_mm = -0.3}, .reversals.end_mm = {0, 340}};
    assert_true(warns(&result, &analysis, "The spot at 0 mm lies where the strokes end"));
    assert_true(warns(&result, &analysis, "The knee was marked at 0 mm,"));
    analysis.position.scale = 0.9999;
    assert_true(warns(&result, &analysis, "were scaled by +0.0 %"));
}

static void reversals_as_long_as_visits_are_reported(void **state)
{
    (void)state;
    struct result result = {.loaded_s = 100, .stroke_count = 16};
    struct analysis analysis = {.position = {.known = true, .scale = 1}, .strokes.pace_s_mm = 0.008};
    analysis.reversals.length_mm[1] = 4.9 / 0.008;
    assert_false(warns(&result, &analysis, "At the ends of most strokes"));
    analysis.reversals.length_mm[1] = 11.2 / 0.008;
    assert_true(warns(&result, &analysis, "At the ends of most strokes, the roller stood still for about 11 s."));
    analysis.strokes.pace_s_mm = NAN; /* no strokes */
    assert_false(warns(&result, &analysis, "At the ends of most strokes"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reversals_as_long_as_visits_are_reported),
        cmocka_unit_test(numbers_that_round_to_zero_have_no_minus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
