/* SPDX-License-Identifier: MIT */
/* The lines that the shipped images send on each board: identity, frames at exact intervals, counters, replies. */
#include "board_fixture.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *image, *board;
} BOARDS[] = {{"uno.elf", "uno"}, {"nano.elf", "nano"}, {"mega.elf", "mega"}};
#define BOARD_COUNT (sizeof BOARDS / sizeof BOARDS[0])

static void the_stream_begins_with_the_identity(void **state)
{
    (void)state;
    for (size_t i = 0; i < BOARD_COUNT; i++) {
        struct board_fixture fixture;
        fixture_open(&fixture, BOARDS[i].image, true);
        fixture_run_s(&fixture, 1.0);
        assert_int_equal(fixture.line[0].type, 'H');
        char board[32];
        (void)snprintf(board, sizeof board, ",board=%s,", BOARDS[i].board);
        const char *const KEYS[] = {
            ",proto=1,",        board,           ",id=",          ",boot=",           ",reset=power,",
            ",strips=8,",       ",full=6138,",   ",imu=mpu6050,", ",accel_lsb=8192,", ",gyro_lsb=32.8,",
            ",period_us=9984,", ",baud=250000,", ",bias=0,",      ",radius_mm="};
        for (size_t k = 0; k < sizeof KEYS / sizeof KEYS[0]; k++)
            if (strstr(fixture.line[0].text, KEYS[k]) == NULL)
                fail_msg("%s: no %s in %s", BOARDS[i].image, KEYS[k], fixture.line[0].text);
        for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++) {
            char expected[64];
            (void)snprintf(expected, sizeof expected, "C,%u,%u,100.0,1.000,default", strip, 45 * strip);
            assert_string_equal(fixture.line[1 + strip].text, expected);
        }
        assert_int_equal(fixture.line[9].type, 'D');
        fixture_close(&fixture);
    }
}

/* Frames are 9984 us apart by the clock of the firmware, and this clock agrees with the cycles of the chip: each line
 * is sent soon after its t_us. */
static void frames_are_sent_at_exact_intervals(void **state)
{
    (void)state;
    for (size_t i = 0; i < BOARD_COUNT; i++) {
        struct board_fixture fixture;
        fixture_open(&fixture, BOARDS[i].image, true);
        fixture_run_s(&fixture, 10.0);
        size_t count = fixture_count(&fixture, 'D');
        assert_in_range(count, 975, 1002);
        double max_delay_ms = 0.0;
        double min_delay_ms = 1e9;
        const struct fixture_line *before = NULL;
        for (size_t k = 0; k < fixture.line_count; k++) {
            const struct fixture_line *line = &fixture.line[k];
            if (line->type != 'D')
                continue;
            if (before != NULL) {
                assert_int_equal(line->data.seq, before->data.seq + 1);
                assert_int_equal(line->data.t_us, before->data.t_us + 9984);
            }
            double sent_ms = 1e3 * (line->time_s - board_sampling_start_s(fixture.board));
            double delay_ms = sent_ms - line->data.t_us / 1e3;
            max_delay_ms = delay_ms > max_delay_ms ? delay_ms : max_delay_ms;
            min_delay_ms = delay_ms < min_delay_ms ? delay_ms : min_delay_ms;
            before = line;
        }
        /* The first D lines wait for the H and C lines, so their delay is longer. */
        assert_true(min_delay_ms > 0.0 && min_delay_ms < 6.0);
        assert_true(max_delay_ms < 40.0);
        printf("figure: %s: %zu readings in 10 s, 9984 us apart; completely sent %.1f to %.1f ms after their "
               "time; stack "
               "%u bytes\n",
               BOARDS[i].board, count, min_delay_ms, max_delay_ms, board_stack_used(fixture.board));
        fixture_close(&fixture);
    }
}

static void sent_frames_are_counted(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    fixture_run_s(&fixture, 5.5);
    assert_in_range(fixture_count(&fixture, 'S'), 5, 6);
    size_t readings = 0;
    for (size_t i = 0; i < fixture.line_count; i++) {
        readings += fixture.line[i].type == 'D';
        if (fixture.line[i].type == 'S') {
            const char *sent = strstr(fixture.line[i].text, ",sent=");
            assert_non_null(sent);
            assert_true(labs(strtol(sent + 6, NULL, 10) - (long)readings) <= 2);
            assert_non_null(strstr(fixture.line[i].text, ",dropped=0"));
        }
    }
    fixture_close(&fixture);
}

static void the_identity_is_sent_on_request(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    fixture_run_s(&fixture, 1.0);
    assert_true(host_line_send(board_host_line(fixture.board), "?\r\n", 3));
    fixture_run_s(&fixture, 0.3);
    assert_int_equal(fixture_count(&fixture, 'H'), 2);
    assert_int_equal(fixture_count(&fixture, 'C'), 16);
    assert_int_equal(fixture_count(&fixture, 'A'), 1);
    assert_string_equal(fixture_find(&fixture, 'A', 0)->text, "A,?");
    /* An unknown command is refused with a reason. */
    assert_true(host_line_send(board_host_line(fixture.board), "selfdestruct\n", 13));
    fixture_run_s(&fixture, 0.3);
    assert_int_equal(fixture_count_with(&fixture, 'N', "N,selfdestruct,"), 1);
    assert_int_equal(fixture_count(&fixture, 'A'), 1);
    /* Frames continue after the replies. */
    const struct fixture_line *last = fixture_find(&fixture, 'D', fixture_count(&fixture, 'D') - 1);
    assert_int_equal(last->data.seq, fixture_count(&fixture, 'D') - 1);
    fixture_close(&fixture);
}

static void the_stack_leaves_memory_free(void **state)
{
    (void)state;
    struct board_fixture fixture;
    fixture_open(&fixture, "uno.elf", true);
    fixture_run_s(&fixture, 1.0);
    assert_true(host_line_send(board_host_line(fixture.board), "?\n?\nK,1,90.5,1.05\nR,100\nZ\n", 26));
    fixture_run_s(&fixture, 2.0);
    struct chip_memory memory = board_memory(fixture.board);
    unsigned stack = board_stack_used(fixture.board);
    printf("figure: uno: flash %u of %u bytes, data %u and stack high-water %u of %u bytes\n", memory.flash,
           memory.flash_size, memory.static_data, stack, memory.ram_size);
    assert_int_equal(memory.flash_size, 32768);
    assert_int_equal(memory.ram_size, 2048);
    assert_true(stack > 30);
    assert_true(10 * (memory.static_data + stack) <= 6 * memory.ram_size);
    assert_true(10 * memory.flash <= 6 * memory.flash_size);
    fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_stream_begins_with_the_identity),
        cmocka_unit_test(frames_are_sent_at_exact_intervals),
        cmocka_unit_test(sent_frames_are_counted),
        cmocka_unit_test(the_identity_is_sent_on_request),
        cmocka_unit_test(the_stack_leaves_memory_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
