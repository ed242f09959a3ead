/* SPDX-License-Identifier: MIT */
/* Rows 61 to 63 and 65 of the table of faults (docs/ARCHITECTURE.md), on the image: hang, slow host, strips,
 * bus. */
#include "board_fixture.h"
#include "session/scene.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const IMAGES[] = {"uno.elf", "nano.elf", "mega.elf"};
#define IMAGE_COUNT (sizeof IMAGES / sizeof IMAGES[0])

/* Value of a key=value field of a line that has it. */
static unsigned long value_of(const struct fixture_line *line, const char *key)
{
    const char *at = strstr(line->text, key);
    assert_non_null(at);
    return strtoul(at + strlen(key), NULL, 10);
}

static void a_program_that_hangs_is_started_anew_and_that_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < IMAGE_COUNT; i++) {
        struct board_fixture bench;
        fixture_open(&bench, IMAGES[i], true);
        fixture_run_s(&bench, 1.0);
        assert_int_equal(fixture_count_with(&bench, 'H', ",reset=power,"), 1);
        unsigned tries = 0;
        while (!board_hang(bench.board)) {
            fixture_run_s(&bench, 0.00001);
            assert_true(tries++ < 10000);
        }
        double hung_s = fixture_now_s(&bench);
        fixture_run_s(&bench, 1.5);
        assert_int_equal(fixture_count(&bench, 'H'), 2);
        const struct fixture_line *hello = fixture_find(&bench, 'H', 1);
        assert_non_null(strstr(hello->text, ",reset=watchdog,"));
        printf("figure: %s: told of the watchdog's reset %.2f s after the program hung\n", IMAGES[i],
               hello->at_s - hung_s);
        assert_true(hello->at_s - hung_s < 1.0);
        /* Readings begin again at 0, by another boot. */
        const struct fixture_line *last = fixture_find(&bench, 'D', fixture_count(&bench, 'D') - 1);
        assert_true(last->at_s > hung_s + 0.6 && last->data.seq < 100);
        const char *first_boot = strstr(fixture_find(&bench, 'H', 0)->text, ",boot=");
        assert_true(strncmp(first_boot, strstr(hello->text, ",boot="), 10) != 0);
        fixture_close(&bench);
    }
}

/* A wire that carries less than there is to say: whole readings are missing, and the counters tell each of
 * them. */
static void a_host_that_is_too_slow_loses_whole_readings_that_are_counted(void **state)
{
    (void)state;
    struct board_fixture bench;
    fixture_open(&bench, "uno.elf", true);
    fixture_run_s(&bench, 1.0);
    host_line_slow_down(board_host_line(bench.board), 8);
    fixture_run_s(&bench, 12.0);
    unsigned long sent = 0;
    unsigned long holes = 0;
    unsigned long dropped = 0; /* as told last, and not yet compared */
    unsigned next = 0;
    unsigned told = 0;
    for (size_t i = 0; i < bench.line_count; i++) { /* whole lines only: the bench fails at a torn one */
        const struct fixture_line *line = &bench.line[i];
        if (line->type == 'D') {
            holes += (uint16_t)(line->data.seq - next);
            next = line->data.seq + 1u;
            sent++;
            assert_true(dropped <= holes); /* none is told that is not missing */
        } else if (line->type == 'S') {
            assert_int_equal(value_of(line, ",sent="), sent);
            dropped = value_of(line, ",dropped=");
            assert_true(dropped >= holes); /* none is missing that is not told */
            told++;
        }
    }
    printf("figure: a host at an eighth of the speed: %lu readings sent, %lu dropped and told\n", sent,
           dropped);
    assert_true(told >= 10 && dropped > 100 && sent > 500);
    fixture_close(&bench);
}

static void set_all(struct board_fixture *bench, double share)
{
    for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++) {
        bench->share[strip] = share;
    }
}

