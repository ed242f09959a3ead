/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_hal.h"
#include "imu_mpu6050.h"
#include "support/cmocka_includes.h"

static struct imu imu;
static uint32_t now_us;

static int start(void **state)
{
    (void)state;
    fake_hal_power_on();
    now_us = UINT32_MAX - 2000; /* the clock wraps while the chip is set up */
    return 0;
}

/* Poll every 104 us until there is an event, for at most `duration_us`. */
static enum imu_event next_event(uint32_t duration_us)
{
    for (uint32_t elapsed_us = 0; elapsed_us <= duration_us; elapsed_us += 104) {
        enum imu_event event = imu_poll(&imu, now_us);
        now_us += 104;
        if (event != IMU_NO_EVENT)
            return event;
    }
    return IMU_NO_EVENT;
}

/* Set up the IMU, and give it a sample. */
static void set_up_imu(void)
{
    imu_init(&imu, now_us);
    assert_int_equal(next_event(10000), IMU_FOUND);
    static const uint8_t SAMPLE[IMU_BURST] = {0x80, 0x00, 0x7F, 0xFF, 0xFF, 0xFE, 0x11,
                                              0x22, 0x00, 0x01, 0x01, 0x00, 0xFF, 0x00};
    memcpy(&fake.imu_register[0x3B], SAMPLE, sizeof SAMPLE);
}

static void the_chip_is_configured_for_the_documented_ranges(void **state)
{
    (void)state;
    set_up_imu();
    assert_int_equal(fake.twi_address, 0x68);
    assert_int_equal(fake.imu_register[0x6B], 0x01);
    assert_int_equal(fake.imu_register[0x19], 0x00);
    assert_int_equal(fake.imu_register[0x1A], 0x03);
    assert_int_equal(fake.imu_register[0x1B], 0x10);
    assert_int_equal(fake.imu_register[0x1C], 0x08);
    assert_true(imu_is_detected(&imu));
    assert_int_equal(imu.who_am_i, 0x68);
}

static void a_reading_is_six_signed_words_without_the_temperature(void **state)
{
    (void)state;
    static const int16_t EXPECTED[IMU_AXES] = {-32768, 32767, -2, 1, 256, -256};
    int16_t values[IMU_AXES];
    set_up_imu();
    assert_true(imu_start_reading(&imu, now_us));
    assert_false(imu_start_reading(&imu, now_us));
    assert_int_equal(next_event(1000), IMU_READ);
    imu_get_values(&imu, values);
    assert_memory_equal(values, EXPECTED, sizeof EXPECTED);
    assert_int_equal(next_event(2000000), IMU_NO_EVENT);
    assert_true(imu_start_reading(&imu, now_us));
}

static void the_search_for_a_chip_absent_at_boot_ends(void **state)
{
    (void)state;
    fake.imu_present = false;
    imu_init(&imu, now_us);
    uint32_t started_us = now_us;
    assert_int_equal(next_event(1000000), IMU_ABSENT);
    assert_in_range(now_us - started_us, IMU_BOOT_US, IMU_BOOT_US + 20000);
    assert_false(imu_is_detected(&imu));
    assert_false(imu_start_reading(&imu, now_us));
    unsigned starts_before = fake.twi_starts;
    assert_int_equal(next_event(5000000), IMU_NO_EVENT);
    assert_int_equal(fake.twi_starts, starts_before);
}

static void a_chip_that_wakes_late_is_found(void **state)
{
    (void)state;
    fake.imu_present = false;
    imu_init(&imu, now_us);
    assert_int_equal(next_event(90000), IMU_NO_EVENT);
    fake.imu_present = true;
    assert_int_equal(next_event(20000), IMU_FOUND);
}

static void a_stuck_bus_ends_like_an_absent_chip(void **state)
{
    (void)state;
    fake.imu_stuck = true;
    imu_init(&imu, now_us);
    assert_int_equal(next_event(1000000), IMU_ABSENT);
    assert_in_range(fake.twi_stops, 5, 15);
    assert_int_equal(fake.twi_stops, fake.twi_starts);
}

