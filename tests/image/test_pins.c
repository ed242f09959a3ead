/* SPDX-License-Identifier: MIT */
/* Checks that the lines report what happens at the pins: strips, IMU, button. */
#include "board_fixture.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const IMAGES[] = {"uno.elf", "nano.elf", "mega.elf"};
#define IMAGE_COUNT (sizeof IMAGES / sizeof IMAGES[0])

/* Give each strip a different voltage, with high next to low, so that any influence between strips shows. */
static void strips_read_their_own_voltage(void **state)
{
    (void)state;
    static const double FRACTION[FIXTURE_STRIPS] = {0.02, 0.97, 0.11, 0.84, 0.0, 1.0, 0.23, 0.58};
    int worst = 0;
    for (size_t i = 0; i < IMAGE_COUNT; i++) {
        struct board_fixture fixture;
        fixture_open(&fixture, IMAGES[i], true);
        memcpy(fixture.voltage_fraction, FRACTION, sizeof fixture.voltage_fraction);
        fixture_run_s(&fixture, 2.0);
        size_t count = fixture_count(&fixture, 'D');
        assert_true(count > 150);
        for (size_t k = 0; k < count; k++) {
            const struct wire_frame *data = &fixture_find(&fixture, 'D', k)->data;
            for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++) {
                int difference = abs((int)data->strip[strip] - (int)lround(6.0 * 1023.0 * FRACTION[strip]));
                worst = difference > worst ? difference : worst;
            }
        }
        fixture_close(&fixture);
    }
    printf("figure: strips differ from the voltages at their pins by at most %d of 6138 counts\n", worst);
    assert_true(worst <= 6);
}

/* A rising voltage shows when the samples were taken: uniformly over the 9.984 ms that end at t_us. */
static void a_frame_is_the_mean_over_the_time_before_it(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++) {
        fixture.voltage_fraction[strip] = 0.01 * strip;
        fixture.ramp_per_s[strip] = 0.25 + 0.01 * strip;
    }
    fixture_run_s(&fixture, 2.5);
    double start_s = board_sampling_start_s(fixture.board);
    size_t count = fixture_count(&fixture, 'D');
    double late_ms[FIXTURE_STRIPS] = {0.0};
    for (size_t k = 0; k < count; k++) {
        const struct wire_frame *data = &fixture_find(&fixture, 'D', k)->data;
        double time_s = start_s + data->t_us / 1e6 - 0.004992;
        for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++) {
            double seen_s = (data->strip[strip] / 6138.0 - fixture.voltage_fraction[strip]) / fixture.ramp_per_s[strip];
            /* A scan lasts 1.664 ms; its first strip is read 0.7 ms before the middle, its last 0.7 ms after. */
            double expected_s = time_s + (strip - 3.5) * 0.000208;
            late_ms[strip] += 1e3 * (seen_s - expected_s) / (double)count;
        }
    }
    double worst_ms = 0.0;
    for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++)
        worst_ms = fmax(worst_ms, fabs(late_ms[strip]));
    printf("figure: strips are sampled within %.3f ms of the timestamp of a reading, as a mean\n", worst_ms);
    assert_true(worst_ms < 0.15); /* 0.208 ms per strip; the rounding of counts, up to 0.65 ms, averages out */
    fixture_close(&fixture);
}

static void the_sensor_is_read_completely_once_per_frame(void **state)
{
    (void)state;
    for (size_t i = 0; i < IMAGE_COUNT; i++) {
        struct board_fixture fixture;
        fixture_open(&fixture, IMAGES[i], true);
        fixture_run_s(&fixture, 3.0);
        int before = 0;
        for (size_t k = 0; k < fixture_count(&fixture, 'D'); k++) {
            const struct wire_frame *data = &fixture_find(&fixture, 'D', k)->data;
            assert_true(data->has_imu_fields && data->imu_valid);
            for (int axis = 1; axis < WIRE_IMU_AXES; axis++)
                assert_int_equal(data->imu[axis], data->imu[0] + 1000 * axis);
            assert_true(k == 0 || data->imu[0] == before + 1);
            before = data->imu[0];
        }
        fixture_close(&fixture);
    }
}