static void broken_strips_are_told_from_unloaded_ones(void **state)
{
    (void)state;
    struct board_fixture bench;
    fixture_open(&bench, "uno.elf", true);
    set_all(&bench, 0.0099); /* 1 kohm to ground, 100 kohm across the strip */
    fixture_run_s(&bench, 0.5);
    fixture_send(&bench, "P,1\n");
    fixture_run_s(&bench, 3.0);
    assert_int_equal(fixture_count(&bench, 'E'), 0);
    assert_int_equal(fixture_count_with(&bench, 'H', ",bias=1,"), 1);
    bench.share[3] = 0.0;
    bench.share[6] = 1.0;
    double broken_s = fixture_now_s(&bench);
    fixture_run_s(&bench, 2.0);
    assert_int_equal(fixture_count(&bench, 'E'), 2);
    assert_int_equal(fixture_count_with(&bench, 'E', ",strip_open,3"), 1);
    assert_int_equal(fixture_count_with(&bench, 'E', ",strip_short,6"), 1);
    printf("figure: an open and a shorted strip are told after %.2f and %.2f s\n",
           fixture_find(&bench, 'E', 0)->at_s - broken_s, fixture_find(&bench, 'E', 1)->at_s - broken_s);
    set_all(&bench, 0.0099);
    fixture_run_s(&bench, 2.0);
    assert_int_equal(fixture_count_with(&bench, 'E', ",strip_ok,3"), 1);
    assert_int_equal(fixture_count_with(&bench, 'E', ",strip_ok,6"), 1);
    /* Loaded, by whatever force, none is called broken. */
    for (int step = 0; step < 40; step++) {
        set_all(&bench, 0.0099 + 0.98 * (step % 8) / 8.0);
        fixture_run_s(&bench, 0.3);
    }
    assert_int_equal(fixture_count(&bench, 'E'), 4);
    fixture_close(&bench);
}

static void without_bias_resistors_only_a_short_is_told(void **state)
{
    (void)state;
    struct board_fixture bench;
    fixture_open(&bench, "uno.elf", true);
    fixture_run_s(&bench, 4.0);
    assert_int_equal(fixture_count(&bench, 'E'), 0);
    bench.share[0] = 1.0;
    fixture_run_s(&bench, 2.0);
    assert_int_equal(fixture_count(&bench, 'E'), 1);
    assert_int_equal(fixture_count_with(&bench, 'E', ",strip_short,0"), 1);
    fixture_close(&bench);
}

/* A session on a roller as the simulator draws it, with bias resistors and told so, or without: no strip is
 * called broken, unloaded or under the heaviest load. */
static void roll(bool biased)
{
    struct board_fixture bench;
    struct scene scene;
    struct sim_failure failure;
    struct scene_request request = {.seed = 5, .biased = biased, .strokes = 4};
    assert_true(scene_draw(&request, &scene, &failure));
    fixture_open(&bench, "uno.elf", true);
    fixture_run_s(&bench, 0.5);
    fixture_send(&bench, biased ? "P,1\n" : "P,0\n");
    double duration_s = schedule_duration_s(&scene.schedule);
    double least = 1.0;
    double most = 0.0;
    for (double at_s = 0.0; at_s < duration_s; at_s += 0.01) {
        struct motion motion = schedule_at(&scene.schedule, at_s);
        body_advance(&scene.body, &motion, person_force_n(&scene.person, at_s, &motion), 0.01, &scene.noise);
        for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++) {
            bench.share[strip] = body_strip_fraction(&scene.body, strip);
            least = bench.share[strip] < least ? bench.share[strip] : least;
            most = bench.share[strip] > most ? bench.share[strip] : most;
        }
        fixture_run_s(&bench, 0.01);
    }
    assert_int_equal(fixture_count_with(&bench, 'H', biased ? ",bias=1," : ",bias=0,"), biased ? 1 : 2);
    assert_int_equal(fixture_count(&bench, 'E'), 0);
    assert_true(most > 0.5 && least < 0.011 && (least > 0.0098) == biased);
    scene_free(&scene);
    fixture_close(&bench);
}

static void a_strip_in_use_is_never_called_broken(void **state)
{
    (void)state;
    roll(true);
    roll(false);
}

/* Nothing is missing, whatever the bus does. */
static void expect_every_reading(const struct board_fixture *bench)
{
    size_t count = fixture_count(bench, 'D');
    assert_int_equal(fixture_find(bench, 'D', count - 1)->data.seq, count - 1);
}

/* A sensor that was cut off in the middle of a byte holds SDA low until it got the clocks that it waits for.
 */
