/* SPDX-License-Identifier: MIT */
/* What a frame or an S line continues when no H line came. */

#include "logger/support/decoded_session.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"

static void a_boot_is_recognised_without_an_h_line(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 200, 20000);
    feed(session, 1000000);
    wire_add_frames(&session->wire, 0, 10, 20000);
    feed(session, 2000000);
    end_session(session, 210, 0);
    assert_int_equal(session->decoder.counts.resumes, 1);
    assert_string_equal(session->rows[200].event, "resume");
}

/* By chance, seq would nearly fit one wrap of the clock. */
static void a_boot_in_a_file_is_no_gap_of_an_hour(void **state)
{
    struct session *session = *state;
    wire_add(&session->wire, "A,?");
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 28863, 200, 5000000 - 200 * WIRE_PERIOD_US);
    wire_add_frames(&session->wire, 0, 50, 50000);
    feed(session, 1000000);
    end_session(session, 250, 0);
    assert_int_equal(session->decoder.counts.resumes, 1);
}

static void a_boot_at_another_rate_is_one_boot_without_an_h_line(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 200, 20000);
    feed(session, 1000000);
    for (unsigned i = 0; i < 10; i++)
        wire_add_data(&session->wire, i, 20000 + i * 2 * WIRE_PERIOD_US);
    feed(session, 4000000);
    end_session(session, 210, 0);
    assert_int_equal(session->decoder.counts.restarts, 1);
    assert_int_equal(session->decoder.counts.resumes, 1);
}

static void begin_next_file(void *context, unsigned changes)
{
    struct session *session = context;
    assert_int_equal(changes, DEVICE_CHANGE_RATE | DEVICE_CHANGE_FULL_SCALE);
    assert_int_equal(session->count, 200);
    session->headers = 0;
    session->count = 0;
}

/* The reply to `?` comes after the frames that show the rate. */
static void the_first_frame_of_a_boot_at_another_rate_is_in_its_file(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    session->decoder.output.next_file = begin_next_file;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 200, 20000);
    feed(session, 1000000);
    for (unsigned i = 0; i < 10; i++) {
        wire_add_data(&session->wire, i, 20000 + i * 2 * WIRE_PERIOD_US);
        feed(session, 4000000 + i * 2 * WIRE_PERIOD_US);
    }
    end_session(session, 10, 0);
    assert_int_equal(session->rows[0].seq, 0);
    assert_float_equal(session->header.rate_hz, 0.5e6 / WIRE_PERIOD_US, 1e-4);
    assert_float_equal(session->header.adc_full_scale, 2 * 6138, 0);
}

/* The link repeats what it sent before and after a restart. */
static void a_repeat_across_a_restart_is_a_repeat(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 100, 20000);
    feed(session, 1000000);
    for (unsigned i = 0; i < 2; i++) {
        if (i > 0)
            wire_add_frames(&session->wire, 95, 5, 20000 + 95 * WIRE_PERIOD_US);
        wire_add_hello(&session->wire, "00A2");
        wire_add_frames(&session->wire, 0, 6, 20000);
    }
    wire_add_frames(&session->wire, 6, 10, 20000 + 6 * WIRE_PERIOD_US);
    feed(session, 1500000);
    end_session(session, 116, 0);
    assert_int_equal(session->decoder.counts.duplicates, 11);
    assert_int_equal(session->decoder.counts.resumes, 1);
}

/* The H line of the restart and the first frames were lost; seq and the clock fit the boot before. */
static void a_reply_shows_a_restart_that_the_frames_do_not(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 16, 20000);
    feed(session, 1000000);
    wire_add(&session->wire, "A,?");
    wire_add_hello(&session->wire, "00A2");
    wire_add_frames(&session->wire, 51, 20, 20000 + 51 * WIRE_PERIOD_US);
    feed(session, 3000000);
    end_session(session, 36, 51);
    assert_int_equal(session->decoder.counts.resumes, 1);
}

static void the_first_frame_of_a_boot_may_have_a_wrong_time(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 100, 20000);
    feed(session, 1000000);
    wire_add_hello(&session->wire, "00A2");
    wire_add_data(&session->wire, 0, 3249041);
    wire_add_frames(&session->wire, 1, 20, 20000 + WIRE_PERIOD_US);
    feed(session, 2500000);
    end_session(session, 120, 1);
    assert_int_equal(session->decoder.sorter.set_aside, 1);
    assert_int_equal(session->decoder.counts.restarts, 1);
}

/* The sensors may take long to start. */
static void the_first_frame_of_a_boot_may_come_late(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 100, 20000);
    wire_add_hello(&session->wire, "00A2");
    wire_add_frames(&session->wire, 0, 2, 3249041);
    feed(session, 1000000);
    end_session(session, 102, 0);
    assert_int_equal(session->decoder.counts.restarts, 1);
}

/* Another roller that started while nothing was received looks like a restart of ours, which goes on between its
 * frames. */
static void frames_of_a_roller_that_just_started_are_no_restart(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 60000, 100, 600000000);
    feed(session, 1000000);
    for (unsigned i = 0; i < 50; i++) {
        wire_add_data(&session->wire, 20 + i, 20000 + (20 + i) * WIRE_PERIOD_US);
        wire_add_data(&session->wire, 60100 + i, 600000000 + (100 + i) * WIRE_PERIOD_US);
    }
    feed(session, 3000000);
    end_session(session, 150, 0);
    assert_int_equal(session->decoder.counts.restarts, 0);
    assert_int_equal(session->decoder.sorter.set_aside, 50);
}

