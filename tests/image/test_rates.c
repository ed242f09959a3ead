/* SPDX-License-Identifier: MIT */
/* Frame and baud rates of the images: exact, reported, carried without loss, saved, reset by the button. */
#include "board_fixture.h"
#include "cadence.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const IMAGES[] = {"uno.elf", "nano.elf", "mega.elf"};
#define IMAGE_COUNT (sizeof IMAGES / sizeof IMAGES[0])
#define BYTE_CYCLES(baud) (10u * CHIP_HZ / (baud))

/* Check the frames from line `from` on: none missing, exactly `period_us` apart, each strip reading its voltage. */
static void expect_frames(const struct board_fixture *fixture, size_t from, unsigned period_us, unsigned full,
                          size_t count_min)
{
    const struct fixture_line *before = NULL;
    size_t count = 0;
    for (size_t i = from; i < fixture->line_count; i++) {
        const struct fixture_line *line = &fixture->line[i];
        if (line->type != 'D')
            continue;
        for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++) {
            assert_in_range(line->data.strip[strip] + full / 1023, (unsigned)(fixture->voltage_fraction[strip] * full),
                            (unsigned)(fixture->voltage_fraction[strip] * full) + 2 * full / 1023 + 1);
        }
        assert_true(!line->data.has_imu_fields || line->data.imu_valid);
        if (before != NULL) {
            assert_int_equal(line->data.seq, (before->data.seq + 1) & 0xFFFF);
            assert_int_equal(line->data.t_us - before->data.t_us, period_us);
        }
        before = line;
        count++;
    }
    assert_true(count >= count_min);
}

static void every_rate_is_exact_and_reported(void **state)
{
    (void)state;
    static const struct {
        const char *command, *reply;
        unsigned scans;
    } RATES[] = {{"R,50\n", "A,R,50,50.08", 12},   {"R,60\n", "A,R,60,60.10", 10},   {"R,120\n", "A,R,120,120.19", 5},
                 {"R,200\n", "A,R,200,200.32", 3}, {"R,300\n", "A,R,300,300.48", 2}, {"R,600\n", "A,R,600,600.96", 1},
                 {"R,100\n", "A,R,100,100.16", 6}};
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++)
        fixture.voltage_fraction[strip] = 0.99 - 0.13 * strip;
    fixture_run_s(&fixture, 0.5);
    fixture_send(&fixture, "B,1000000\n");
    fixture_run_s(&fixture, 0.2);
    assert_int_equal(host_line_byte_cycles(board_host_line(fixture.board)), BYTE_CYCLES(1000000));
    for (size_t i = 0; i < sizeof RATES / sizeof RATES[0]; i++) {
        size_t asked = fixture.line_count;
        fixture_send(&fixture, RATES[i].command);
        fixture_run_s(&fixture, 1.0);
        assert_int_equal(fixture_count_with(&fixture, 'A', RATES[i].reply), 1);
        /* The new full scale applies from the H line on, not earlier. */
        while (fixture.line[asked].type != 'H') {
            asked++;
            assert_true(asked < fixture.line_count);
        }
        char period[40];
        (void)snprintf(period, sizeof period, ",period_us=%u,", 1664 * RATES[i].scans);
        assert_non_null(strstr(fixture.line[asked].text, period));
        /* At the highest rate, the announcement costs some readings: expect_few_missing counts them. */
        double announced_s = fixture.line[asked].time_s + 0.02;
        while (RATES[i].scans == 1 && fixture.line[asked].time_s < announced_s)
            asked++;
        expect_frames(&fixture, asked, 1664 * RATES[i].scans, 1023 * RATES[i].scans, (size_t)(500 / RATES[i].scans));
    }
    fixture_close(&fixture);
}

/* Check that only a few frames are missing from line `from` on, and print how many the counter reports. */
static void expect_few_missing(const struct board_fixture *fixture, size_t from)
{
    unsigned missing = 0;
    unsigned long reported = 0;
    const struct fixture_line *before = NULL;
    for (size_t i = from; i < fixture->line_count; i++) {
        const struct fixture_line *line = &fixture->line[i];
        if (line->type == 'D') {
            missing += before != NULL ? (uint16_t)(line->data.seq - before->data.seq - 1) : 0;
            before = line;
        } else if (line->type == 'S') {
            reported = strtoul(strstr(line->text, ",dropped=") + strlen(",dropped="), NULL, 10);
        }
    }
    const struct fixture_line *first = fixture_find(fixture, 'S', 0);
    reported -= strtoul(strstr(first->text, ",dropped=") + strlen(",dropped="), NULL, 10);
    printf("figure: an identity request at the highest rate costs %u readings; the counter reports %lu\n", missing,
           reported);
    assert_true(missing <= 10);
}

