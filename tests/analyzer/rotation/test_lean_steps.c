/* SPDX-License-Identifier: MIT */
/* Steps of the posture are found where they are, and none in noise. */
#include "rotation/lean_steps.h"
#include "numeric/angle.h"
#include "support/cmocka_includes.h"

#include <stdbool.h>
#include "support/random.h"

#include <math.h>

#define ELEMENTS 600
#define STEP_S 0.16
#define MIN_RAD (2 * RAD_PER_DEGREE)

/* Fill in level_rad[ELEMENTS] from levels of from_deg, to_deg and from_deg again, each a third of the time, with noise
 * of noise_deg that lasts for many elements. Returns the number of steps found. */
static int steps_found(double *level_rad, double from_deg, double to_deg, double noise_deg, uint64_t seed)
{
    static double time_s[ELEMENTS], rad[ELEMENTS], weight[ELEMENTS];
    struct random random = random_init(seed);
    double noise = 0;
    for (size_t k = 0; k < ELEMENTS; k++) {
        noise = 0.8 * noise + random_normal(&random, 0.6 * noise_deg);
        time_s[k] = STEP_S * (double)k;
        weight[k] = 0.3;
        rad[k] = ((k / (ELEMENTS / 3) == 1 ? to_deg : from_deg) + noise) * RAD_PER_DEGREE;
    }
    const struct lean_series series = {ELEMENTS, time_s, rad, weight, RAD_PER_DEGREE};
    return lean_steps_find(level_rad, &series, MIN_RAD);
}

static void steps_are_found_where_they_are(void **state)
{
    (void)state;
    double level_rad[ELEMENTS];
    for (uint64_t seed = 1; seed <= 20; seed++) {
        assert_int_equal(steps_found(level_rad, 3, -3, 1, seed), 2);
        for (size_t k = 0; k < ELEMENTS; k += 20) {
            double distance = fabs(fmod((double)k, ELEMENTS / 3.0) - ELEMENTS / 3.0);
            bool is_near_step = fmin(distance, ELEMENTS / 3.0 - distance) < 10;
            double difference_deg = (level_rad[k] - level_rad[ELEMENTS / 2]) / RAD_PER_DEGREE;
            assert_true(is_near_step || fabs(difference_deg - (k / (ELEMENTS / 3) == 1 ? 0 : 6)) < 1);
        }
    }
}

static void noise_has_no_steps(void **state)
{
    (void)state;
    double level_rad[ELEMENTS];
    for (uint64_t seed = 1; seed <= 20; seed++) {
        assert_int_equal(steps_found(level_rad, 3, 3, 1, seed), 0);
        for (size_t k = 0; k < ELEMENTS; k++)
            assert_true(level_rad[k] == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_found_where_they_are),
        cmocka_unit_test(noise_has_no_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
