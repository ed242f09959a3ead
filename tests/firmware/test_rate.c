/* SPDX-License-Identifier: MIT */

#include "rate.h"
#include "support/cmocka_includes.h"

static void the_exact_rates(void **state)
{
    (void)state;
    static const uint16_t RATES[SAMPLER_SCANS_MAX] = {60096, 30048, 20032, 15024, 12019, 10016,
                                                      8585,  7512,  6677,  6010,  5463,  5008};
    for (uint8_t scans = 1; scans <= SAMPLER_SCANS_MAX; scans++) {
        assert_int_equal(rate_in_hundredths(scans), RATES[scans - 1]);
        assert_int_equal(rate_nearest_scans(RATES[scans - 1] * 10u), scans);
    }
}

static void the_nearest_rate_in_hertz(void **state)
{
    (void)state;
    assert_int_equal(rate_nearest_scans(1), 12);
    assert_int_equal(rate_nearest_scans(100000), 6);
    assert_int_equal(rate_nearest_scans(450000), 2);
    assert_int_equal(rate_nearest_scans(451000), 1);
    assert_int_equal(rate_nearest_scans(UINT32_MAX), 1);
}

static void the_highest_rate_for_each_baud_rate(void **state)
{
    (void)state;
    /* 250000 baud carries 22500 bytes of frames per second: 212 Hz of 106 bytes (with IMU) or 351 Hz of 64 bytes. */
    assert_true(rate_fits_baud(3, 250000, true));
    assert_false(rate_fits_baud(2, 250000, true));
    assert_true(rate_fits_baud(2, 250000, false));
    assert_false(rate_fits_baud(1, 250000, false));
    /* 500000 baud: 424 Hz and 703 Hz. */
    assert_true(rate_fits_baud(2, 500000, true));
    assert_false(rate_fits_baud(1, 500000, true));
    assert_true(rate_fits_baud(1, 500000, false));
    assert_true(rate_fits_baud(1, 1000000, true));
    assert_true(rate_fits_baud(12, 1000000, true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_exact_rates),
        cmocka_unit_test(the_nearest_rate_in_hertz),
        cmocka_unit_test(the_highest_rate_for_each_baud_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
