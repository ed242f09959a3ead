/* SPDX-License-Identifier: MIT */
/* Frames to rows: nothing invented, every missing frame counted, events at their rows. */
#include "check.h"

#include "recorder.h"
#include "wire_text.h"

#define ROWS_MAX 4096

struct session {
    struct recorder recorder;
    struct wire_text wire;
    struct session_header header;
    int headers;
    struct session_row rows[ROWS_MAX];
    size_t count;
};

static void take_header(void *context, const struct session_header *header, int64_t first_host_us)
{
    struct session *session = context;
    (void)first_host_us;
    assert_int_equal(session->count, 0);
    session->header = *header;
    session->headers++;
}

static void take_row(void *context, const struct session_row *row)
{
    struct session *session = context;
    assert_int_equal(session->headers, 1);
    assert_true(session->count < ROWS_MAX);
    session->rows[session->count++] = *row;
}

static int setup(void **state)
{
    struct session *session = calloc(1, sizeof *session);
    if (!session)
        return -1;
    struct session_header header;
    session_header_init(&header);
    recorder_init(&session->recorder, &header, 0, true,
                  (struct recorder_output){.context = session, .header = take_header, .row = take_row});
    *state = session;
    return 0;
}

static int teardown(void **state)
{
    struct session *session = *state;
    wire_free(&session->wire);
    free(session);
    return 0;
}

/* Feed what was collected, at one host time, and forget it. */
static void feed(struct session *session, int64_t host_us)
{
    recorder_feed(&session->recorder, session->wire.bytes, session->wire.length, host_us);
    wire_free(&session->wire);
}

static void end(struct session *session, uint64_t rows, uint64_t lost)
{
    recorder_finish(&session->recorder);
    assert_int_equal(session->count, rows);
    assert_int_equal(session->recorder.counts.rows, rows);
    assert_int_equal(session->recorder.counts.lost, lost);
}

static void frames_become_rows(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 500, 20000);
    wire_add(&session->wire, "S,5020000,sent=500,dropped=0");
    feed(session, 1000);
    end(session, 500, 0);
    for (unsigned i = 0; i < 500; i++) {
        const struct session_row *row = &session->rows[i];
        assert_int_equal(row->seq, i);
        assert_int_equal(row->time_us, i * (int64_t)WIRE_PERIOD_US);
        assert_int_equal(row->strip[0], 7 * i % 1000);
        assert_int_equal(row->strip[7], (7 * i + 7) % 1000);
        assert_true(row->imu_valid);
        assert_int_equal(row->imu[0], i % 100);
        assert_int_equal(row->imu[3], -(int)(i % 50));
        assert_string_equal(row->event, "");
    }
}

static void the_device_describes_itself(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 2, 20000);
    feed(session, 1000);
    recorder_finish(&session->recorder);
    assert_string_equal(session->header.device, "id=5A3C21F0 fw=1.0.0 board=uno");
    assert_float_equal(session->header.rate_hz, 1e6 / WIRE_PERIOD_US, 1e-4);
    assert_float_equal(session->header.adc_full_scale, 6138, 0);
    assert_float_equal(session->header.rolling_radius_mm, 70.5, 1e-6);
    assert_float_equal(session->header.calibration_k_n[2], 102.5, 1e-6);
    assert_float_equal(session->header.calibration_p[7], 1.17, 1e-6);
    assert_float_equal(session->header.strip_angle_deg[5], 225, 1e-6);
    assert_string_equal(session->header.calibration_source, "measured");
    assert_true(session->header.has_imu);
}

static void any_chunking_gives_the_same_rows(void **state)
{
    struct session *session = *state;
    wire_add_raw(&session->wire, "99,7,8*0000\n", 12); /* attached in the middle of a line */
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 40, 20000);
    for (size_t i = 0; i < session->wire.length; i++)
        recorder_feed(&session->recorder, session->wire.bytes + i, 1, (int64_t)i);
    end(session, 40, 0);
    assert_int_equal(recorder_rejected_lines(&session->recorder), 0);
}

