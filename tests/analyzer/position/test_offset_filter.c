/* SPDX-License-Identifier: MIT */
/* The filter over the ends of the strokes, against what can be computed otherwise. */
#include "position/offset_filter.h"
#include "support/cmocka_includes.h"
#include "support/random.h"

#include <math.h>

#define EVENTS 14

static const struct offset_ends ends = {.usual_mm = {0, 330}, .deviation_mm = 20, .thigh_mm = 330};

/* Fill in ends of strokes of 330 mm that scatter by 8 mm, a lift, and the end of the session. */
static void make_events(struct offset_event *event, uint64_t seed)
{
    struct random random = random_init(seed);
    for (size_t k = 0; k < EVENTS; k++)
        event[k] = (struct offset_event){.kind = k % 2 == 0 ? OFFSET_LOW_END : OFFSET_HIGH_END,
                                         .distance_mm = 330 * (double)k,
                                         .position_mm = 330 * (double)(k % 2) + random_uniform(&random, -14, 14)};
    event[7].kind = OFFSET_LIFT;
    event[EVENTS - 1].kind = OFFSET_POINT;
}

static void one_run_tells_the_likelihood_of_every_slide(void **state)
{
    (void)state;
    struct offset_event event[EVENTS];
    struct offset_filtered filtered[EVENTS];
    struct offset_smoothed smoothed[EVENTS], with_slide[EVENTS];
    make_events(event, 3);
    struct offset_hypothesis hypothesis = {.scatter_mm = 7, .wander = 0.6, .slip = 0.01, .lift_mm = 10};
    double without = offset_filter_run(smoothed, filtered, event, EVENTS, &ends, &hypothesis).log_likelihood;
    for (size_t k = 1; k < EVENTS - 1; k++) {
        double factor = 1 + 40.0 * 40.0 * smoothed[k].information;
        double gain = 0.5 * (40.0 * 40.0 * smoothed[k].score * smoothed[k].score / factor - log(factor));
        hypothesis.slide_mm = 40;
        hypothesis.slide = k;
        double with = offset_filter_run(with_slide, filtered, event, EVENTS, &ends, &hypothesis).log_likelihood;
        assert_true(fabs(without + gain - with) < 1e-6);
        if (k != 7) /* at the lift the slide is only part of the jump */
            assert_true(fabs(with_slide[k].after_mm - with_slide[k].before_mm -
                             40.0 * 40.0 * smoothed[k].score / factor) < 1e-6);
    }
}

static void a_jump_at_a_lift_is_found_as_least_squares_find_it(void **state)
{
    (void)state;
    struct offset_event event[EVENTS];
    struct offset_filtered filtered[EVENTS];
    struct offset_smoothed smoothed[EVENTS];
    make_events(event, 5);
    /* The usual ends are known to be at 0 and 330 mm, and nothing else is known: the jump is the mean. */
    const struct offset_ends known = {.usual_mm = {0, 330}, .deviation_mm = 1e-6, .thigh_mm = 330};
    const struct offset_hypothesis hypothesis = {.scatter_mm = 7, .lift_mm = 1e4};
    offset_filter_run(smoothed, filtered, event, EVENTS, &known, &hypothesis);
    double sum = 0, count = 0;
    for (size_t k = 8; k < EVENTS - 1; k++, count++)
        sum += event[k].position_mm - 330 * (double)(k % 2);
    for (size_t k = 0; k < EVENTS; k++)
        assert_true(fabs(smoothed[k].after_mm - (k < 7 ? 0 : sum / count)) < 1e-3);
    assert_true(fabs(smoothed[7].before_mm) < 1e-3);
    assert_true(fabs(smoothed[10].variance - (7 * 7 + 1) / count) < 1e-3); /* and 1 mm of measurement noise */
}

static void a_zero_event_ends_the_offset(void **state)
{
    (void)state;
    struct offset_event event[EVENTS];
    struct offset_filtered filtered[EVENTS];
    struct offset_smoothed smoothed[EVENTS];
    make_events(event, 7);
    for (size_t k = 0; k < EVENTS; k++) /* slip of 1.5 % until the `zero` event, and again from there */
        event[k].position_mm += 0.015 * (event[k].distance_mm - (k >= 7 ? event[7].distance_mm : 0));
    event[7].kind = OFFSET_ZERO;
    const struct offset_hypothesis hypothesis = {.scatter_mm = 7, .slip = 0.01};
    struct offset_outcome outcome = offset_filter_run(smoothed, filtered, event, EVENTS, &ends, &hypothesis);
    assert_true(fabs(outcome.slip - 0.015) < 0.006);
    assert_true(smoothed[7].before_mm > 20);
    assert_true(smoothed[7].after_mm == 0 && smoothed[7].variance == 0);
}

/* Visits to two places, 60 mm apart, before and after a jump of 60 mm: the ends show which is which. */
static void visits_tell_the_jump_better_than_the_ends(void **state)
{
    (void)state;
    struct offset_event event[EVENTS];
    struct offset_filtered filtered[EVENTS];
    struct offset_smoothed smoothed[EVENTS];
    make_events(event, 9);
    for (size_t k = 8; k < EVENTS; k++)
        event[k].position_mm += 60;
    static const struct {
        size_t event;
        double true_mm;
        size_t place;
    } visit[] = {{2, 120, 0}, {5, 180, 1}, {9, 121, 0}, {12, 179, 1}};
    for (size_t v = 0; v < 4; v++) {
        event[visit[v].event].kind = OFFSET_VISIT;
        event[visit[v].event].position_mm = visit[v].true_mm + (visit[v].event > 7 ? 60 : 0);
    }
    struct offset_hypothesis hypothesis = {.scatter_mm = 30, .lift_mm = 40};
    struct offset_outcome by_ends = offset_filter_run(smoothed, filtered, event, EVENTS, &ends, &hypothesis);
    double ends_variance = smoothed[10].variance;
    hypothesis.uses_visits = true;
    struct offset_outcome outcome = offset_filter_run(smoothed, filtered, event, EVENTS, &ends, &hypothesis);
    for (size_t v = 0; v < 4; v++)
        assert_int_equal(filtered[visit[v].event].place - filtered[2].place, visit[v].place);
    assert_true(fabs(smoothed[10].after_mm - 60) < 3);
    assert_true(smoothed[10].variance < 8 * 8 && smoothed[10].variance < ends_variance / 2);
    assert_true(fabs(smoothed[6].after_mm) < 1e-6);
    hypothesis.lift_mm = 1;
    struct offset_outcome without = offset_filter_run(smoothed, filtered, event, EVENTS, &ends, &hypothesis);
    assert_true(outcome.visits_log_likelihood > without.visits_log_likelihood + 1);
    assert_true(by_ends.visits_log_likelihood == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_run_tells_the_likelihood_of_every_slide),
        cmocka_unit_test(a_jump_at_a_lift_is_found_as_least_squares_find_it),
        cmocka_unit_test(a_zero_event_ends_the_offset),
        cmocka_unit_test(visits_tell_the_jump_better_than_the_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
