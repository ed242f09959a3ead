/* SPDX-License-Identifier: MIT */
/* Warnings with numbers that short sessions do not reach. */
#include "support/cmocka_includes.h"

#include "analyzer/support/metric_words.h"
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

/* Add the warnings in inches, and check that they have no metric word. */
static void add_us(struct notes *notes, const struct result *result, const struct analysis *analysis)
{
    warnings_add(notes, result, analysis);
    for (size_t i = 0; i < notes->count; i++)
        if (metric_words_find(notes->message[i]))
            fail_msg("%s", notes->message[i]);
}

static void warnings_give_lengths_in_the_units_shown(void **state)
{
    (void)state;
    double time_s[] = {0, 65};
    struct offset_jump put_back = {.row = 1, .mm = -76.2};
    struct result_spot spot = {.center_mm = 25.4};
    struct result result = {.options.units = UNITS_US,
                            .loaded_s = 100,
                            .min_mm = -127,
                            .max_mm = 508,
                            .uncertainty_mm = 25.4,
                            .spot = &spot,
                            .spot_count = 1,
                            .header = {.thigh_length_mm = 381, .rolling_radius_mm = 57.15, .has_imu = true}};
    struct analysis analysis = {.session.time_s = time_s,
                                .position = {.known = true, .scale = 1, .knee_mm = 254},
                                .rotation.disagreement_mm = 254,
                                .offsets = {.slip_mm = 50.8,
                                            .slide = {.row = 1, .mm = 101.6},
                                            .possible_mm = 63.5,
                                            .put_back = &put_back,
                                            .put_back_count = 1},
                                .reversals.end_mm = {25.4, 508}};
    struct notes notes = {0};
    add_us(&notes, &result, &analysis);
    assert_true(notes_contain(&notes, "not measured; 2.25 in is assumed"));
    assert_true(notes_contain(&notes, "The knee was marked at 10.0 in, but the thigh is 15.0 in long"));
    assert_true(notes_contain(&notes, "You rolled over 25.0 in, but the thigh is only 15.0 in long"));
    assert_true(notes_contain(&notes, "You rolled up to 5.0 in above the upper thigh"));
    assert_true(notes_contain(&notes, "You rolled up to 5.0 in beyond the crease of the knee"));
    assert_true(notes_contain(&notes, "The spot at 1.0 in lies where the strokes end"));
    assert_true(notes_contain(&notes, "(by 10.0 in per second)"));
    assert_true(notes_contain(&notes, "slipped along the thigh by about 2.0 in"));
    assert_true(notes_contain(&notes, "slid along the thigh at about 1:05 by about 4.0 in"));
    assert_true(notes_contain(&notes, "by about 2.5 in: where your strokes end does not tell"));
    assert_true(notes_contain(&notes, "put back elsewhere after a lift at about 1:05 by about 3.0 in"));
    notes_free(&notes);
    result.max_mm = 127; /* a range of 10 inches */
    add_us(&notes, &result, &analysis);
    assert_true(notes_contain(&notes, "You rolled over only 10.0 in of the 15.0 in thigh."));
    notes_free(&notes);
    result.header.thigh_length_mm = 0;
    result.origin = POSITION_ORIGIN_KNEE;
    analysis.position.direction_is_certain = true;
    add_us(&notes, &result, &analysis);
    assert_true(notes_contain(&notes, "so positions are in inches only"));
    assert_true(notes_contain(&notes, "unknown: -4 in is 4 in above the knee"));
    notes_free(&notes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reversals_as_long_as_visits_are_reported),
        cmocka_unit_test(numbers_that_round_to_zero_have_no_minus),
        cmocka_unit_test(warnings_give_lengths_in_the_units_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
