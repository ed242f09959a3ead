/* SPDX-License-Identifier: MIT */
#include "numeric/angle.h"
#include "support/cmocka_includes.h"
#include "support/random.h"

static void the_angle_of_a_vector_is_that_of_atan2(void **state)
{
    (void)state;
    struct random random = random_init(3);
    for (int i = 0; i < 200000; i++) {
        double length = pow(10, random_uniform(&random, -10, 10)), rad = random_uniform(&random, -4, 4);
        double x = i % 9 == 0 ? 0 : length * cos(rad), y = i % 7 == 0 ? 0 : length * sin(rad);
        assert_true(fabs(angle_wrap(angle_of_vector(x, y) - atan2(y, x))) < 1e-9);
    }
    assert_true(angle_of_vector(0, 0) == 0);
}

static void wrapping_leaves_less_than_half_a_revolution(void **state)
{
    (void)state;
    struct random random = random_init(4);
    for (int i = 0; i < 100000; i++) {
        double rad = random_uniform(&random, -1e4, 1e4), revolutions = rad / TWO_PI;
        assert_true(fabs(angle_wrap(rad) - remainder(rad, TWO_PI)) < 1e-9 || fabs(angle_wrap(rad)) > 3.1415926);
        assert_true(angle_fractional_part(revolutions) == revolutions - floor(revolutions));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_angle_of_a_vector_is_that_of_atan2),
        cmocka_unit_test(wrapping_leaves_less_than_half_a_revolution),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