/* Give the IMU an acceleration along z, in counts. */
static void set_accel_z(int16_t counts)
{
    fake.imu_register[0x3F] = (uint8_t)((uint16_t)counts >> 8);
    fake.imu_register[0x40] = (uint8_t)((uint16_t)counts & 0xFF);
}

static const uint8_t RELATIVES[] = {0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x98};

static void relatives_that_measure_one_g_are_accepted_with_their_filter(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof RELATIVES; i++) {
        fake_hal_power_on();
        fake.imu_register[0x75] = RELATIVES[i];
        set_accel_z(i % 2 == 0 ? 8192 : -9000);
        imu_init(&imu, now_us);
        assert_int_equal(next_event(10000), IMU_FOUND);
        assert_int_equal(imu.who_am_i, RELATIVES[i]);
        assert_int_equal(fake.imu_register[0x1D], 0x03);
        assert_int_equal(fake.imu_register[0x1C], 0x08);
    }
    fake_hal_power_on();
    imu_init(&imu, now_us);
    assert_int_equal(next_event(10000), IMU_FOUND);
    assert_int_equal(fake.imu_register[0x1D], 0x00); /* the MPU-6050 has something else there */
}

static void a_relative_with_other_ranges_is_not_accepted(void **state)
{
    (void)state;
    static const int16_t WRONG[] = {0, 4096, -16384, 32767, -32768, 5700, 11700};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        fake_hal_power_on();
        fake.imu_register[0x75] = 0x71;
        set_accel_z(WRONG[i]);
        imu_init(&imu, now_us);
        assert_int_equal(next_event(1000000), IMU_ABSENT);
        assert_true(imu.answered);
        assert_int_equal(imu.who_am_i, 0x71);
    }
}

static void a_relative_that_measures_late_is_found(void **state)
{
    (void)state;
    fake.imu_register[0x75] = 0x71;
    imu_init(&imu, now_us);
    assert_int_equal(next_event(60000), IMU_NO_EVENT);
    set_accel_z(8192);
    assert_int_equal(next_event(20000), IMU_FOUND);
}

static void other_chips_are_not_accepted_but_reported(void **state)
{
    (void)state;
    static const uint8_t OTHER_CHIPS[] = {0x00, 0x69, 0x6F, 0x76, 0xEA, 0xFF};
    for (size_t i = 0; i < sizeof OTHER_CHIPS; i++) {
        fake_hal_power_on();
        fake.imu_register[0x75] = OTHER_CHIPS[i];
        set_accel_z(8192);
        imu_init(&imu, now_us);
        assert_int_equal(next_event(1000000), IMU_ABSENT);
        assert_int_equal(fake.imu_register[0x6B], 0x40);
        assert_true(imu.answered);
        assert_int_equal(imu.who_am_i, OTHER_CHIPS[i]);
    }
    fake_hal_power_on();
    fake.imu_present = false;
    imu_init(&imu, now_us);
    assert_int_equal(next_event(1000000), IMU_ABSENT);
    assert_false(imu.answered);
}

static void one_failed_reading_is_not_a_loss(void **state)
{
    (void)state;
    set_up_imu();
    for (int round = 0; round < 10; round++) {
        fake.imu_present = false;
        for (int i = 1; i < IMU_FAILURES_MAX; i++) {
            assert_true(imu_start_reading(&imu, now_us));
            assert_int_equal(next_event(1000), IMU_FAILED);
        }
        fake.imu_present = true;
        assert_true(imu_start_reading(&imu, now_us));
        assert_int_equal(next_event(1000), IMU_READ);
    }
}

/* Remove the IMU and read until it is lost. */
static void lose_imu(void)
{
    fake.imu_present = false;
    for (int i = 1; i < IMU_FAILURES_MAX; i++) {
        assert_true(imu_start_reading(&imu, now_us));
        assert_int_equal(next_event(1000), IMU_FAILED);
    }
    assert_true(imu_start_reading(&imu, now_us));
    assert_int_equal(next_event(1000), IMU_LOST);
}

