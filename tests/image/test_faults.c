/* SPDX-License-Identifier: MIT */
/* Rows 61 to 63 and 65 of the table of faults, on the image: a hang, a slow host, broken strips, a blocked bus. */
#include "board_fixture.h"
#include "session/scene.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const IMAGES[] = {"uno.elf", "nano.elf", "mega.elf"};
#define IMAGE_COUNT (sizeof IMAGES / sizeof IMAGES[0])

/* Return the value of a key=value field, which the line must have. */
static unsigned long value_of(const struct fixture_line *line, const char *key)
{
    const char *field = strstr(line->text, key);
    assert_non_null(field);
    return strtoul(field + strlen(key), NULL, 10);
}

static void a_hung_program_is_restarted_and_reports_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < IMAGE_COUNT; i++) {
        struct board_fixture fixture;
        fixture_open(&fixture, IMAGES[i], true);
        fixture_run_s(&fixture, 1.0);
        assert_int_equal(fixture_count_with(&fixture, 'H', ",reset=power,"), 1);
        unsigned attempts = 0;
        while (!board_hang(fixture.board)) {
            fixture_run_s(&fixture, 0.00001);
            assert_true(attempts++ < 10000);
        }
        double hung_s = fixture_now_s(&fixture);
        board_mark_registers(fixture.board);
        fixture_run_s(&fixture, 1.5);
        /* The bootloaders of old Nanos do not survive a reset by the watchdog, so the program restarts without one. */
        assert_true(board_has_register_mark(fixture.board));
        assert_int_equal(fixture.blank_count, 2);
        assert_int_equal(fixture_count(&fixture, 'H'), 2);
        const struct fixture_line *hello = fixture_find(&fixture, 'H', 1);
        assert_non_null(strstr(hello->text, ",reset=watchdog,"));
        printf("figure: %s: the watchdog's reset was reported %.2f s after the program hung\n", IMAGES[i],
               hello->time_s - hung_s);
        assert_true(hello->time_s - hung_s < 1.0);
        /* Frames start again at 0, with a new boot id. */
        const struct fixture_line *last = fixture_find(&fixture, 'D', fixture_count(&fixture, 'D') - 1);
        assert_true(last->time_s > hung_s + 0.6 && last->data.seq < 100);
        const char *first_boot = strstr(fixture_find(&fixture, 'H', 0)->text, ",boot=");
        assert_true(strncmp(first_boot, strstr(hello->text, ",boot="), 10) != 0);
        fixture_close(&fixture);
    }
}

/* If the line is too slow, only complete frames are missing, and the counters report each of them. */
static void a_slow_host_loses_complete_frames_and_they_are_counted(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    fixture_run_s(&fixture, 1.0);
    host_line_slow_down(board_host_line(fixture.board), 8);
    fixture_run_s(&fixture, 12.0);
    unsigned long sent = 0;
    unsigned long missing = 0;
    unsigned long dropped = 0; /* count in the last status */
    unsigned next_seq = 0;
    unsigned reported = 0;
    for (size_t i = 0; i < fixture.line_count; i++) { /* the fixture fails if a line is torn */
        const struct fixture_line *line = &fixture.line[i];
        if (line->type == 'D') {
            missing += (uint16_t)(line->data.seq - next_seq);
            next_seq = line->data.seq + 1u;
            sent++;
            assert_true(dropped <= missing); /* each reported frame is missing */
        } else if (line->type == 'S') {
            assert_int_equal(value_of(line, ",sent="), sent);
            dropped = value_of(line, ",dropped=");
            assert_true(dropped >= missing); /* each missing frame is reported */
            reported++;
        }
    }
    printf("figure: a host at an eighth of the speed: %lu readings sent, %lu dropped and counted\n", sent, dropped);
    assert_true(reported >= 10 && dropped > 100 && sent > 500);
    fixture_close(&fixture);
}

static void set_all(struct board_fixture *fixture, double fraction)
{
    for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++)
        fixture->voltage_fraction[strip] = fraction;
}

