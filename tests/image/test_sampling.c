/* SPDX-License-Identifier: MIT */
/* Measures the sampling of the image for a minute, with TWI and UART busy in both directions, and compares the image
 * with a typical sketch. */
#include "board_fixture.h"
#include "cadence.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_S 60.0
#define CONVERSION_CYCLES 1664u
#define SCANS 6
/* ATmega328P data sheet, 24.4: a free-running conversion samples its input 1.5 ADC clocks (of 8 microseconds) after it
 * starts. */
#define HOLD_US 12.0
/* The multiplexer's output settles within 5 microseconds of a switch (0.3 microseconds for the 74HC4051, and its
 * capacitances charged through 1 kohm); 20 microseconds allow for longer wires. */
#define SETTLE_US 20.0
#define CONVERSION_US 104.0

static double microseconds(uint64_t cycles)
{
    return (double)cycles / 16.0;
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Set random voltages or, in every other pattern, the worst case: one strip at full scale among strips at 0. */
static void set_pattern(struct board_fixture *fixture, unsigned number, uint32_t *state)
{
    for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++) {
        bool alone = number / 2 % FIXTURE_STRIPS == strip;
        fixture->voltage_fraction[strip] = number % 2 == 0 ? alone : next_random(state) % 1001 / 1000.0;
    }
}

/* Send commands that keep the interrupts of the UART busy in both directions. */
static void keep_busy(struct board_fixture *fixture, unsigned number)
{
    static const char *const COMMANDS[] = {"?\n", "nonsense of some length,1,2,3\n", "K,9,1,1\n", "R,100\n"};
    const char *text = COMMANDS[number % 4];
    (void)host_line_send(board_host_line(fixture->board), text, strlen(text));
}

/* Return the largest difference, in counts, between the voltages and the readings from line `from` on. Skip frames that
 * began before `since_s`, when the voltages changed. */
static double max_difference(const struct board_fixture *fixture, size_t from, double since_s, uint64_t *compared)
{
    double max_counts = 0.0;
    for (size_t i = from; i < fixture->line_count; i++) {
        const struct wire_frame *data = &fixture->line[i].data;
        double end_s = board_sampling_start_s(fixture->board) + data->t_us / 1e6;
        if (fixture->line[i].type != 'D' || end_s - 0.010 < since_s)
            continue;
        for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++) {
            double difference = fabs(data->strip[strip] - SCANS * 1023.0 * fixture->voltage_fraction[strip]) / SCANS;
            max_counts = difference > max_counts ? difference : max_counts;
        }
        (*compared)++;
    }
    return max_counts;
}

static void a_minute_is_sampled_without_jitter_and_without_crosstalk(void **state)
{
    (void)state;
    struct board_fixture fixture;
    struct cadence cadence;
    uint32_t random = 1;
    double max_counts = 0.0;
    uint64_t compared = 0;
    fixture_open(&fixture, "uno.elf", true);
    fixture_run_s(&fixture, 0.5);
    cadence_watch(&cadence, fixture.board, 0.5, 16);
    for (unsigned number = 0; fixture_now_s(&fixture) < 0.5 + MINUTE_S; number++) {
        set_pattern(&fixture, number, &random);
        size_t from = fixture.line_count;
        double since_s = fixture_now_s(&fixture);
        keep_busy(&fixture, number);
        fixture_run_s(&fixture, 0.05);
        double difference = max_difference(&fixture, from, since_s, &compared);
        max_counts = difference > max_counts ? difference : max_counts;
    }
    printf("figure: %llu conversions in a minute, each due 1664 cycles after the one before and off that by "
           "at most %llu "
           "(simavr reports it at the end of the instruction: %llu to %llu)\n",
           (unsigned long long)cadence.conversions.count, (unsigned long long)cadence.unexplained_cycles,
           (unsigned long long)cadence.conversions.min, (unsigned long long)cadence.conversions.max);
    printf("figure: a switch of the multiplexer comes at most %llu cycles (%.1f us) after the conversion's "
           "end\n",
           (unsigned long long)cadence.latency.max, microseconds(cadence.latency.max));
    printf("figure: %llu readings of any pattern differ from the voltages by at most %.2f of a conversion's "
           "step\n",
           (unsigned long long)compared, max_counts);
    assert_true(cadence.conversions.count > 570000);
    assert_true(cadence.unexplained_cycles <= 1);
    assert_true(cadence.conversions.min >= CONVERSION_CYCLES && cadence.conversions.max < CONVERSION_CYCLES + 5);
    /* Each strip has two conversions after the switch: the first is discarded, the second is kept. */
    assert_true(cadence.latency.count > 280000);
    double settle_us = CONVERSION_US + HOLD_US - microseconds(cadence.latency.max);
    printf("figure: that leaves %.1f us to settle before the next conversion that counts; without the "
           "discarded one it "
           "would be %.1f us\n",
           settle_us, HOLD_US - microseconds(cadence.latency.max));
    assert_true(settle_us >= SETTLE_US);
    assert_true(compared > 4000);
    assert_true(max_counts <= 1.0);
    fixture_close(&fixture);
}

static void ignore_byte(void *owner, uint8_t byte)
{
    (void)owner;
    (void)byte;
}

static double half_scale(void *owner, unsigned strip)
{
    (void)owner;
    (void)strip;
    return 0.5;
}

static double no_noise(void *owner)
{
    (void)owner;
    return 0.0;
}

static void measure_no_motion(void *owner, int16_t counts[MPU6050_AXES])
{
    (void)owner;
    memset(counts, 0, MPU6050_AXES * sizeof counts[0]);
}

static void the_usual_sketch_drifts_and_jitters(void **state)
{
    (void)state;
    struct board_world world = {NULL, half_scale, no_noise, measure_no_motion, ignore_byte};
    struct failure failure;
    struct cadence cadence;
    struct board *board = board_open(FIRMWARE_DIR "/usual_sketch.elf", &world, &failure);
    assert_non_null(board);
    cadence_watch(&cadence, board, 0.5, FIXTURE_STRIPS);
    assert_true(board_run(board, (uint64_t)((0.5 + MINUTE_S) * CHIP_HZ)));
    double mean_us = cadence_mean(&cadence.groups) / 16.0;
    printf("figure: a typical sketch: %.2f Hz instead of 100; %.3f ms between readings as a mean, %.3f to "
           "%.3f, so a "
           "jitter of %.0f us (ours: none)\n",
           1e6 / mean_us, mean_us / 1e3, microseconds(cadence.groups.min) / 1e3, microseconds(cadence.groups.max) / 1e3,
           microseconds(cadence.groups.max - cadence.groups.min));
    assert_true(cadence.groups.count > 4000);
    /* The typical sketch is slower than requested, and irregular. */
    assert_true(mean_us > 10500.0 && cadence.groups.max - cadence.groups.min > 1600);
    board_close(board);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_minute_is_sampled_without_jitter_and_without_crosstalk),
        cmocka_unit_test(the_usual_sketch_drifts_and_jitters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
