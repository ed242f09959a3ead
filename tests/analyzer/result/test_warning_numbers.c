/* SPDX-License-Identifier: MIT */
/* Sentences by numbers that no session of a few seconds has. */
#include "support/cmocka_includes.h"

#include "result/result.h"
#include "result/warnings.h"
#include "result/analysis.h"

#include <math.h>
#include <string.h>

/* Whether `result` and `steps` make a message that holds `part`. */
static bool says(const struct result *result, struct steps *steps, const char *part)
{
    bool said = false;
    warnings_add(result, steps);
    for (size_t i = 0; i < steps->notes.count; i++)
        said = said || strstr(steps->notes.message[i], part);
    notes_free(&steps->notes);
    return said;
}

static void what_rounds_to_nothing_has_no_minus(void **state)
{
    (void)state;
    struct result_spot spot = {.center_mm = -0.3};
    struct result result = {
        .loaded_s = 100, .spot = &spot, .spot_count = 1, .header.thigh_length_mm = 350, .max_mm = 340};
    struct steps steps = {.position = {.told = true, .scale = 1, .knee_mm = -0.3},
                          .reversals.end_mm = {0, 340}};
    assert_true(says(&result, &steps, "The spot at 0 mm lies where the strokes turn"));
    assert_true(says(&result, &steps, "The knee was marked at 0 mm,"));
    steps.position.scale = 0.9999;
    assert_true(says(&result, &steps, "were changed by +0.0 %."));
}

static void turns_that_last_like_stays_are_told(void **state)
{
    (void)state;
    struct result result = {.loaded_s = 100, .strokes = 16};
    struct steps steps = {.position = {.told = true, .scale = 1}, .strokes.pace_s_mm = 0.008};
    steps.reversals.length_mm[1] = 4.9 / 0.008;
    assert_false(says(&result, &steps, "At most of the turns"));
    steps.reversals.length_mm[1] = 11.2 / 0.008;
    assert_true(says(&result, &steps, "At most of the turns the roller stood for about 11 s."));
    steps.strokes.pace_s_mm = NAN; /* no strokes */
    assert_false(says(&result, &steps, "At most of the turns"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turns_that_last_like_stays_are_told),
        cmocka_unit_test(what_rounds_to_nothing_has_no_minus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