static void broken_strips_are_distinguished_from_unloaded_ones(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    set_all(&fixture, 0.0099); /* 1 kohm to ground, 100 kohm across the strip */
    fixture_run_s(&fixture, 0.5);
    fixture_send(&fixture, "P,1\n");
    fixture_run_s(&fixture, 3.0);
    assert_int_equal(fixture_count(&fixture, 'E'), 0);
    assert_int_equal(fixture_count_with(&fixture, 'H', ",bias=1,"), 1);
    fixture.voltage_fraction[3] = 0.0;
    fixture.voltage_fraction[6] = 1.0;
    double broken_s = fixture_now_s(&fixture);
    fixture_run_s(&fixture, 2.0);
    assert_int_equal(fixture_count(&fixture, 'E'), 2);
    assert_int_equal(fixture_count_with(&fixture, 'E', ",strip_open,3"), 1);
    assert_int_equal(fixture_count_with(&fixture, 'E', ",strip_short,6"), 1);
    printf("figure: an open and a shorted strip are reported after %.2f and %.2f s\n",
           fixture_find(&fixture, 'E', 0)->time_s - broken_s, fixture_find(&fixture, 'E', 1)->time_s - broken_s);
    set_all(&fixture, 0.0099);
    fixture_run_s(&fixture, 2.0);
    assert_int_equal(fixture_count_with(&fixture, 'E', ",strip_ok,3"), 1);
    assert_int_equal(fixture_count_with(&fixture, 'E', ",strip_ok,6"), 1);
    /* No strip is reported as broken, whatever the load. */
    for (int step = 0; step < 40; step++) {
        set_all(&fixture, 0.0099 + 0.98 * (step % 8) / 8.0);
        fixture_run_s(&fixture, 0.3);
    }
    assert_int_equal(fixture_count(&fixture, 'E'), 4);
    fixture_close(&fixture);
}

static void without_bias_resistors_only_a_short_is_reported(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    fixture_run_s(&fixture, 4.0);
    assert_int_equal(fixture_count(&fixture, 'E'), 0);
    fixture.voltage_fraction[0] = 1.0;
    fixture_run_s(&fixture, 2.0);
    assert_int_equal(fixture_count(&fixture, 'E'), 1);
    assert_int_equal(fixture_count_with(&fixture, 'E', ",strip_short,0"), 1);
    fixture_close(&fixture);
}

/* Simulate a session with bias resistors (P,1) or without: no strip is reported as broken, whether unloaded
 * or under the highest load. */
static void simulate_session(bool bias_resistors)
{
    struct board_fixture fixture;
    struct scene scene;
    struct failure failure;
    struct scene_request request = {.seed = 5, .bias_resistors = bias_resistors, .strokes = 4};
    assert_true(scene_make(&request, &scene, &failure));
    fixture_open(&fixture, "uno.elf", true);
    fixture_run_s(&fixture, 0.5);
    fixture_send(&fixture, bias_resistors ? "P,1\n" : "P,0\n");
    double duration_s = schedule_duration_s(&scene.schedule);
    double min_fraction = 1.0;
    double max_fraction = 0.0;
    for (double time_s = 0.0; time_s < duration_s; time_s += 0.01) {
        struct motion motion = schedule_at(&scene.schedule, time_s);
        body_advance(&scene.body, &motion, person_force_n(&scene.person, time_s, &motion), 0.01, &scene.noise);
        for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++) {
            fixture.voltage_fraction[strip] = body_strip_fraction(&scene.body, strip);
            min_fraction =
                fixture.voltage_fraction[strip] < min_fraction ? fixture.voltage_fraction[strip] : min_fraction;
            max_fraction =
                fixture.voltage_fraction[strip] > max_fraction ? fixture.voltage_fraction[strip] : max_fraction;
        }
        fixture_run_s(&fixture, 0.01);
    }
    assert_int_equal(fixture_count_with(&fixture, 'H', bias_resistors ? ",bias=1," : ",bias=0,"),
                     bias_resistors ? 1 : 2);
    assert_int_equal(fixture_count(&fixture, 'E'), 0);
    assert_true(max_fraction > 0.5 && min_fraction < 0.011 && (min_fraction > 0.0098) == bias_resistors);
    scene_free(&scene);
    fixture_close(&fixture);
}

static void a_strip_in_use_is_never_reported_broken(void **state)
{
    (void)state;
    simulate_session(true);
    simulate_session(false);
}

