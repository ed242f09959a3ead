/* SPDX-License-Identifier: MIT */
/* The identity of the roller is reported in time, too late, wrongly or never. */

#include "logger/support/decoded_session.h"
#include "support/cmocka_includes.h"

static void the_device_describes_itself(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 2, 20000);
    feed(session, 1000);
    session_decoder_finish(&session->decoder);
    assert_string_equal(session->header.device, "id=5A3C21F0 fw=1.0.0 board=uno");
    assert_float_equal(session->header.rate_hz, 1e6 / WIRE_PERIOD_US, 1e-4);
    assert_float_equal(session->header.adc_full_scale, 6138, 0);
    assert_float_equal(session->header.rolling_radius_mm, 70.5, 1e-6);
    assert_float_equal(session->header.calibration_k_n[2], 102.5, 1e-6);
    assert_true(session->header.bias_conductance == 0 && !session->decoder.device.imu_is_relative);
    assert_float_equal(session->header.calibration_p[7], 1.17, 1e-6);
    assert_float_equal(session->header.strip_angle_deg[5], 225, 1e-6);
    assert_string_equal(session->header.calibration_source, "default, but measured for 1 of 8 strips");
    assert_true(session->header.has_imu);
}

/* Return the calibration source of eight C lines: strip 5 was measured on `day`, the others on 2026-03-02. */
static const char *source_with(struct session *session, const char *day)
{
    wire_add_hello(&session->wire, "00A1");
    for (int i = 0; i < 8; i++)
        wire_add(&session->wire, "C,%d,%d,100.5,1.1,measured%s", i, i * 45, i == 5 ? day : ",2026-03-02");
    wire_add_frames(&session->wire, 0, 2, 20000);
    feed(session, 1000);
    session_decoder_finish(&session->decoder);
    return session->header.calibration_source;
}

static void a_calibration_is_as_old_as_its_oldest_strip(void **state)
{
    assert_string_equal(source_with(*state, ",2026-03-01"), "measured 2026-03-01");
}

static void an_unknown_date_is_left_out(void **state)
{
    assert_string_equal(source_with(*state, ""), "measured");
}

static void an_invalid_date_is_left_out(void **state)
{
    assert_string_equal(source_with(*state, ",2026-03-01 or so"), "measured");
}

static void a_reply_is_not_a_boot(void **state)
{
    struct session *session = *state;
    wire_add_frames(&session->wire, 700, 5, 20000);
    feed(session, 1000);
    assert_true(session_decoder_take_identify_request(&session->decoder));
    assert_false(session_decoder_take_identify_request(&session->decoder));
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 705, 5, 20000 + 5 * WIRE_PERIOD_US);
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 710, 5, 20000 + 10 * WIRE_PERIOD_US);
    feed(session, 2000);
    end_session(session, 15, 0);
    assert_int_equal(session->decoder.counts.resumes, 0);
    assert_string_equal(session->header.device, "id=5A3C21F0 fw=1.0.0 board=uno");
}

/* A raw file may start in the middle of a line, and its first complete line may be a reply. */
static void a_reply_before_the_first_frame_is_not_a_boot(void **state)
{
    struct session *session = *state;
    wire_add_raw(&session->wire, "8,9*0000\n", 9);
    wire_add(&session->wire, "A,?");
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 5000, 5, 20000 + 5000 * WIRE_PERIOD_US);
    feed(session, 1000);
    end_session(session, 5, 0);
}

/* The A line before the reply was lost, so the reply looks like a boot; the first frame does not. */
static void a_reply_whose_first_line_was_lost_is_not_a_boot(void **state)
{
    struct session *session = *state;
    wire_add_raw(&session->wire, "8,9*0000\n", 9);
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 5000, 50, 20000 + 5000 * WIRE_PERIOD_US);
    feed(session, 1000);
    end_session(session, 50, 0);
}

static void the_first_frames_of_a_boot_are_lost_for_as_long_as_was_listened(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    wire_add_hello(&session->wire, "00A1");
    feed(session, 1000);
    wire_add_frames(&session->wire, 1000, 50, 20000 + 1000 * WIRE_PERIOD_US);
    feed(session, 1000 + 1000 * WIRE_PERIOD_US);
    end_session(session, 50, 1000);
}

