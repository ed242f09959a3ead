/* SPDX-License-Identifier: MIT */
/* Settings that change while the roller sends: the rows before have the earlier ones, even if no H line came. */

#include "logger/support/decoded_session.h"
#include "support/cmocka_includes.h"

#define EARLIER_ROWS 200

static void add_slow_frames(struct session *session, unsigned first, unsigned count, uint32_t t_us)
{
    for (unsigned i = 0; i < count; i++)
        wire_add_data(&session->wire, first + i, t_us + i * 2 * WIRE_PERIOD_US);
}

/* The roller cannot receive `?`. Somebody else changes its rate, and it describes itself for the first time. */
static void a_first_h_line_after_a_command_is_for_later_rows(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    add_slow_frames(session, 700, 50, 20000);
    feed(session, 1000000);
    wire_add(&session->wire, "A,R,100");
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 750, 10, 20000 + 100 * WIRE_PERIOD_US);
    feed(session, 1100000);
    assert_string_equal(session->header.device, "id= fw= board=");
    assert_float_equal(session->header.adc_full_scale, 2 * 6138, 0);
    end_session(session, 60, 0);
}

/* The H line before the C lines was lost. */
static void a_calibration_without_an_h_line_is_for_later_rows(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 10, 20000);
    wire_add(&session->wire, "C,3,135,200,1.1,measured");
    wire_add_frames(&session->wire, 10, 10, 20000 + 10 * WIRE_PERIOD_US);
    feed(session, 1000000);
    end_session(session, 20, 0);
    assert_float_equal(session->header.calibration_k_n[3], 103.5, 1e-6);
}

static void begin_next_file(void *context, unsigned changes)
{
    struct session *session = context;
    assert_int_equal(changes, DEVICE_CHANGE_RATE | DEVICE_CHANGE_FULL_SCALE);
    assert_int_equal(session->count, EARLIER_ROWS);
    assert_float_equal(session->header.adc_full_scale, 6138, 0);
    session->headers = 0;
    session->count = 0;
}

/* A frame then sums another number of conversions, so forces by the earlier full scale would be wrong. */
static void another_rate_without_an_h_line_begins_another_file(void **state)
{
    struct session *session = *state;
    session->decoder.output.next_file = begin_next_file;
    wire_add_frames(&session->wire, 700, EARLIER_ROWS, 20000);
    feed(session, 1000000);
    feed(session, 7000000);
    assert_int_equal(session->headers, 1);
    add_slow_frames(session, 700 + EARLIER_ROWS, 100, 20000 + (EARLIER_ROWS + 1) * WIRE_PERIOD_US);
    feed(session, 8000000);
    end_session(session, 100, 0);
    assert_float_equal(session->header.adc_full_scale, 2 * 6138, 0);
    assert_float_equal(session->header.rate_hz, 0.5e6 / WIRE_PERIOD_US, 1e-4);
}

static void add_other_hello(struct session *session, const char *id, unsigned strips, unsigned scans)
{
    wire_add(&session->wire,
             "H,proto=1,fw=1.0.0,board=uno,id=%s,boot=00A3,reset=power,strips=%u,full=%u,imu=mpu6050,accel_lsb=8192,"
             "gyro_lsb=32.8,period_us=%u,baud=250000,radius_mm=70.5",
             id, strips, 1023 * scans, 1664 * scans);
}

/* A restart of which one frame came, and then a command changes the rate. The frame has the settings of before. */
static void an_answer_is_no_other_device(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, EARLIER_ROWS, 20000);
    feed(session, 1000000);
    wire_add_frames(&session->wire, 0, 1, 20000);
    wire_add(&session->wire, "A,R,50");
    add_other_hello(session, "5A3C21F1", 8, 12);
    add_slow_frames(session, 1, 4, 20000 + 2 * WIRE_PERIOD_US);
    wire_add(&session->wire, "A,?");
    add_other_hello(session, "5A3C21F1", 8, 12);
    add_slow_frames(session, 5, 16, 20000 + 10 * WIRE_PERIOD_US);
    feed(session, 3000000);
    end_session(session, EARLIER_ROWS + 21, 0);
    assert_int_equal(session->decoder.counts.restarts, 1);
    assert_int_equal(session->decoder.counts.unidentified, 2); /* no C line came, either */
}