static void without_a_sensor_there_are_no_fields(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", false);
    fixture_run_s(&fixture, 2.0);
    assert_int_equal(fixture_count_with(&fixture, 'H', ",imu=none,"), 1);
    assert_true(fixture_count(&fixture, 'D') > 150);
    for (size_t k = 0; k < fixture_count(&fixture, 'D'); k++)
        assert_false(fixture_find(&fixture, 'D', k)->data.has_imu_fields);
    assert_int_equal(fixture_count(&fixture, 'E'), 0);
    fixture_close(&fixture);
}

/* Without the sensor, the frames continue with empty IMU fields. The loss and the return of the sensor are reported. */
static void loss_and_return_of_the_sensor_are_reported(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    fixture_run_s(&fixture, 1.0);
    board_imu_bus(fixture.board)->imu.present = false;
    fixture_run_s(&fixture, 1.0);
    assert_int_equal(fixture_count_with(&fixture, 'E', ",imu_lost"), 1);
    size_t while_away = fixture_count(&fixture, 'D');
    assert_true(fixture_find(&fixture, 'D', while_away - 1)->data.has_imu_fields);
    assert_false(fixture_find(&fixture, 'D', while_away - 1)->data.imu_valid);
    board_imu_bus(fixture.board)->imu.present = true;
    fixture_run_s(&fixture, 2.5);
    assert_int_equal(fixture_count_with(&fixture, 'E', ",imu_back"), 1);
    size_t count = fixture_count(&fixture, 'D');
    assert_true(fixture_find(&fixture, 'D', count - 1)->data.imu_valid);
    assert_int_equal(fixture_find(&fixture, 'D', count - 1)->data.seq, count - 1);
    fixture_close(&fixture);
}

static void press(struct board_fixture *fixture, double seconds)
{
    board_set_button(fixture->board, true);
    fixture_run_s(fixture, seconds);
    board_set_button(fixture->board, false);
}

static void a_press_means_what_its_length_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < IMAGE_COUNT; i++) {
        struct board_fixture fixture;
        fixture_open(&fixture, IMAGES[i], true);
        fixture_run_s(&fixture, 1.0);
        double pressed_s = fixture_now_s(&fixture) - board_sampling_start_s(fixture.board);
        press(&fixture, 0.2);
        fixture_run_s(&fixture, 0.5);
        assert_int_equal(fixture_count(&fixture, 'E'), 1);
        const char *text = fixture_find(&fixture, 'E', 0)->text;
        assert_non_null(strstr(text, ",mark"));
        assert_true(fabs(strtod(text + 2, NULL) / 1e6 - pressed_s) < 0.03);

        press(&fixture, 1.3);
        fixture_run_s(&fixture, 0.5);
        assert_int_equal(fixture_count(&fixture, 'E'), 2);
        assert_int_equal(fixture_count_with(&fixture, 'E', ",zero"), 1);
        press(&fixture, 3.2);
        fixture_run_s(&fixture, 0.5);
        assert_int_equal(fixture_count(&fixture, 'E'), 3);
        assert_int_equal(fixture_count_with(&fixture, 'E', ",knee"), 1);
        fixture_close(&fixture);
    }
}

static void a_bouncing_button_marks_once(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    fixture_run_s(&fixture, 1.0);
    for (int bounce = 0; bounce < 6; bounce++) {
        press(&fixture, 0.001);
        fixture_run_s(&fixture, 0.0013);
    }
    press(&fixture, 0.15);
    for (int bounce = 0; bounce < 6; bounce++) {
        fixture_run_s(&fixture, 0.0011);
        press(&fixture, 0.0007);
    }
    fixture_run_s(&fixture, 0.5);
    assert_int_equal(fixture_count(&fixture, 'E'), 1);
    assert_int_equal(fixture_count_with(&fixture, 'E', ",mark"), 1);
    /* A spike of 1 ms is not a press. */
    press(&fixture, 0.001);
    fixture_run_s(&fixture, 0.5);
    assert_int_equal(fixture_count(&fixture, 'E'), 1);
    fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strips_read_their_own_voltage),
        cmocka_unit_test(a_frame_is_the_mean_over_the_time_before_it),
        cmocka_unit_test(the_sensor_is_read_completely_once_per_frame),
        cmocka_unit_test(without_a_sensor_there_are_no_fields),
        cmocka_unit_test(loss_and_return_of_the_sensor_are_reported),
        cmocka_unit_test(a_press_means_what_its_length_says),
        cmocka_unit_test(a_bouncing_button_marks_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