static void a_device_that_never_identifies_itself_is_recorded(void **state)
{
    struct session *session = *state;
    wire_add_frames(&session->wire, 700, 400, 20000);
    feed(session, 1000);
    assert_int_equal(session->headers, 0);
    wire_add_frames(&session->wire, 1100, 200, 20000 + 400 * WIRE_PERIOD_US);
    feed(session, 2000);
    assert_int_equal(session->headers, 1); /* after 5 s by the device's clock */
    end_session(session, 600, 0);
    assert_int_equal(session->header.strip_count, 8);
    assert_true(session->header.has_imu);
    assert_float_equal(session->header.rate_hz, 1e6 / WIRE_PERIOD_US, 0.01);
    assert_string_equal(session->header.calibration_source, "default");
    assert_float_equal(session->header.adc_full_scale, 6138, 0); /* at this rate, six conversions per frame */
}

/* The analyzer rejects a row with a reading above full scale. */
static void a_guessed_full_scale_covers_every_reading_so_far(void **state)
{
    struct session *session = *state;
    for (int i = 0; i < 5; i++) /* 300.48 Hz: two conversions */
        wire_add(&session->wire, "D,%d,%d,1,2,3,%d,5,6,7,8", i, 10000 + i * 3328, i == 3 ? 4093 : 2046);
    feed(session, 1000);
    end_session(session, 5, 0);
    assert_float_equal(session->header.adc_full_scale, 5 * 1023, 0);
    assert_float_equal(session->header.rate_hz, 300.48, 0.01);
}

static void the_header_is_written_after_5_s_by_the_host_clock_too(void **state)
{
    struct session *session = *state;
    wire_add_frames(&session->wire, 700, 3, 20000);
    feed(session, 1000);
    session_decoder_feed(&session->decoder, NULL, 0, 4999999);
    assert_int_equal(session->headers, 0);
    session_decoder_feed(&session->decoder, NULL, 0, 5001000);
    assert_int_equal(session->headers, 1);
}

static void an_absent_imu_has_no_columns(void **state)
{
    struct session *session = *state;
    wire_add(&session->wire, "H,proto=1,boot=1,strips=4,imu=none,full=1023,period_us=10000,radius_mm=");
    for (int i = 0; i < 4; i++)
        wire_add(&session->wire, "C,%d,%d,100,1,default", i, i * 90);
    wire_add(&session->wire, "D,0,10000,1,2,3,4");
    feed(session, 1000);
    end_session(session, 1, 0);
    assert_false(session->header.has_imu);
    assert_int_equal(session->header.strip_count, 4);
    assert_float_equal(session->header.rolling_radius_mm, 72.5, 1e-6);
    assert_false(session->rows[0].imu_valid);
}

static void an_imu_that_does_not_answer_leaves_its_fields_empty(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add(&session->wire, "D,0,10000,1,2,3,4,5,6,7,8,,,,,,");
    wire_add(&session->wire, "D,1,19984,1,2,3,4,5,6,7,8,1,2,3,4,5,6");
    feed(session, 1000);
    end_session(session, 2, 0);
    assert_false(session->rows[0].imu_valid);
    assert_true(session->rows[1].imu_valid);
}

static void implausible_values_leave_the_defaults(void **state)
{
    struct session *session = *state;
    wire_add(&session->wire,
             "H,proto=1,boot=1,strips=8,imu=mpu6050,full=nan,accel_lsb=-4,gyro_lsb=1e999,period_us=0,"
             "radius_mm=9999,id=%s",
             "0123456789012345678901234567890123456789");
    wire_add(&session->wire, "H,proto=1,boot=2,strips=99");
    for (int i = 0; i < 8; i++)
        wire_add(&session->wire, "C,%d,0,%s,1,default", i, i == 0 ? "0" : "50");
    wire_add(&session->wire, "C,0,0,75,1,default");
    wire_add_frames(&session->wire, 0, 2, 20000);
    feed(session, 1000);
    end_session(session, 2, 0);
    assert_float_equal(session->header.adc_full_scale, 1023, 0);
    assert_float_equal(session->header.accel_lsb_per_g, 8192, 0);
    assert_float_equal(session->header.gyro_lsb_per_dps, 32.8, 1e-9);
    assert_float_equal(session->header.rolling_radius_mm, 72.5, 1e-9);
    assert_float_equal(session->header.calibration_k_n[0], 75, 1e-9);
    assert_int_equal(session->decoder.wire.line_count[WIRE_LINE_BAD_FIELDS], 2);
    assert_int_equal(session->decoder.wire.line_count[WIRE_LINE_ACCEPTED], 1 + 8 + 2);
}