static void a_sensor_that_waits_for_clocks_gets_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < IMAGE_COUNT; i++) {
        struct board_fixture bench;
        fixture_open(&bench, IMAGES[i], true);
        fixture_run_s(&bench, 1.0);
        struct imu_bus *bus = board_imu_bus(bench.board);
        assert_int_equal(bus->clocks_seen, 0);
        imu_bus_hold_sda(bus, 9);
        fixture_run_s(&bench, 1.0);
        assert_int_equal(bus->clocks_left, 0);
        assert_int_equal(bus->clocks_seen, 10); /* and one with the STOP */
        assert_int_equal(bus->stops_seen, 1);
        assert_int_equal(fixture_count(&bench, 'E'), 0); /* one reading failed: no loss */
        size_t count = fixture_count(&bench, 'D');
        assert_true(fixture_find(&bench, 'D', count - 1)->data.imu_valid);
        unsigned empty = 0;
        for (size_t k = 0; k < count; k++) {
            empty += !fixture_find(&bench, 'D', k)->data.imu_valid;
        }
        assert_in_range(empty, 1, 2);
        expect_every_reading(&bench);
        fixture_close(&bench);
    }
}

static void with_the_bus_held_low_the_forces_go_on(void **state)
{
    (void)state;
    for (size_t i = 0; i < IMAGE_COUNT; i++) {
        struct board_fixture bench;
        fixture_open(&bench, IMAGES[i], true);
        fixture_run_s(&bench, 1.0);
        imu_bus_hold_sda(board_imu_bus(bench.board), IMU_BUS_FOREVER);
        fixture_run_s(&bench, 5.0);
        assert_int_equal(fixture_count_with(&bench, 'E', ",imu_lost"), 1);
        assert_false(fixture_find(&bench, 'D', fixture_count(&bench, 'D') - 1)->data.imu_valid);
        expect_every_reading(&bench);
        imu_bus_hold_sda(board_imu_bus(bench.board), 0);
        double freed_s = fixture_now_s(&bench);
        fixture_run_s(&bench, 1.5);
        assert_int_equal(fixture_count_with(&bench, 'E', ",imu_back"), 1);
        printf("figure: %s: the sensor is back %.2f s after its bus\n", IMAGES[i],
               fixture_find(&bench, 'E', 1)->at_s - freed_s);
        assert_true(fixture_find(&bench, 'D', fixture_count(&bench, 'D') - 1)->data.imu_valid);
        expect_every_reading(&bench);
        fixture_close(&bench);
    }
}

static void a_bus_held_low_since_power_on_does_not_hold_the_start_up(void **state)
{
    (void)state;
    struct board_fixture bench;
    fixture_open(&bench, "uno.elf", true);
    imu_bus_hold_sda(board_imu_bus(bench.board), IMU_BUS_FOREVER);
    fixture_run_s(&bench, 2.0);
    assert_int_equal(fixture_count_with(&bench, 'H', ",imu=none,"), 1);
    assert_true(fixture_count(&bench, 'D') > 150);
    fixture_close(&bench);
}

static void a_clone_of_the_sensor_is_named(void **state)
{
    (void)state;
    struct board_fixture bench;
    fixture_open(&bench, "uno.elf", true);
    board_imu_bus(bench.board)->imu.who_am_i = 0x70;
    board_imu_bus(bench.board)->imu.reg[0x75] = 0x70;
    fixture_run_s(&bench, 1.0);
    assert_int_equal(fixture_count_with(&bench, 'H', ",imu_id=70,"), 1);
    assert_true(fixture_find(&bench, 'D', 50)->data.imu_valid);
    fixture_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_that_hangs_is_started_anew_and_that_is_told),
        cmocka_unit_test(a_host_that_is_too_slow_loses_whole_readings_that_are_counted),
        cmocka_unit_test(broken_strips_are_told_from_unloaded_ones),
        cmocka_unit_test(without_bias_resistors_only_a_short_is_told),
        cmocka_unit_test(a_strip_in_use_is_never_called_broken),
        cmocka_unit_test(a_sensor_that_waits_for_clocks_gets_them),
        cmocka_unit_test(with_the_bus_held_low_the_forces_go_on),
        cmocka_unit_test(a_bus_held_low_since_power_on_does_not_hold_the_start_up),
        cmocka_unit_test(a_clone_of_the_sensor_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