static void holes_are_counted_and_never_filled(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 3, 7, 20000 + 3 * WIRE_PERIOD_US); /* 0-2 missing since the boot we heard */
    wire_add_frames(&session->wire, 14, 6, 20000 + 14 * WIRE_PERIOD_US); /* 10-13 */
    wire_add(&session->wire, "S,300000,sent=23,dropped=2");              /* 20-24 */
    feed(session, 1000);
    end(session, 13, 3 + 4 + 5);
    assert_int_equal(session->rows[7].seq, 14);
    assert_int_equal(session->rows[7].time_us, 11 * (int64_t)WIRE_PERIOD_US);
}

static void counters_that_frames_caught_up_with_count_nothing(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 5, 20000);
    wire_add(&session->wire, "S,80000,sent=7,dropped=0");
    wire_add_frames(&session->wire, 7, 1, 20000 + 7 * WIRE_PERIOD_US);
    feed(session, 1000);
    end(session, 6, 2);
}

static void seq_wraps_without_loss(void **state)
{
    struct session *session = *state;
    wire_add_frames(&session->wire, 65530, 3, 4294900000u); /* attached late: what was before is not ours */
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 65533, 10, 4294900000u + 3 * WIRE_PERIOD_US);
    feed(session, 1000);
    end(session, 13, 0);
    assert_int_equal(session->rows[6].seq, 0);
    assert_int_equal(session->rows[12].time_us, 12 * (int64_t)WIRE_PERIOD_US);
}

static void a_gap_longer_than_seq_counts_is_told_by_time(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 10, 20000);
    wire_add_data(&session->wire, 65536 + 30, (uint32_t)(20000 + (65536 + 30) * (uint64_t)WIRE_PERIOD_US));
    feed(session, 1000);
    end(session, 11, 65536 + 20);
}

static void frames_that_come_twice_are_kept_once(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 10, 20000);
    wire_add_frames(&session->wire, 6, 8, 20000 + 6 * WIRE_PERIOD_US);
    feed(session, 1000);
    end(session, 14, 0);
    assert_int_equal(session->recorder.counts.duplicates, 4);
    assert_int_equal(session->recorder.counts.resumes, 0);
}

static void damaged_lines_are_lost_frames(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 10, 20000);
    size_t before = session->wire.length;
    wire_add_data(&session->wire, 10, 20000 + 10 * WIRE_PERIOD_US);
    session->wire.bytes[before + 9] ^= 1;
    wire_add(&session->wire, "D,11,x,1,2,3,4,5,6,7,8,1,2,3,4,5,6"); /* whole, but no reading */
    wire_add(&session->wire, "C,9,0,1,1,default");
    wire_add_data(&session->wire, 12, 20000 + 12 * WIRE_PERIOD_US);
    feed(session, 1000);
    end(session, 11, 2);
    assert_int_equal(session->recorder.decoder.rejected[FRAME_BAD_CHECKSUM], 1);
    assert_int_equal(session->recorder.decoder.rejected[FRAME_BAD_FIELDS], 2);
}

static void events_go_to_the_next_row_in_time(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add(&session->wire, "E,30000,zero");
    wire_add_frames(&session->wire, 0, 4, 10000); /* 10000, 19984, 29968, 39952 */
    wire_add(&session->wire, "E,39952,mark");     /* at the newest row's own time, behind it */
    wire_add(&session->wire, "E,39953,strip_open,3");
    wire_add(&session->wire, "E,39954,=a+b");
    wire_add_frames(&session->wire, 4, 2, 10000 + 4 * WIRE_PERIOD_US);
    wire_add(&session->wire, "E,99999999,mark"); /* no row came after it: it stays with the last */
    feed(session, 1000);
    end(session, 6, 0);
    assert_string_equal(session->rows[2].event, "");
    assert_string_equal(session->rows[3].event, "zero+mark");
    assert_string_equal(session->rows[4].event, "strip_open=3+_a_b");
    assert_string_equal(session->rows[5].event, "mark");
}

