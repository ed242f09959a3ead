/* SPDX-License-Identifier: MIT */
/* roller-logger check: each fault is found, and a roller without one is healthy. */

#include "logger/support/logger_run.h"
#include "logger/support/roller_fault.h"
#include "support/cmocka_includes.h"

#include <unistd.h>

#define STILL_ROWS 200

/* Return a strip's reading: loaded for a part of each revolution, from STILL_ROWS on. */
static unsigned strip_reading(unsigned row, unsigned strip, enum fault fault)
{
    unsigned phase = (row + strip * 90) % 700;
    /* the floor presses from below, and the thigh more softly from the other side */
    bool loaded = row >= STILL_ROWS && phase < 90, is_under_thigh = row >= STILL_ROWS && phase >= 305 && phase < 485;
    unsigned counts = loaded ? 2000 + row * 7919 % 13 : is_under_thigh ? 900 + row * 7919 % 13 : row * 31 % 5;
    if (strip != 3)
        return counts;
    switch (fault) {
    case SHORTED: return 6138;
    case OPEN: return row * 31 % 2;
    case STUCK: return 777;
    case LOOSE: /* drops out twice per revolution */
        return loaded && phase % 40 >= 20 && phase % 40 < 27 ? 300 : counts;
    case NOISY: return 300 + row * 7919 % 200;
    case OVER_SCALE: return loaded ? 6200 : counts;
    default: return counts;
    }
}

/* Add ten seconds of a roller that is at rest and then rotates under load, with one fault. */
static void add_session(struct wire_text *wire, enum fault fault)
{
    wire_add_hello(wire, "00A1");
    for (unsigned i = 0; i < 1000; i++) {
        char line[160];
        unsigned t_us =
            20000 + i * (fault == RATE ? 11000 : WIRE_PERIOD_US) + (fault == JITTER && i % 10 == 4 ? 700 : 0);
        size_t used = (size_t)snprintf(line, sizeof line, "D,%u,%u", i, t_us);
        for (unsigned strip = 0; strip < 8; strip++)
            used += (size_t)snprintf(line + used, sizeof line - used, ",%u", strip_reading(i, strip, fault));
        bool upright = i / 100 % 2 && i >= STILL_ROWS;
        int g = fault == GRAVITY ? 4000 : 8192, bias = fault == GYRO_BIAS ? 1000 : 16;
        int gyro = bias + (i < STILL_ROWS ? (int)(i % 3) : 900 + (int)(i % 8) * 40);
        if (fault == IMU_SILENT && i % 20 == 0)
            snprintf(line + used, sizeof line - used, ",,,,,,");
        else if (fault == IMU_STUCK)
            snprintf(line + used, sizeof line - used, ",%d,0,0,0,0,0", g);
        else
            snprintf(line + used, sizeof line - used, ",%d,%d,%u,1,2,%d", upright ? g : 0, upright ? 0 : g, i % 3,
                     gyro);
        if (fault != LOSSES || i % 50 != 17)
            wire_add(wire, "%s", line);
    }
}

static void each_fault_is_found(void **state)
{
    struct fixture *fixture = *state;
    static const char *const messages[] = {
        [SHORTED] = "FAULT  strip 3: 6138 to 6138, noise 0.0: always at full scale",
        [OPEN] = "FAULT  strip 3: 0 to 1, noise 0.8: reads nothing while others do",
        [STUCK] = "FAULT  strip 3: 777 to 777, noise 0.0: never changes",
        [LOOSE] = "loose connection?",
        [NOISY] = "noisy even when quietest",
        [OVER_SCALE] = "FAULT  full scale: 90 of 1000 frames have readings above the 6138 that the roller reports",
        [IMU_SILENT] = "FAULT  motion sensor: no answer 5.0 %",
        [IMU_STUCK] = "no axis ever changes",
        [GRAVITY] = "FAULT  gravity: 0.49 g",
        [GYRO_BIAS] = "FAULT  still for 2.0 s: the gyro is off by 30.5 deg/s",
        [LOSSES] = "FAULT  lost: 20 of 1000 frames",
        [JITTER] = "FAULT  jitter: 9.984 ms apart, at most 0.700 ms off",
        [RATE] = "FAULT  rate: 90.91 frames per second, 100.16 expected",
    };
    const char *const argv[] = {LOGGER, "check", "--port", "-", NULL};
    for (int fault = NONE; fault <= OVER_SCALE; fault++) {
        wire_free(&fixture->wire);
        add_session(&fixture->wire, (enum fault)fault);
        struct program_options options = {.input = fixture->wire.bytes, .input_length = fixture->wire.length};
        struct program_result result = program_run(argv, &options, LIMIT_S);
        unsigned faults = 0;
        for (const char *found = result.out; (found = strstr(found, "FAULT")); found++)
            faults++;
        if (fault == NONE && (faults != 0 || !strstr(result.out, "The roller is healthy.\n") ||
                              !strstr(result.out, "rotation: up to 32 deg/s") ||
                              !strstr(result.out, "still for 2.0 s: the gyro is off by 0.5 deg/s")))
            fail_msg("a healthy roller was reported as: %s", result.out);
        if (fault != NONE &&
            (faults != 1 || !strstr(result.out, messages[fault]) || !strstr(result.out, "not healthy: 1 fault above")))
            fail_msg("\"%s\" expected in: %s", messages[fault], result.out);
        assert_ended(&result, fault == NONE ? 0 : 4, fault == NONE ? NULL : "not healthy");
    }
    printf("figure: check: %d faults of a roller, each found alone; an intact roller is healthy\n", OVER_SCALE);
}