static void a_lost_chip_is_retried_every_second_and_configured_again(void **state)
{
    (void)state;
    set_up_imu();
    lose_imu();
    assert_false(imu_start_reading(&imu, now_us));
    unsigned starts_before = fake.twi_starts;
    assert_int_equal(next_event(10050000), IMU_NO_EVENT);
    assert_in_range(fake.twi_starts - starts_before, 9, 10);
    fake.imu_present = true;
    fake.imu_register[0x6B] = 0x40;
    fake.imu_register[0x1B] = 0x00;
    assert_int_equal(next_event(1010000), IMU_BACK);
    assert_int_equal(fake.imu_register[0x6B], 0x01);
    assert_int_equal(fake.imu_register[0x1B], 0x10);
    assert_true(imu_start_reading(&imu, now_us));
    assert_int_equal(next_event(1000), IMU_READ);
}

static void a_reading_that_does_not_end_is_aborted(void **state)
{
    (void)state;
    set_up_imu();
    fake.imu_stuck = true;
    assert_true(imu_start_reading(&imu, now_us));
    uint32_t started_us = now_us;
    assert_int_equal(next_event(100000), IMU_FAILED);
    assert_in_range(now_us - started_us, IMU_TIMEOUT_US, IMU_TIMEOUT_US + 300);
    assert_int_equal(fake.twi_stops, 1);
}

static void a_chip_that_fell_asleep_counts_as_failing(void **state)
{
    (void)state;
    set_up_imu();
    memset(&fake.imu_register[0x3B], 0, IMU_BURST);
    assert_true(imu_start_reading(&imu, now_us));
    assert_int_equal(next_event(1000), IMU_FAILED);
    fake.imu_register[0x3B + IMU_BURST - 1] = 1;
    assert_true(imu_start_reading(&imu, now_us));
    assert_int_equal(next_event(1000), IMU_READ);
}

/* A brief loss of power: the chip answers with zeros, which differ from the reading that it repeated before. */
static void a_frozen_chip_that_is_asleep_does_not_come_back(void **state)
{
    (void)state;
    set_up_imu();
    assert_true(imu_start_reading(&imu, now_us));
    assert_int_equal(next_event(1000), IMU_READ);
    imu_lose_frozen(&imu, now_us);
    memset(&fake.imu_register[0x3B], 0, IMU_BURST);
    assert_int_equal(next_event(3000000), IMU_NO_EVENT);
    fake.imu_register[0x3B] = 0x20;
    assert_int_equal(next_event(1100000), IMU_BACK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_chip_is_configured_for_the_documented_ranges, start),
        cmocka_unit_test_setup(a_reading_is_six_signed_words_without_the_temperature, start),
        cmocka_unit_test_setup(the_search_for_a_chip_absent_at_boot_ends, start),
        cmocka_unit_test_setup(a_chip_that_wakes_late_is_found, start),
        cmocka_unit_test_setup(a_stuck_bus_ends_like_an_absent_chip, start),
        cmocka_unit_test_setup(relatives_that_measure_one_g_are_accepted_with_their_filter, start),
        cmocka_unit_test_setup(a_relative_with_other_ranges_is_not_accepted, start),
        cmocka_unit_test_setup(a_relative_that_measures_late_is_found, start),
        cmocka_unit_test_setup(other_chips_are_not_accepted_but_reported, start),
        cmocka_unit_test_setup(one_failed_reading_is_not_a_loss, start),
        cmocka_unit_test_setup(a_lost_chip_is_retried_every_second_and_configured_again, start),
        cmocka_unit_test_setup(a_reading_that_does_not_end_is_aborted, start),
        cmocka_unit_test_setup(a_chip_that_fell_asleep_counts_as_failing, start),
        cmocka_unit_test_setup(a_frozen_chip_that_is_asleep_does_not_come_back, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
