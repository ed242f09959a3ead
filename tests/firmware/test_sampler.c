/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sampler.h"
#include "support/cmocka_includes.h"

static struct sampler sampler;

/* The inputs of the multiplexer and the selected channel. The first conversion after a switch samples too soon and
 * reads 1023. */
static uint16_t voltage[HAL_STRIPS];
static uint8_t selected_channel;
static bool just_switched;
static unsigned conversions;
static unsigned scans;

static int start(void **state)
{
    (void)state;
    sampler_init(&sampler);
    selected_channel = 0;
    just_switched = true;
    conversions = 0;
    scans = 0;
    for (uint16_t i = 0; i < HAL_STRIPS; i++)
        voltage[i] = (uint16_t)(100 * i + 3);
    return 0;
}

static void convert(void)
{
    bool scan_done = true;
    uint8_t channel = sampler_on_conversion(&sampler, just_switched ? 1023 : voltage[selected_channel], &scan_done);
    just_switched = channel != selected_channel;
    selected_channel = channel;
    conversions++;
    scans += scan_done;
}

static void convert_times(unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        convert();
}

#define CONVERSIONS_PER_FRAME (2 * HAL_STRIPS * SAMPLER_SCANS_DEFAULT)

static void a_frame_has_the_documented_period_and_full_scale(void **state)
{
    (void)state;
    assert_int_equal(SAMPLER_SCAN_US * SAMPLER_SCANS_DEFAULT, 9984);
    assert_int_equal(HAL_ADC_FULL * SAMPLER_SCANS_DEFAULT, 6138);
}

static void every_strip_gets_two_conversions_in_order(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 4 * HAL_STRIPS; i++) {
        assert_int_equal(selected_channel, i / 2 % HAL_STRIPS);
        convert();
        assert_int_equal(scans, (i + 1) / (2 * HAL_STRIPS));
    }
}

static void a_frame_sums_six_scans_of_settled_conversions(void **state)
{
    (void)state;
    struct sampler_frame frame;
    sampler_start_frames(&sampler);
    convert_times(CONVERSIONS_PER_FRAME - 1);
    assert_false(sampler_has_frame(&sampler));
    assert_false(sampler_pop_frame(&sampler, &frame));
    convert();
    assert_true(sampler_has_frame(&sampler));
    assert_true(sampler_pop_frame(&sampler, &frame));
    assert_int_equal(frame.seq, 0);
    assert_int_equal(frame.t_us, 9984);
    for (unsigned i = 0; i < HAL_STRIPS; i++)
        assert_int_equal(frame.strip[i], 6 * (100 * i + 3));
    assert_false(sampler_has_frame(&sampler));
}

static void full_scale_is_the_full_sum(void **state)
{
    (void)state;
    struct sampler_frame frame;
    sampler_start_frames(&sampler);
    voltage[7] = HAL_ADC_FULL;
    voltage[0] = 0;
    convert_times(CONVERSIONS_PER_FRAME);
    assert_true(sampler_pop_frame(&sampler, &frame));
    assert_int_equal(frame.strip[7], (HAL_ADC_FULL * SAMPLER_SCANS_DEFAULT));
    assert_int_equal(frame.strip[0], 0);
}

static void frames_follow_each_other_at_exact_times(void **state)
{
    (void)state;
    struct sampler_frame frame;
    sampler_start_frames(&sampler);
    for (unsigned i = 0; i < 70000; i++) {
        voltage[3] = (uint16_t)(i % 1024);
        convert_times(CONVERSIONS_PER_FRAME);
        assert_true(sampler_pop_frame(&sampler, &frame));
        assert_int_equal(frame.seq, i & 0xFFFF);
        assert_int_equal(frame.t_us, (i + 1) * 9984u);
        assert_int_equal(frame.strip[3], 6 * (i % 1024));
    }
    assert_int_equal(sampler_dropped(&sampler), 0);
}

/* If the frame's length changes in the middle of a scan, the unfinished and the queued frame are dropped and
 * counted. */