static void too_many_events_are_counted(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    for (int i = 0; i < 20; i++)
        wire_add(&session->wire, "E,10,imu_lost");
    wire_add_frames(&session->wire, 0, 1, 10000);
    feed(session, 1000);
    end(session, 1, 0);
    assert_int_equal(session->recorder.events.dropped, 12);
    assert_string_equal(session->rows[0].event, "imu_lost+imu_lost+imu_lost+imu_lost+imu_lost+imu_lost+imu_lost+imu_lost");
}

static void a_boot_resumes_by_the_hosts_clock(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 100, 20000);
    wire_add(&session->wire, "S,1020000,sent=102,dropped=0"); /* two on their way when it died */
    wire_add(&session->wire, "E,1020001,mark");
    feed(session, 1000000);
    wire_add_hello(&session->wire, "00A2");
    wire_add_frames(&session->wire, 1, 10, 20000);
    feed(session, 4000000);
    end(session, 110, 2 + 1);
    assert_int_equal(session->recorder.counts.resumes, 1);
    assert_string_equal(session->rows[99].event, "mark");
    assert_string_equal(session->rows[100].event, "resume");
    assert_int_equal(session->rows[100].time_us, session->rows[99].time_us + 3000000);
    assert_int_equal(session->rows[100].host_us, 3000000);
    assert_int_equal(session->rows[101].time_us, session->rows[100].time_us + WIRE_PERIOD_US);
}

static void a_boot_whose_hello_was_lost_is_noticed(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 200, 20000);
    feed(session, 1000000);
    wire_add_frames(&session->wire, 0, 10, 20000);
    feed(session, 2000000);
    end(session, 210, 0);
    assert_int_equal(session->recorder.counts.resumes, 1);
    assert_string_equal(session->rows[200].event, "resume");
}

static void an_answer_to_a_question_is_no_boot(void **state)
{
    struct session *session = *state;
    wire_add_frames(&session->wire, 700, 5, 20000);
    feed(session, 1000);
    assert_true(recorder_wants_identity(&session->recorder));
    assert_false(recorder_wants_identity(&session->recorder));
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 705, 5, 20000 + 5 * WIRE_PERIOD_US);
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 710, 5, 20000 + 10 * WIRE_PERIOD_US);
    feed(session, 2000);
    end(session, 15, 0);
    assert_int_equal(session->recorder.counts.resumes, 0);
    assert_string_equal(session->header.device, "id=5A3C21F0 fw=1.0.0 board=uno");
}

static void a_device_that_never_says_who_it_is_records_all_the_same(void **state)
{
    struct session *session = *state;
    wire_add_frames(&session->wire, 700, 400, 20000);
    feed(session, 1000);
    assert_int_equal(session->headers, 0);
    wire_add_frames(&session->wire, 1100, 200, 20000 + 400 * WIRE_PERIOD_US);
    feed(session, 2000);
    assert_int_equal(session->headers, 1); /* after 5 s by the device's clock */
    end(session, 600, 0);
    assert_int_equal(session->header.strip_count, 8);
    assert_true(session->header.has_imu);
    assert_float_equal(session->header.rate_hz, 1e6 / WIRE_PERIOD_US, 0.01);
    assert_string_equal(session->header.calibration_source, "default");
}

static void the_header_comes_after_5_s_by_the_hosts_clock_too(void **state)
{
    struct session *session = *state;
    wire_add_frames(&session->wire, 700, 3, 20000);
    feed(session, 1000);
    recorder_feed(&session->recorder, NULL, 0, 4999999);
    assert_int_equal(session->headers, 0);
    recorder_feed(&session->recorder, NULL, 0, 5001000);
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
    end(session, 1, 0);
    assert_false(session->header.has_imu);
    assert_int_equal(session->header.strip_count, 4);
    assert_float_equal(session->header.rolling_radius_mm, 72.5, 1e-6);
    assert_false(session->rows[0].imu_valid);
}