/* Without --duration, the check of a live roller ends when it has seen everything, here long before ten seconds. */
static void a_check_ends_when_everything_has_been_seen(void **state)
{
    struct fixture *fixture = *state;
    const char *const argv[] = {LOGGER, "check", "--port", fixture->pty.path, NULL};
    struct program program = program_start(argv, NULL);
    assert_true(program_wait_for_err(&program, "by a full turn", LIMIT_S));
    add_session(&fixture->wire, NONE);
    /* the rest is not read any more */
    (void)device_pty_pump(&fixture->pty, fixture->wire.bytes, fixture->wire.length, 3);
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_non_null(strstr(result.out, "The roller is healthy.\n"));
    assert_ended(&result, 0, NULL);
}

/* A property that could not be checked is reported neither as a fault nor as healthy. */
static void a_roller_that_is_only_at_rest_is_healthy_as_far_as_could_be_checked(void **state)
{
    struct fixture *fixture = *state;
    wire_add_hello(&fixture->wire, "00A1");
    for (unsigned i = 0; i < 300; i++)
        wire_add(&fixture->wire, "D,%u,%u,1,2,3,1,2,3,1,2,8192,%u,0,1,2,%u", i, 20000 + i * WIRE_PERIOD_US, i % 5,
                 10 + i % 3);
    const char *const argv[] = {LOGGER, "check", "--port", "-", NULL};
    struct program_options options = {.input = fixture->wire.bytes, .input_length = fixture->wire.length};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    if (!strstr(result.out, "note   strip 3: 1 to 1, noise 0.0: not seen yet, roll a full turn under load") ||
        !strstr(result.out, "note   never rotated") ||
        !strstr(result.out, "The roller is healthy as far as could be checked"))
        fail_msg("%s", result.out);
    assert_ended(&result, 0, NULL);
}

static void a_roller_without_a_motion_sensor_is_healthy_too(void **state)
{
    struct fixture *fixture = *state;
    wire_add(&fixture->wire,
             "H,proto=1,fw=1.0.0,board=uno,id=5A3C21F0,boot=00A1,reset=power,strips=4,full=6138,imu=none,"
             "period_us=9984,baud=250000,radius_mm=70.5");
    for (unsigned strip = 0; strip < 4; strip++)
        wire_add(&fixture->wire, "C,%u,%u,100.0,1.00,measured,2026-03-01", strip, 90 * strip);
    for (unsigned i = 0; i < 300; i++)
        wire_add(&fixture->wire, "D,%u,%u,%u,%u,%u,%u", i, 20000 + i * WIRE_PERIOD_US, 1 + i * 7 % 5, 1 + i * 5 % 4,
                 1 + i * 3 % 5, 1 + i * 11 % 4);
    const char *const argv[] = {LOGGER, "check", "--port", "-", NULL};
    struct program_options options = {.input = fixture->wire.bytes, .input_length = fixture->wire.length};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    if (!strstr(result.out, "no motion sensor: the angle comes from the ring of strips") ||
        !strstr(result.out, "calibration: measured 2026-03-01\n"))
        fail_msg("%s", result.out);
    assert_ended(&result, 0, NULL);
}

static void noise_is_not_a_roller(void **state)
{
    (void)state;
    char noise[6000];
    memset(noise, 'U', sizeof noise);
    const char *const argv[] = {LOGGER, "check", "--port", "-", NULL};
    struct program_options options = {.input = noise, .input_length = sizeof noise};
    struct program_result result = program_run(argv, &options, LIMIT_S);
    assert_string_equal(result.out, "");
    assert_ended(&result, 3, "no complete line from a roller");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(each_fault_is_found),
        LOGGER_TEST(a_check_ends_when_everything_has_been_seen),
        LOGGER_TEST(a_roller_that_is_only_at_rest_is_healthy_as_far_as_could_be_checked),
        LOGGER_TEST(a_roller_without_a_motion_sensor_is_healthy_too),
        cmocka_unit_test(noise_is_not_a_roller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