static void sensor_settings_and_bias_are_kept(void **state)
{
    struct session *session = *state;
    wire_add(&session->wire, "H,proto=1,boot=1,strips=8,imu=mpu6050,imu_id=98,bias=1,settings=corrupt");
    wire_add_frames(&session->wire, 0, 2, 20000);
    feed(session, 1000);
    end_session(session, 2, 0);
    assert_true(session->decoder.device.imu_is_relative);
    assert_string_equal(session->decoder.device.settings_state, "corrupt");
    assert_float_equal(session->header.bias_conductance, 0.01, 1e-9);
}

static void start_next(struct session *session, const struct session_header *header)
{
    session->count = 0;
    session->headers = 0;
    session_decoder_continue(&session->decoder, header, 0, session->decoder.output);
}

static void a_second_session_starts_where_the_first_ended(void **state)
{
    struct session *session = *state;
    struct session_header header;
    session_header_init(&header);
    header.leg = SESSION_LEG_LEFT;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 3, 20000);
    wire_add_raw(&session->wire, "D,3,5", 5); /* a line that the end of the session cut off */
    feed(session, 1000);
    end_session(session, 3, 0);
    start_next(session, &header);
    wire_add_raw(&session->wire, "0000\n", 5);
    wire_add_frames(&session->wire, 5, 2, 20000 + 5 * WIRE_PERIOD_US);
    feed(session, 2000);
    end_session(session, 2, 0); /* frames before the session are not lost */
    assert_int_equal(session->rows[0].time_us, 0);
    assert_int_equal(session->header.leg, SESSION_LEG_LEFT);
    assert_float_equal(session->header.calibration_k_n[2], 102.5, 1e-6); /* known from the previous session */
    assert_int_equal(session_decoder_rejected_lines(&session->decoder), 1);
}

static void a_reply_between_two_sessions_is_not_a_boot(void **state)
{
    struct session *session = *state;
    struct session_header header;
    session_header_init(&header);
    wire_add_frames(&session->wire, 0, 3, 20000);
    feed(session, 1000);
    end_session(session, 3, 0);
    start_next(session, &header);
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 50, 2, 20000 + 50 * WIRE_PERIOD_US);
    feed(session, 2000);
    end_session(session, 2, 0);
    start_next(session, &header);
    wire_add_hello(&session->wire, "00A2"); /* this is a boot, and its frame 0 was lost */
    wire_add_frames(&session->wire, 1, 2, 20000 + WIRE_PERIOD_US);
    feed(session, 3000);
    end_session(session, 2, 1);
}

static void noise_is_distinguished_from_a_roller(void **state)
{
    struct session *session = *state;
    uint32_t random = 7;
    for (int i = 0; i < 5000; i++) {
        random = random * 1664525u + 1013904223u;
        uint8_t byte = (uint8_t)(random >> 24);
        session_decoder_feed(&session->decoder, &byte, 1, i);
    }
    assert_true(session_decoder_receives_noise(&session->decoder));
    end_session(session, 0, 0);
    assert_int_equal(session->headers, 0);
    wire_add_data(&session->wire, 0, 0);
    wire_add_data(&session->wire, 1, WIRE_PERIOD_US);
    feed(session, 6000);
    assert_false(session_decoder_receives_noise(&session->decoder));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DECODER_TEST(the_device_describes_itself),
        DECODER_TEST(a_calibration_is_as_old_as_its_oldest_strip),
        DECODER_TEST(an_unknown_date_is_left_out),
        DECODER_TEST(an_invalid_date_is_left_out),
        DECODER_TEST(a_reply_is_not_a_boot),
        DECODER_TEST(a_reply_before_the_first_frame_is_not_a_boot),
        DECODER_TEST(a_reply_whose_first_line_was_lost_is_not_a_boot),
        DECODER_TEST(the_first_frames_of_a_boot_are_lost_for_as_long_as_was_listened),
        DECODER_TEST(a_device_that_never_identifies_itself_is_recorded),
        DECODER_TEST(a_guessed_full_scale_covers_every_reading_so_far),
        DECODER_TEST(the_header_is_written_after_5_s_by_the_host_clock_too),
        DECODER_TEST(an_absent_imu_has_no_columns),
        DECODER_TEST(an_imu_that_does_not_answer_leaves_its_fields_empty),
        DECODER_TEST(implausible_values_leave_the_defaults),
        DECODER_TEST(sensor_settings_and_bias_are_kept),
        DECODER_TEST(a_second_session_starts_where_the_first_ended),
        DECODER_TEST(a_reply_between_two_sessions_is_not_a_boot),
        DECODER_TEST(noise_is_distinguished_from_a_roller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