static void the_highest_rate_is_carried_with_the_sensor(void **state)
{
    (void)state;
    for (size_t i = 0; i < IMAGE_COUNT; i++) {
        struct board_fixture fixture;
        fixture_open(&fixture, IMAGES[i], true);
        for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++)
            fixture.voltage_fraction[strip] = 0.99;
        fixture.imu_sample = -30000; /* so that the numbers are long */
        fixture_run_s(&fixture, 0.5);
        fixture_send(&fixture, "B,1000000\n");
        fixture_run_s(&fixture, 0.2);
        fixture_send(&fixture, "R,600\n");
        fixture_run_s(&fixture, 0.5);
        size_t from = fixture.line_count;
        struct cadence cadence;
        cadence_watch(&cadence, fixture.board, 0.0, 16);
        uint64_t busy = board_busy_cycles(fixture.board);
        fixture_run_s(&fixture, 3.0);
        expect_frames(&fixture, from, 1664, 1023, 1800);
        printf("figure: %s: 600.96 Hz with the sensor, processor busy %.0f %%, none of 1803 lost\n", IMAGES[i],
               100.0 * (double)(board_busy_cycles(fixture.board) - busy) / (3.0 * CHIP_HZ));
        printf("figure: %s: then a switch of the multiplexer comes at most %.1f us after the conversion's end\n",
               IMAGES[i], (double)cadence.latency.max / 16.0);
        assert_true(cadence.latency.max < 96 * 16); /* leaves 20 us to settle, see test_sampling.c */
        assert_true(cadence.unexplained_cycles <= 1);
        /* An identity requested at this rate costs frames, which are reported. */
        size_t asked = fixture.line_count;
        fixture_send(&fixture, "?\n");
        fixture_run_s(&fixture, 1.5);
        expect_few_missing(&fixture, asked);
        assert_int_equal(fixture_count(&fixture, 'H'), 3); /* at boot, after R, and now */
        assert_int_equal(fixture_count(&fixture, 'C'), 3 * FIXTURE_STRIPS);
        fixture_close(&fixture);
    }
}

static void a_rate_too_high_for_the_line_is_refused(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    fixture_run_s(&fixture, 0.5);
    fixture_send(&fixture, "R,300\nB,115200\nB,500000\n");
    fixture_run_s(&fixture, 0.3);
    fixture_send(&fixture, "R,600\nR,300\n");
    fixture_run_s(&fixture, 0.3);
    fixture_send(&fixture, "B,250000\n");
    fixture_run_s(&fixture, 0.3);
    assert_int_equal(fixture_count(&fixture, 'N'), 4);
    assert_string_equal(fixture_find(&fixture, 'N', 0)->text, "N,R,300,the baud rate is too low for this rate");
    assert_int_equal(fixture_count_with(&fixture, 'N', "N,B,115200,the baud rate must be"), 1);
    assert_string_equal(fixture_find(&fixture, 'N', 2)->text, "N,R,600,the baud rate is too low for this rate");
    assert_string_equal(fixture_find(&fixture, 'N', 3)->text, "N,B,250000,lower the frame rate first");
    assert_int_equal(fixture_count_with(&fixture, 'A', "A,R,300,300.48"), 1);
    assert_int_equal(host_line_byte_cycles(board_host_line(fixture.board)), BYTE_CYCLES(500000));
    fixture_close(&fixture);
}

/* Power off and on; the EEPROM keeps its content. */
static void restart(struct board_fixture *fixture, bool button_down)
{
    uint8_t eeprom[BOARD_EEPROM_SIZE];
    board_read_eeprom(fixture->board, eeprom);
    /* While an interrupt pin is low, simavr holds memory that it would never free. */
    board_set_button(fixture->board, false);
    fixture_run_s(fixture, 0.001);
    fixture_close(fixture);
    fixture_open(fixture, "uno.elf", true);
    board_write_eeprom(fixture->board, eeprom);
    board_set_button(fixture->board, button_down);
    fixture_run_s(fixture, 1.0);
}

static void saved_rates_survive_a_power_cut_and_the_button_resets_them(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    fixture_run_s(&fixture, 0.5);
    fixture_send(&fixture, "B,1000000\n");
    fixture_run_s(&fixture, 0.2);
    static const char *const COMMANDS[] = {"R,600\n", "L,71.4\n", "G,2,95\n", "P,1\n", "K,5,88.8,1.05,2026-03-01\n",
                                           "W\n"};
    for (size_t i = 0; i < sizeof COMMANDS / sizeof COMMANDS[0]; i++) {
        fixture_send(&fixture, COMMANDS[i]);
        fixture_run_s(&fixture, 0.1);
    }
    assert_int_equal(fixture_count(&fixture, 'A'), 7);
    fixture_run_s(&fixture, 0.5);
    restart(&fixture, false);
    assert_int_equal(host_line_byte_cycles(board_host_line(fixture.board)), BYTE_CYCLES(1000000));
    assert_int_equal(
        fixture_count_with(&fixture, 'H', ",period_us=1664,baud=1000000,radius_mm=71.4,bias=1,settings=stored"), 1);
    assert_int_equal(fixture_count_with(&fixture, 'C', "C,2,95,"), 1);
    assert_int_equal(fixture_count_with(&fixture, 'C', "C,5,225,88.8,1.050,measured,2026-03-01"), 1);
    restart(&fixture, true);
    assert_int_equal(host_line_byte_cycles(board_host_line(fixture.board)), BYTE_CYCLES(250000));
    assert_int_equal(fixture_count_with(&fixture, 'H', ",period_us=4992,baud=250000,"), 1);
    assert_int_equal(fixture_count(&fixture, 'E'), 0); /* a button held since power-on does not count as a press */
    restart(&fixture, false);
    assert_int_equal(fixture_count_with(&fixture, 'H', ",period_us=1664,baud=1000000,"), 1);
    fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rate_is_exact_and_reported),
        cmocka_unit_test(the_highest_rate_is_carried_with_the_sensor),
        cmocka_unit_test(a_rate_too_high_for_the_line_is_refused),
        cmocka_unit_test(saved_rates_survive_a_power_cut_and_the_button_resets_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