/* A restart of which a few frames came, and then none for a while. */
static void a_gap_after_the_first_frames_of_a_boot_is_a_gap_of_that_boot(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 54, 20000);
    feed(session, 1000000);
    wire_add_frames(&session->wire, 0, 2, 20000);
    feed(session, 2500000);
    wire_add_frames(&session->wire, 500, 20, 20000 + 500 * WIRE_PERIOD_US);
    feed(session, 2500000 + 500 * WIRE_PERIOD_US);
    end_session(session, 76, 498);
    assert_int_equal(session->rows[54].seq, 0);
    assert_string_equal(session->rows[54].event, "resume");
}

/* Another device's H line, then a pause of an hour right after a restart: no reason to see another restart. */
static void a_long_gap_after_another_devices_line_is_a_gap(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 24, 20000);
    feed(session, 1000000);
    wire_add(&session->wire, "H,proto=1,fw=1.0.0,board=uno,id=0BADF00D,boot=7778,reset=power,strips=8,full=6138,"
                             "imu=mpu6050,accel_lsb=8192,gyro_lsb=32.8,period_us=9984,baud=250000,radius_mm=70.5");
    wire_add_frames(&session->wire, 360000, 20, 20000 + 360000u * WIRE_PERIOD_US);
    feed(session, 1000000 + 360000 * (int64_t)WIRE_PERIOD_US);
    end_session(session, 44, 360000 - 24);
    assert_int_equal(session->decoder.counts.restarts, 0);
}

static void counters_count_while_a_wild_frame_is_unexplained(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 5, 20000);
    wire_add_data(&session->wire, 40000, 20000 + 5 * WIRE_PERIOD_US);
    wire_add(&session->wire, "S,%u,sent=6,dropped=0", 20100 + 5 * WIRE_PERIOD_US);
    wire_add_hello(&session->wire, "00A2");
    wire_add_frames(&session->wire, 0, 5, 20000);
    feed(session, 1000);
    end_session(session, 10, 1);
}

static void the_host_shows_how_often_the_clock_wrapped_in_a_gap(void **state)
{
    (void)state;
    const uint32_t frames = 1075478; /* 2.5 wraps of the device's clock, 16.4 of seq */
    const int64_t elapsed_us = (int64_t)frames * WIRE_PERIOD_US;
    const struct wire_frame from = {.seq = 7, .t_us = 100},
                            to = {.seq = (uint16_t)(7 + frames), .t_us = (uint32_t)(100 + elapsed_us)};
    struct frame_step step = frame_step_between(&from, &to, WIRE_PERIOD_US, elapsed_us + 1000000);
    assert_true(step.agrees);
    assert_int_equal(step.elapsed_us, elapsed_us);
    assert_int_equal(step.missing, frames - 1);
    fault_held("20", "hours pass between two frames", 1, "time right by whole wraps");
}

/* A computer that slept reads the frames that were on their way when it fell asleep. Seven wraps of the device's clock
 * would nearly fit seq, too. */
static void a_next_frame_that_is_read_hours_later_is_the_next_frame(void **state)
{
    (void)state;
    const struct wire_frame from = {.seq = 7, .t_us = 100}, to = {.seq = 8, .t_us = 100 + WIRE_PERIOD_US};
    struct frame_step step = frame_step_between(&from, &to, WIRE_PERIOD_US, INT64_C(7) << 32);
    assert_true(step.agrees);
    assert_int_equal(step.elapsed_us, WIRE_PERIOD_US);
    assert_int_equal(step.missing, 0);
}

/* The host's clock shows a large time, as it does when the computer has been on for long. */
static void a_pause_after_the_first_frame_is_as_long_as_the_host_saw(void **state)
{
    struct session *session = *state;
    const int64_t start_us = INT64_C(60000000000);
    session->decoder.is_live = true;
    wire_add_hello(&session->wire, "00A1");
    wire_add_data(&session->wire, 0, 20000);
    feed(session, start_us);
    session_decoder_feed(&session->decoder, NULL, 0, start_us + 120000); /* the header is written, but no row */
    wire_add_frames(&session->wire, 100, 50, 20000 + 100 * WIRE_PERIOD_US);
    feed(session, start_us + 150 * WIRE_PERIOD_US);
    end_session(session, 51, 99);
    assert_int_equal(session->rows[50].time_us, 149 * WIRE_PERIOD_US);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DECODER_TEST(a_boot_is_recognised_without_an_h_line),
        DECODER_TEST(a_boot_in_a_file_is_no_gap_of_an_hour),
        DECODER_TEST(a_boot_at_another_rate_is_one_boot_without_an_h_line),
        DECODER_TEST(the_first_frame_of_a_boot_at_another_rate_is_in_its_file),
        DECODER_TEST(a_repeat_across_a_restart_is_a_repeat),
        DECODER_TEST(a_reply_shows_a_restart_that_the_frames_do_not),
        DECODER_TEST(the_first_frame_of_a_boot_may_have_a_wrong_time),
        DECODER_TEST(the_first_frame_of_a_boot_may_come_late),
        DECODER_TEST(frames_of_a_roller_that_just_started_are_no_restart),
        DECODER_TEST(a_gap_after_the_first_frames_of_a_boot_is_a_gap_of_that_boot),
        DECODER_TEST(a_long_gap_after_another_devices_line_is_a_gap),
        DECODER_TEST(counters_count_while_a_wild_frame_is_unexplained),
        cmocka_unit_test(the_host_shows_how_often_the_clock_wrapped_in_a_gap),
        cmocka_unit_test(a_next_frame_that_is_read_hours_later_is_the_next_frame),
        DECODER_TEST(a_pause_after_the_first_frame_is_as_long_as_the_host_saw),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
