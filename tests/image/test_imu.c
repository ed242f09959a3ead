/* SPDX-License-Identifier: MIT */
/* Motion sensors of other kinds, and one that repeats a reading, on the image. */
#include "board_fixture.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void set_identity(struct board_fixture *fixture, uint8_t who_am_i)
{
    board_imu_bus(fixture->board)->imu.who_am_i = who_am_i;
    board_imu_bus(fixture->board)->imu.reg[0x75] = who_am_i;
}

static void a_relative_of_the_sensor_is_used_if_it_measures_one_g(void **state)
{
    (void)state;
    static const uint8_t RELATIVES[] = {0x70, 0x71, 0x73, 0x75, 0x98};
    for (size_t i = 0; i < sizeof RELATIVES; i++) {
        struct board_fixture fixture;
        char key[16];
        (void)snprintf(key, sizeof key, ",imu_id=%02X,", RELATIVES[i]);
        fixture_open(&fixture, "uno.elf", true);
        set_identity(&fixture, RELATIVES[i]);
        fixture.imu_sample = 4000; /* about 9000 counts: 1.1 g */
        fixture_run_s(&fixture, 1.0);
        assert_int_equal(fixture_count_with(&fixture, 'H', ",imu=mpu6050,"), 1);
        assert_int_equal(fixture_count_with(&fixture, 'H', key), 1);
        assert_int_equal(board_imu_bus(fixture.board)->imu.reg[0x1D], 0x03);
        assert_true(fixture_find(&fixture, 'D', 50)->data.imu_valid);
        fixture_close(&fixture);

        fixture_open(&fixture, "uno.elf", true);
        set_identity(&fixture, RELATIVES[i]);
        fixture.imu_sample = 1000; /* 3700 counts: 0.46 g, as with a range of 8 g */
        fixture_run_s(&fixture, 1.0);
        assert_int_equal(fixture_count_with(&fixture, 'H', ",imu=none,"), 1);
        assert_int_equal(fixture_count_with(&fixture, 'H', key), 1);
        assert_false(fixture_find(&fixture, 'D', 50)->data.has_imu_fields);
        fixture_close(&fixture);
    }
}

static void a_chip_of_another_kind_is_reported(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    set_identity(&fixture, 0xEA);
    fixture_run_s(&fixture, 1.0);
    assert_int_equal(fixture_count_with(&fixture, 'H', ",imu=none,imu_id=EA,"), 1);
    fixture_close(&fixture);
}

static void a_frozen_sensor_is_reported_lost_while_the_roller_rolls(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++)
        fixture.voltage_fraction[strip] = 0.2;
    fixture_run_s(&fixture, 1.0);
    fixture.imu_is_frozen = true;
    double froze_s = fixture_now_s(&fixture);
    fixture_run_s(&fixture, 3.0);
    assert_int_equal(fixture_count(&fixture, 'E'), 0); /* the roller lies still */
    for (int step = 0; step < 100; step++) {
        fixture.voltage_fraction[step % 8] += 0.05;
        fixture_run_s(&fixture, 0.01);
    }
    assert_int_equal(fixture_count_with(&fixture, 'E', ",imu_lost"), 1);
    assert_false(fixture_find(&fixture, 'D', fixture_count(&fixture, 'D') - 1)->data.imu_valid);
    fixture.imu_is_frozen = false;
    fixture_run_s(&fixture, 1.5);
    assert_int_equal(fixture_count_with(&fixture, 'E', ",imu_back"), 1);
    assert_true(fixture_find(&fixture, 'D', fixture_count(&fixture, 'D') - 1)->data.imu_valid);
    printf("figure: a frozen sensor is reported %.2f s after the roller began to roll\n",
           fixture_find(&fixture, 'E', 0)->time_s - froze_s - 3.0);
    fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_relative_of_the_sensor_is_used_if_it_measures_one_g),
        cmocka_unit_test(a_chip_of_another_kind_is_reported),
        cmocka_unit_test(a_frozen_sensor_is_reported_lost_while_the_roller_rolls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