/* A restart without an H line, and another one after which there are four strips. */
static void another_number_of_strips_is_another_boot(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, EARLIER_ROWS, 20000);
    feed(session, 1000000);
    wire_add_frames(&session->wire, 0, 6, 20000);
    feed(session, 3000000);
    wire_add(&session->wire, "A,?");
    add_other_hello(session, "5A3C21F0", 4, 6);
    for (unsigned i = 340; i < 350; i++)
        wire_add(&session->wire, "D,%u,%u,1,2,3,4,1,2,3,4,5,6", i, 20000 + i * WIRE_PERIOD_US);
    feed(session, 9000000);
    end_session(session, EARLIER_ROWS + 16, 340);
    assert_int_equal(session->decoder.counts.restarts, 2);
}

/* Send an H line and the C lines but that of strip 3, all with twice the usual stiffness. */
static void add_hello_without_strip_3(struct session *session, const char *boot)
{
    wire_add(&session->wire,
             "H,proto=1,fw=1.0.0,board=uno,id=5A3C21F0,boot=%s,reset=power,strips=8,full=6138,imu=mpu6050,"
             "accel_lsb=8192,gyro_lsb=32.8,period_us=%u,baud=250000,radius_mm=70.5",
             boot, WIRE_PERIOD_US);
    for (unsigned i = 0; i < 8; i++)
        if (i != 3)
            wire_add(&session->wire, "C,%u,%u,%u.0,1.1,measured", i, i * 45, 2 * (100 + i));
}

static void restart_without_a_c_line(struct session *session)
{
    session->decoder.is_live = true;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, EARLIER_ROWS, 20000);
    feed(session, 3000000);
    assert_false(session_decoder_take_identify_request(&session->decoder));
    add_hello_without_strip_3(session, "00A2");
    wire_add_frames(&session->wire, 0, 10, 20000);
    feed(session, 4000000);
    wire_add_frames(&session->wire, 10, 50, 20000 + 10 * WIRE_PERIOD_US);
    feed(session, 4500000);
}

/* The C line of one strip was damaged: the strip's force would be wrong, so the roller is asked once more. */
static void a_missing_c_line_is_asked_for(void **state)
{
    struct session *session = *state;
    restart_without_a_c_line(session);
    assert_true(session_decoder_take_identify_request(&session->decoder));
    wire_add(&session->wire, "A,?");
    add_hello_without_strip_3(session, "00A2");
    wire_add(&session->wire, "C,3,135,206.0,1.1,measured");
    wire_add_frames(&session->wire, 60, 10, 20000 + 60 * WIRE_PERIOD_US);
    feed(session, 4600000);
    feed(session, 5000000);
    assert_false(session_decoder_take_identify_request(&session->decoder));
    assert_float_equal(session->decoder.header.calibration_k_n[3], 206, 1e-6);
    end_session(session, EARLIER_ROWS + 70, 0);
    assert_int_equal(session->decoder.counts.unidentified, 0);
}

static void a_c_line_that_never_comes_is_said(void **state)
{
    struct session *session = *state;
    restart_without_a_c_line(session);
    assert_true(session_decoder_take_identify_request(&session->decoder));
    feed(session, 12000000);
    assert_false(session_decoder_take_identify_request(&session->decoder));
    end_session(session, EARLIER_ROWS + 60, 0);
    assert_int_equal(session->decoder.counts.unidentified, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DECODER_TEST(a_first_h_line_after_a_command_is_for_later_rows),
        DECODER_TEST(a_calibration_without_an_h_line_is_for_later_rows),
        DECODER_TEST(a_c_line_that_never_comes_is_said),
        DECODER_TEST(a_missing_c_line_is_asked_for),
        DECODER_TEST(an_answer_is_no_other_device),
        DECODER_TEST(another_number_of_strips_is_another_boot),
        DECODER_TEST(another_rate_without_an_h_line_begins_another_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