static void a_frame_of_new_length_begins_with_a_complete_scan(void **state)
{
    (void)state;
    struct sampler_frame frame;
    sampler_start_frames(&sampler);
    convert_times(CONVERSIONS_PER_FRAME + 5 * 2 * HAL_STRIPS + 7);
    assert_true(sampler_has_frame(&sampler));
    sampler_set_scans(&sampler, 2);
    assert_false(sampler_has_frame(&sampler));
    assert_int_equal(sampler_dropped(&sampler), 1);
    convert_times(2 * HAL_STRIPS - 7 + 2 * 2 * HAL_STRIPS - 1);
    assert_false(sampler_has_frame(&sampler));
    convert();
    assert_true(sampler_pop_frame(&sampler, &frame));
    assert_int_equal(frame.scans, 2);
    assert_int_equal(frame.seq, 1);
    assert_int_equal(frame.t_us, (CONVERSIONS_PER_FRAME + 8 * 2 * HAL_STRIPS) * HAL_CONVERSION_US);
    for (unsigned i = 0; i < HAL_STRIPS; i++)
        assert_int_equal(frame.strip[i], 2 * voltage[i]);
    convert_times(2 * 2 * HAL_STRIPS);
    assert_true(sampler_pop_frame(&sampler, &frame));
    assert_int_equal(frame.seq, 2);
}

static void the_clock_wraps(void **state)
{
    (void)state;
    sampler.t_us = UINT32_MAX - 103;
    convert();
    assert_int_equal(sampler_now_us(&sampler), 0);
    convert();
    assert_int_equal(sampler_now_us(&sampler), 104);
}

static void before_the_start_only_time_advances(void **state)
{
    (void)state;
    struct sampler_frame frame;
    voltage[0] = 900;
    convert_times(5 * CONVERSIONS_PER_FRAME + 5);
    assert_false(sampler_has_frame(&sampler));
    assert_int_equal(sampler_now_us(&sampler), conversions * 104);
    /* If frames start in the middle of a scan, that scan belongs to the first frame; earlier scans do not. */
    sampler_start_frames(&sampler);
    convert_times(CONVERSIONS_PER_FRAME - 5);
    assert_true(sampler_pop_frame(&sampler, &frame));
    assert_int_equal(frame.seq, 0);
    assert_int_equal(frame.strip[0], 6 * 900);
    assert_int_equal(frame.strip[1], 6 * 103);
}

static void a_frame_without_a_slot_is_dropped_completely_and_counted(void **state)
{
    (void)state;
    struct sampler_frame frame;
    sampler_start_frames(&sampler);
    for (uint16_t i = 0; i < 5; i++) {
        voltage[0] = i;
        convert_times(CONVERSIONS_PER_FRAME);
    }
    assert_int_equal(sampler_dropped(&sampler), 3);
    for (uint16_t i = 0; i < 2; i++) {
        assert_true(sampler_pop_frame(&sampler, &frame));
        assert_int_equal(frame.seq, i);
        assert_int_equal(frame.strip[0], 6 * i);
    }
    assert_false(sampler_pop_frame(&sampler, &frame));
    voltage[0] = 77;
    convert_times(CONVERSIONS_PER_FRAME);
    assert_true(sampler_pop_frame(&sampler, &frame));
    assert_int_equal(frame.seq, 5);
    assert_int_equal(frame.t_us, 6 * 9984);
    assert_int_equal(frame.strip[0], 6 * 77);
    assert_int_equal(sampler_dropped(&sampler), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_frame_has_the_documented_period_and_full_scale, start),
        cmocka_unit_test_setup(every_strip_gets_two_conversions_in_order, start),
        cmocka_unit_test_setup(a_frame_sums_six_scans_of_settled_conversions, start),
        cmocka_unit_test_setup(full_scale_is_the_full_sum, start),
        cmocka_unit_test_setup(frames_follow_each_other_at_exact_times, start),
        cmocka_unit_test_setup(a_frame_of_new_length_begins_with_a_complete_scan, start),
        cmocka_unit_test_setup(the_clock_wraps, start),
        cmocka_unit_test_setup(before_the_start_only_time_advances, start),
        cmocka_unit_test_setup(a_frame_without_a_slot_is_dropped_completely_and_counted, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