static void a_silent_imu_leaves_its_fields_empty(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add(&session->wire, "D,0,10000,1,2,3,4,5,6,7,8,,,,,,");
    wire_add(&session->wire, "D,1,19984,1,2,3,4,5,6,7,8,1,2,3,4,5,6");
    feed(session, 1000);
    end(session, 2, 0);
    assert_false(session->rows[0].imu_valid);
    assert_true(session->rows[1].imu_valid);
}

static void implausible_words_of_the_device_leave_defaults(void **state)
{
    struct session *session = *state;
    wire_add(&session->wire, "H,proto=1,boot=1,strips=8,imu=mpu6050,full=nan,accel_lsb=-4,gyro_lsb=1e999,period_us=0,"
                             "radius_mm=9999,id=%s", "0123456789012345678901234567890123456789");
    wire_add(&session->wire, "H,proto=1,boot=2,strips=99");
    for (int i = 0; i < 8; i++)
        wire_add(&session->wire, "C,%d,0,%s,1,default", i, i == 0 ? "0" : "50");
    wire_add(&session->wire, "C,0,0,75,1,default");
    wire_add_frames(&session->wire, 0, 2, 20000);
    feed(session, 1000);
    end(session, 2, 0);
    assert_float_equal(session->header.adc_full_scale, 1023, 0);
    assert_float_equal(session->header.accel_lsb_per_g, 8192, 0);
    assert_float_equal(session->header.gyro_lsb_per_dps, 32.8, 1e-9);
    assert_float_equal(session->header.rolling_radius_mm, 72.5, 1e-9);
    assert_float_equal(session->header.calibration_k_n[0], 75, 1e-9);
    assert_int_equal(session->recorder.decoder.rejected[FRAME_BAD_FIELDS], 2);
}

static void the_limit_ends_the_session_at_its_time(void **state)
{
    struct session *session = *state;
    session->recorder.limit_us = 10 * WIRE_PERIOD_US;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 9, 20000);
    wire_add_frames(&session->wire, 12, 50, 20000 + 12 * WIRE_PERIOD_US);
    wire_add(&session->wire, "S,900000,sent=70,dropped=0");
    feed(session, 1000);
    assert_true(session->recorder.limit_reached);
    end(session, 9, 0);
}

static void noise_is_told_from_a_roller(void **state)
{
    struct session *session = *state;
    uint32_t random = 7;
    for (int i = 0; i < 5000; i++) {
        random = random * 1664525u + 1013904223u;
        uint8_t byte = (uint8_t)(random >> 24);
        recorder_feed(&session->recorder, &byte, 1, i);
    }
    assert_true(recorder_hears_noise(&session->recorder));
    end(session, 0, 0);
    assert_int_equal(session->headers, 0);
    wire_add_data(&session->wire, 0, 0);
    wire_add_data(&session->wire, 1, WIRE_PERIOD_US);
    feed(session, 6000);
    assert_false(recorder_hears_noise(&session->recorder));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(frames_become_rows),
        TEST(the_device_describes_itself),
        TEST(any_chunking_gives_the_same_rows),
        TEST(holes_are_counted_and_never_filled),
        TEST(counters_that_frames_caught_up_with_count_nothing),
        TEST(seq_wraps_without_loss),
        TEST(a_gap_longer_than_seq_counts_is_told_by_time),
        TEST(frames_that_come_twice_are_kept_once),
        TEST(damaged_lines_are_lost_frames),
        TEST(events_go_to_the_next_row_in_time),
        TEST(too_many_events_are_counted),
        TEST(a_boot_resumes_by_the_hosts_clock),
        TEST(a_boot_whose_hello_was_lost_is_noticed),
        TEST(an_answer_to_a_question_is_no_boot),
        TEST(a_device_that_never_says_who_it_is_records_all_the_same),
        TEST(the_header_comes_after_5_s_by_the_hosts_clock_too),
        TEST(an_absent_imu_has_no_columns),
        TEST(a_silent_imu_leaves_its_fields_empty),
        TEST(implausible_words_of_the_device_leave_defaults),
        TEST(the_limit_ends_the_session_at_its_time),
        TEST(noise_is_told_from_a_roller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
