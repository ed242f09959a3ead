/* SPDX-License-Identifier: MIT */
/* What a session shows of the rolling radius: whether it is that of the roller without load. */
#include "support/cmocka_includes.h"

#include "pipeline/radius_belief.h"

#include <math.h>

static const struct seen_radius NOT_SEEN = {0, INFINITY};

static void assert_narrow(struct radius_evidence evidence)
{
    struct radius_belief belief = radius_belief_of(&evidence);
    assert_true(belief.unloaded < 0.05);
    assert_true(belief.half_fraction > 0.0095 && belief.half_fraction < 0.0135);
}

static void without_evidence_a_measured_radius_is_trusted(void **state)
{
    (void)state;
    assert_narrow((struct radius_evidence){.radius_mm = 70, .seen = NOT_SEEN});
}

static void usual_strokes_and_a_radius_that_is_seen_agree(void **state)
{
    (void)state;
    assert_narrow((struct radius_evidence){.radius_mm = 70, .span_fraction = 0.93, .seen = NOT_SEEN});
    assert_narrow((struct radius_evidence){.radius_mm = 70, .span_fraction = 1.02, .seen = {0.5, 1.5}});
}

static void strokes_beyond_the_thigh_make_the_radius_doubtful(void **state)
{
    (void)state;
    const struct radius_evidence evidence = {.radius_mm = 77, .span_fraction = 1.07, .seen = NOT_SEEN};
    struct radius_belief belief = radius_belief_of(&evidence);
    assert_true(belief.unloaded > 0.5);
    assert_true(belief.half_fraction > 7.0 / 77 && belief.half_fraction < 10.5 / 77);
}

static void the_accelerometer_shows_a_radius_without_load(void **state)
{
    (void)state;
    const struct radius_evidence evidence = {.radius_mm = 77, .span_fraction = 1.02, .seen = {-6, 1.4}};
    struct radius_belief belief = radius_belief_of(&evidence);
    assert_true(belief.unloaded > 0.5);
    assert_true(belief.half_fraction > 6.0 / 77 && belief.half_fraction < 9.5 / 77);
}

static void the_accelerometer_alone_decides_nothing(void **state)
{
    (void)state;
    const struct radius_evidence wrong = {.radius_mm = 70, .span_fraction = 0.93, .seen = {-6, 1.2}};
    const struct radius_evidence larger = {.radius_mm = 70, .span_fraction = 1.0, .seen = {6, 1.2}};
    assert_true(radius_belief_of(&wrong).unloaded < 0.2);
    assert_true(radius_belief_of(&larger).unloaded < 0.05);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_evidence_a_measured_radius_is_trusted),
        cmocka_unit_test(usual_strokes_and_a_radius_that_is_seen_agree),
        cmocka_unit_test(strokes_beyond_the_thigh_make_the_radius_doubtful),
        cmocka_unit_test(the_accelerometer_shows_a_radius_without_load),
        cmocka_unit_test(the_accelerometer_alone_decides_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