/* Check that no frame is missing, whatever happens on the bus. */
static void expect_every_frame(const struct board_fixture *fixture)
{
    size_t count = fixture_count(fixture, 'D');
    assert_int_equal(fixture_find(fixture, 'D', count - 1)->data.seq, count - 1);
}

/* A sensor that was interrupted in the middle of a byte holds SDA low until it has received the missing
 * clocks. */
static void a_sensor_that_holds_the_bus_is_clocked_free(void **state)
{
    (void)state;
    for (size_t i = 0; i < IMAGE_COUNT; i++) {
        struct board_fixture fixture;
        fixture_open(&fixture, IMAGES[i], true);
        fixture_run_s(&fixture, 1.0);
        struct imu_bus *bus = board_imu_bus(fixture.board);
        assert_int_equal(bus->clock_count, 0);
        imu_bus_hold_sda(bus, 9);
        fixture_run_s(&fixture, 1.0);
        assert_int_equal(bus->clocks_until_release, 0);
        assert_int_equal(bus->clock_count, 10); /* 9 clocks, and one with the STOP */
        assert_int_equal(bus->stop_count, 1);
        assert_int_equal(fixture_count(&fixture, 'E'), 0); /* a single failed reading is not a lost sensor */
        size_t count = fixture_count(&fixture, 'D');
        assert_true(fixture_find(&fixture, 'D', count - 1)->data.imu_valid);
        unsigned empty = 0;
        for (size_t k = 0; k < count; k++)
            empty += !fixture_find(&fixture, 'D', k)->data.imu_valid;
        assert_in_range(empty, 1, 2);
        expect_every_frame(&fixture);
        fixture_close(&fixture);
    }
}

static void a_bus_held_low_does_not_stop_the_forces(void **state)
{
    (void)state;
    for (size_t i = 0; i < IMAGE_COUNT; i++) {
        struct board_fixture fixture;
        fixture_open(&fixture, IMAGES[i], true);
        fixture_run_s(&fixture, 1.0);
        imu_bus_hold_sda(board_imu_bus(fixture.board), IMU_BUS_FOREVER);
        fixture_run_s(&fixture, 5.0);
        assert_int_equal(fixture_count_with(&fixture, 'E', ",imu_lost"), 1);
        assert_false(fixture_find(&fixture, 'D', fixture_count(&fixture, 'D') - 1)->data.imu_valid);
        expect_every_frame(&fixture);
        imu_bus_hold_sda(board_imu_bus(fixture.board), 0);
        double freed_s = fixture_now_s(&fixture);
        fixture_run_s(&fixture, 1.5);
        assert_int_equal(fixture_count_with(&fixture, 'E', ",imu_back"), 1);
        printf("figure: %s: the sensor is back %.2f s after its bus\n", IMAGES[i],
               fixture_find(&fixture, 'E', 1)->time_s - freed_s);
        assert_true(fixture_find(&fixture, 'D', fixture_count(&fixture, 'D') - 1)->data.imu_valid);
        expect_every_frame(&fixture);
        fixture_close(&fixture);
    }
}

static void a_bus_held_low_at_power_on_does_not_delay_the_start(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    imu_bus_hold_sda(board_imu_bus(fixture.board), IMU_BUS_FOREVER);
    fixture_run_s(&fixture, 2.0);
    assert_int_equal(fixture_count_with(&fixture, 'H', ",imu=none,"), 1);
    assert_true(fixture_count(&fixture, 'D') > 150);
    fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hung_program_is_restarted_and_reports_it),
        cmocka_unit_test(a_slow_host_loses_complete_frames_and_they_are_counted),
        cmocka_unit_test(broken_strips_are_distinguished_from_unloaded_ones),
        cmocka_unit_test(without_bias_resistors_only_a_short_is_reported),
        cmocka_unit_test(a_strip_in_use_is_never_reported_broken),
        cmocka_unit_test(a_sensor_that_holds_the_bus_is_clocked_free),
        cmocka_unit_test(a_bus_held_low_does_not_stop_the_forces),
        cmocka_unit_test(a_bus_held_low_at_power_on_does_not_delay_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
