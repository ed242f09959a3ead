/* SPDX-License-Identifier: MIT */
/* The parts around the microcontroller: multiplexer, IMU, stack watch, random numbers. */
#include "chip/imu_bus.h"
#include "chip/adc.h"
#include "common/random.h"
#include "chip/chip.h"
#include "support/cmocka_includes.h"

#include <math.h>

static void the_multiplexer_takes_time_to_settle(void **state)
{
    (void)state;
    struct mux mux = {.channel = 0};
    mux_select(&mux, 1000, 1, 0.2);
    assert_int_equal(mux.channel, 1);
    assert_true(fabs(mux_output(&mux, 1000, 0.8) - 0.2) < 1e-9);
    mux_select(&mux, 2000, 2, 0.8); /* 62 us later: the output has settled at 0.8 */
    assert_true(fabs(mux_output(&mux, 2000, 0.1) - 0.8) < 1e-9);
    assert_true(fabs(mux_output(&mux, 2080, 0.1) - 0.1) < 0.7 * 0.0105); /* 5 us */
    assert_true(mux_output(&mux, 2016, 0.1) > 0.3);                      /* 1 us is too soon */
    /* Two select pins that change at once count as one change. */
    mux_select(&mux, 3000, 3, 0.1);
    mux_select(&mux, 3000, 7, 0.9);
    assert_true(fabs(mux_output(&mux, 3000, 0.5) - 0.1) < 1e-9);
}

static void measure_motion(void *owner, int16_t counts[MPU6050_AXES])
{
    int16_t *start = owner;
    for (int i = 0; i < MPU6050_AXES; i++)
        counts[i] = (int16_t)(*start + i * 100 * (i % 2 == 0 ? 1 : -1));
    (*start)++;
}

static void set_register(struct mpu6050 *chip, uint8_t address, uint8_t value)
{
    assert_true(mpu6050_start(chip, 0x68, false));
    mpu6050_write(chip, address);
    mpu6050_write(chip, value);
}

static int read_word(struct mpu6050 *chip)
{
    uint8_t high = mpu6050_read(chip);
    return (int16_t)((uint16_t)high << 8 | mpu6050_read(chip));
}

static void start_burst(struct mpu6050 *chip, uint8_t address)
{
    assert_true(mpu6050_start(chip, 0x68, false));
    mpu6050_write(chip, address);
    assert_true(mpu6050_start(chip, 0x68, true));
}

static void the_sensor_follows_its_register_map(void **state)
{
    (void)state;
    int16_t start = 1000;
    struct mpu6050 chip;
    mpu6050_init(&chip, measure_motion, &start);
    assert_false(mpu6050_start(&chip, 0x69, true));
    start_burst(&chip, 0x75);
    assert_int_equal(mpu6050_read(&chip), 0x68);
    /* The sensor is asleep after power-on. */
    start_burst(&chip, 0x3B);
    assert_int_equal(read_word(&chip), 0);
    set_register(&chip, 0x6B, 0x00);
    set_register(&chip, 0x1B, 0x10);
    set_register(&chip, 0x1C, 0x08);
    start_burst(&chip, 0x3B);
    const int expected[] = {1000, 900, 1200, -4267, 700, 1400, 500};
    for (int i = 0; i < 7; i++)
        assert_int_equal(read_word(&chip), expected[i]); /* one sample for the whole burst */
    start_burst(&chip, 0x3B);
    assert_int_equal(read_word(&chip), 1001);
    /* In other ranges the counts are smaller: a quarter at +-16 g, a half at +-2000 degrees/s. */
    set_register(&chip, 0x1B, 0x18);
    set_register(&chip, 0x1C, 0x18);
    start_burst(&chip, 0x3B);
    assert_int_equal(read_word(&chip), 251); /* 1002 / 4 */
    start_burst(&chip, 0x43);
    assert_int_equal(read_word(&chip), 352); /* (1003 - 300) / 2, rounded */
    chip.present = false;
    assert_false(mpu6050_start(&chip, 0x68, true));
}

static void a_momentary_stack_depth_is_ignored(void **state)
{
    (void)state;
    struct stack_watch watch;
    stack_watch_init(&watch, 2303);
    for (int i = 0; i < 10; i++)
        stack_watch_update(&watch, 2300);
    assert_int_equal(watch.lowest_address, 2300);
    stack_watch_update(&watch, 100); /* a stack pointer of which only half has been written */
    stack_watch_update(&watch, 100);
    for (int i = 0; i < 4; i++)
        stack_watch_update(&watch, 2250);
    assert_int_equal(watch.lowest_address, 2250);
    assert_int_equal(watch.empty_address - watch.lowest_address, 53);
}

static void random_numbers_have_their_distributions(void **state)
{
    (void)state;
    struct random a;
    struct random b;
    random_seed(&a, 5, 1);
    random_seed(&b, 5, 2);
    double sum = 0.0;
    double squares = 0.0;
    double across = 0.0;
    unsigned faces[6] = {0};
    const int count = 20000;
    for (int i = 0; i < count; i++) {
        double x = random_normal(&a, 2.0);
        sum += x;
        squares += x * x;
        across += x * random_normal(&b, 2.0);
        unsigned face = random_below(&a, 6);
        assert_in_range(face, 0, 5);
        faces[face]++;
    }
    assert_true(fabs(sum / count) < 0.06);
    assert_true(fabs(sqrt(squares / count) - 2.0) < 0.05);
    assert_true(fabs(across / count) < 0.12);
    for (int i = 0; i < 6; i++)
        assert_in_range(faces[i], 3000, 3700);
    for (int i = 0; i < 1000; i++) {
        double x = random_log_uniform(&a, 25.0, 340.0);
        assert_true(x >= 25.0 && x <= 340.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_multiplexer_takes_time_to_settle),
        cmocka_unit_test(the_sensor_follows_its_register_map),
        cmocka_unit_test(a_momentary_stack_depth_is_ignored),
        cmocka_unit_test(random_numbers_have_their_distributions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
