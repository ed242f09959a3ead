/* SPDX-License-Identifier: MIT */
/* H and C lines that come late or never, or say what cannot be. */

#include "logger/support/decoded_session.h"
#include "support/cmocka_includes.h"

static void add_hello_with(struct session *session, const char *boot, double k_n, const char *keys)
{
    wire_add(&session->wire, "H,fw=1.0.0,board=uno,id=5A3C21F0,boot=%s,strips=8,full=6138,imu=none,radius_mm=70.5,%s",
             boot, keys);
    for (unsigned i = 0; i < 8; i++)
        wire_add(&session->wire, "C,%u,%u,%.1f,1,default", i, i * 45, k_n);
}

static const char PERIOD[] = "proto=1,period_us=9984";

static void begin_next_file(void *context, unsigned changes)
{
    struct session *session = context;
    (void)changes;
    session->headers = 0;
    session->count = 0;
}

/* The roller restarted unseen, was asked, and its answer comes a second later without its A line. */
static void a_late_answer_describes_the_rows_since_the_restart(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    session->decoder.output.next_file = begin_next_file;
    add_hello_with(session, "00A1", 100, PERIOD);
    wire_add_frames(&session->wire, 0, 300, 20000);
    feed(session, 3000000);
    int64_t now_us = 4000000;
    for (unsigned i = 0; i < 200; i++) {
        wire_add_data(&session->wire, i, 20000 + i * WIRE_PERIOD_US);
        feed(session, now_us += WIRE_PERIOD_US);
        if (i == 100) {
            add_hello_with(session, "00A2", 300, PERIOD);
            feed(session, now_us);
        }
    }
    session_decoder_finish(&session->decoder);
    assert_int_equal(session->decoder.counts.rows, 200); /* of the second file: all since the restart */
    assert_int_equal(session->decoder.counts.lost, 0);
    assert_float_equal(session->header.calibration_k_n[3], 300, 0);
    assert_int_equal(session->rows[0].seq, 0);
}

/* If the line falls silent, the answer may never come. */
static void pending_rows_are_written_in_a_silence(void **state)
{
    struct session *session = *state;
    session->decoder.is_live = true;
    add_hello_with(session, "00A1", 100, PERIOD);
    int64_t now_us = 1000000;
    for (unsigned i = 0; i < 360; i++) {
        unsigned seq = i < 300 ? i : i - 300;
        now_us += i == 300 ? 1000000 : WIRE_PERIOD_US;
        wire_add_data(&session->wire, seq, 20000 + seq * WIRE_PERIOD_US);
        feed(session, now_us);
    }
    for (unsigned i = 0; i < 6; i++)
        session_decoder_feed(&session->decoder, NULL, 0, now_us += 100000);
    assert_int_equal(session->count, 360);
    end_session(session, 360, 0);
}

static void an_unknown_protocol_is_reported(void **state)
{
    struct session *session = *state;
    const struct device_info *device = &session->decoder.device;
    add_hello_with(session, "00A1", 100, "proto=1,period_us=9984");
    feed(session, 1000);
    struct device_info known = *device;
    assert_null(device_info_warning(device, 0));
    add_hello_with(session, "00A1", 100, "proto=2,period_us=9984");
    feed(session, 2000);
    assert_non_null(strstr(device_info_warning(device, 0), "Update roller-logger"));
    assert_int_equal(device_info_changes(&known, device), DEVICE_CHANGE_PROTOCOL);
}

static void an_impossible_period_is_not_believed(void **state)
{
    static const char *const periods[] = {"period_us=0", "period_us=-9984", "period_us=300", "period_us=3000000"};
    struct session *session = *state;
    const struct device_info *device = &session->decoder.device;
    add_hello_with(session, "00A1", 100, PERIOD);
    feed(session, 1000);
    for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++) {
        add_hello_with(session, "00A1", 100, periods[i]);
        feed(session, 2000);
        assert_true(device->period_is_wrong);
        assert_int_equal(device->period_us, 9984);
    }
    wire_add_frames(&session->wire, 0, 50, 20000);
    feed(session, 600000);
    end_session(session, 50, 0);
    assert_float_equal(session->header.rate_hz, 1e6 / WIRE_PERIOD_US, 1e-4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DECODER_TEST(a_late_answer_describes_the_rows_since_the_restart),
        DECODER_TEST(pending_rows_are_written_in_a_silence),
        DECODER_TEST(an_unknown_protocol_is_reported),
        DECODER_TEST(an_impossible_period_is_not_believed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
