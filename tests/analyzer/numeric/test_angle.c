/* SPDX-License-Identifier: MIT */
#include "numeric/angle.h"
#include "support/cmocka_includes.h"
#include "support/random.h"

/* Of the two directions of a double angle, the result is the one nearest to the hint. */
static void half_an_angle_is_the_nearest_to_the_hint(void **state)
{
    (void)state;
    struct random random = random_init(3);
    for (int i = 0; i < 100000; i++) {
        double rad = random_uniform(&random, -1e3, 1e3), hint_rad = rad + random_uniform(&random, -1.5, 1.5);
        assert_true(fabs(angle_half_nearest(hint_rad, cos(2 * rad), sin(2 * rad)) - rad) < 1e-9);
    }
}

static void a_wrapped_angle_is_at_most_half_a_revolution(void **state)
{
    (void)state;
    struct random random = random_init(4);
    for (int i = 0; i < 100000; i++) {
        double rad = random_uniform(&random, -1e4, 1e4), revolutions = rad / TWO_PI;
        double turns_removed = (rad - angle_wrap(rad)) / TWO_PI;
        assert_true(fabs(angle_wrap(rad)) <= TWO_PI / 2 && fabs(turns_removed - round(turns_removed)) < 1e-9);
        assert_true(angle_fractional_part(revolutions) == revolutions - floor(revolutions));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_an_angle_is_the_nearest_to_the_hint),
        cmocka_unit_test(a_wrapped_angle_is_at_most_half_a_revolution),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
