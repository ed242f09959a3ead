/* SPDX-License-Identifier: MIT */
/* Frames, S lines and H lines after which more than one explanation is possible. */

#include "logger/support/decoded_session.h"
#include "support/cmocka_includes.h"

#define UPTIME_FRAMES 200320u /* in 2000 s */

/* Return the device's clock after so many frames, as sent. */
static uint32_t t_us_of(unsigned frames)
{
    return 20000 + frames * (uint32_t)WIRE_PERIOD_US;
}

/* Begin a live session with five frames of a roller that has been on for 2000 s. Returns the host time. */
static int64_t begin(struct session *session)
{
    session->decoder.is_live = true;
    wire_add(&session->wire, "A,?");
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, UPTIME_FRAMES, 5, t_us_of(UPTIME_FRAMES));
    feed(session, 1000000);
    return 1000000;
}

static void counters_after_a_pause_count_whole_ranges_of_seq(void **state)
{
    const unsigned pauses[] = {1000, 40000, 94236, 140000};
    for (size_t i = 0; i < sizeof pauses / sizeof pauses[0]; i++) {
        session_teardown(state);
        session_setup(state);
        struct session *session = *state;
        unsigned newest = UPTIME_FRAMES + 4 + pauses[i];
        int64_t host_us = begin(session) + pauses[i] * (int64_t)WIRE_PERIOD_US;
        wire_add(&session->wire, "S,%u,sent=%u,dropped=0", (unsigned)t_us_of(newest) + 100, newest + 1);
        wire_add_hello(&session->wire, "00A2");
        wire_add_frames(&session->wire, 0, 5, 20000);
        feed(session, host_us);
        end_session(session, 10, pauses[i]);
    }
}

/* Less a whole range of seq, the time would fit too; then the host's clock has seen far more. */
static void a_wild_time_after_a_long_pause_is_set_aside(void **state)
{
    struct session *session = *state;
    int64_t host_us = begin(session) + 200000 * (int64_t)WIRE_PERIOD_US;
    unsigned first = UPTIME_FRAMES + 4 + 200000;
    wire_add_data(&session->wire, first, t_us_of(first - 65536));
    feed(session, host_us);
    wire_add_frames(&session->wire, first + 1, 20, t_us_of(first + 1));
    feed(session, host_us + 20 * WIRE_PERIOD_US);
    end_session(session, 25, 200000);
    assert_int_equal(session->decoder.sorter.set_aside, 1);
    assert_int_equal(session->rows[5].time_us, 200005 * (int64_t)WIRE_PERIOD_US);
}

/* The link paused, and then the computer slept: frames that are read so late continue the boot once there are enough
 * of them. */
static void frames_read_long_after_a_pause_continue_it(void **state)
{
    struct session *session = *state;
    unsigned first = UPTIME_FRAMES + 4 + 1000;
    int64_t host_us = begin(session) + INT64_C(1000000000);
    wire_add_frames(&session->wire, first, 400, t_us_of(first));
    feed(session, host_us);
    end_session(session, 405, 999);
    assert_int_equal(session->decoder.counts.restarts, 0);
    assert_int_equal(session->rows[5].time_us, 1004 * (int64_t)WIRE_PERIOD_US);
}

/* Its H line was lost, so the rate of its first frame is unknown: it was the slowest one. */
static void a_change_of_rate_after_the_first_frame_of_a_boot_is_no_boot(void **state)
{
    struct session *session = *state;
    int64_t host_us = begin(session) + 2000000;
    wire_add_data(&session->wire, 0, 50000);
    wire_add(&session->wire, "A,R,100");
    wire_add_hello(&session->wire, "00A2");
    wire_add_frames(&session->wire, 1, 10, 50000 + 2 * WIRE_PERIOD_US + 5800);
    feed(session, host_us);
    end_session(session, 16, 0);
    assert_int_equal(session->decoder.counts.restarts, 1);
}

/* ---- H lines of two devices, before the first frame of a boot ---- */

static void begin_next_file(void *context, unsigned changes)
{
    struct session *session = context;
    assert_int_not_equal(changes, 0);
    session->headers = 0;
    session->count = 0;
}

static void add_other_hello(struct session *session, const char *id, unsigned strips, unsigned period_us)
{
    wire_add(&session->wire,
             "H,proto=1,fw=1.0.0,board=uno,id=%s,boot=7778,reset=power,strips=%u,full=6138,imu=none,period_us=%u,"
             "baud=250000,radius_mm=70.5",
             id, strips, period_us);
    for (unsigned i = 0; i < strips; i++)
        wire_add(&session->wire, "C,%u,%u,50.0,1.1,measured", i, i * 360 / strips);
}

/* Ours began again with another id, and another roller was plugged into the same line. */
static void of_two_described_devices_the_one_that_answers_is_recorded(void **state)
{
    struct session *session = *state;
    session->decoder.output.next_file = begin_next_file;
    int64_t host_us = begin(session) + 2000000;
    add_other_hello(session, "5A3C21F4", 8, 2 * WIRE_PERIOD_US);
    add_other_hello(session, "0BADF00D", 8, WIRE_PERIOD_US);
    for (unsigned i = 0; i < 10; i++) {
        if (i == 6) {
            wire_add(&session->wire, "A,?");
            add_other_hello(session, "5A3C21F4", 8, 2 * WIRE_PERIOD_US);
        }
        wire_add_data(&session->wire, i, 50000 + i * 2 * WIRE_PERIOD_US);
        feed(session, host_us + i * 2 * WIRE_PERIOD_US);
    }
    end_session(session, 10, 0);
    assert_non_null(strstr(session->header.device, "id=5A3C21F4"));
    assert_float_equal(session->header.calibration_k_n[0], 50, 0);
    assert_int_equal(session->decoder.counts.unidentified, 0);
}

/* Ours began again with another id and, after one frame, another rate: the answer describes the boot that this frame
 * began. */
static void a_boot_is_counted_once_although_its_rate_changes_after_one_frame(void **state)
{
    struct session *session = *state;
    int64_t host_us = begin(session) + 2000000;
    add_other_hello(session, "5A3C21F4", 8, WIRE_PERIOD_US);
    wire_add_data(&session->wire, 0, 20000);
    feed(session, host_us);
    wire_add(&session->wire, "A,R,50");
    add_other_hello(session, "5A3C21F4", 8, 2 * WIRE_PERIOD_US);
    for (unsigned i = 0; i < 10; i++)
        wire_add_data(&session->wire, i + 1, 20000 + (i + 1) * 2 * WIRE_PERIOD_US);
    feed(session, host_us + 400000);
    end_session(session, 16, 0);
    assert_int_equal(session->decoder.counts.restarts, 1);
}

/* Both would fit. The settings so far are kept, and the user is informed. */
static void of_two_described_devices_none_is_guessed(void **state)
{
    struct session *session = *state;
    int64_t host_us = begin(session) + 2000000;
    add_other_hello(session, "5A3C21F4", 8, WIRE_PERIOD_US);
    add_other_hello(session, "0BADF00D", 8, WIRE_PERIOD_US);
    for (unsigned i = 0; i < 10; i++) {
        wire_add_frames(&session->wire, i, 1, 50000 + i * WIRE_PERIOD_US);
        feed(session, host_us + i * WIRE_PERIOD_US);
    }
    assert_true(session_decoder_take_identify_request(&session->decoder));
    end_session(session, 15, 0);
    assert_int_equal(session->decoder.counts.unidentified, 1);
    assert_non_null(strstr(session->header.device, "id=5A3C21F0"));
}

/* Its H line came just before a restart of ours, whose own was lost: the frames do not fit it. */
static void a_described_device_that_does_not_fit_the_frames_is_not_recorded(void **state)
{
    struct session *session = *state;
    int64_t host_us = begin(session) + 2000000;
    add_other_hello(session, "0BADF00D", 8, 2 * WIRE_PERIOD_US);
    for (unsigned i = 0; i < 10; i++) {
        wire_add_frames(&session->wire, i, 1, 50000 + i * WIRE_PERIOD_US);
        feed(session, host_us + i * WIRE_PERIOD_US);
    }
    end_session(session, 15, 0);
    assert_int_equal(session->decoder.counts.restarts, 1);
    assert_non_null(strstr(session->header.device, "id=5A3C21F0"));
}

/* A file has no clock: their numbers and times show them. */
static void short_boots_in_a_file_are_recorded(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 100, 20000);
    for (unsigned k = 0; k < 3; k++)
        wire_add_frames(&session->wire, 0, 2 + 9 * k, 20100 + 100 * k);
    wire_add_frames(&session->wire, 0, 100, 20500);
    feed(session, 1000000);
    end_session(session, 233, 0);
    assert_int_equal(session->decoder.counts.restarts, 4);
    assert_int_equal(session->decoder.sorter.set_aside, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DECODER_TEST(short_boots_in_a_file_are_recorded),
        DECODER_TEST(counters_after_a_pause_count_whole_ranges_of_seq),
        DECODER_TEST(a_wild_time_after_a_long_pause_is_set_aside),
        DECODER_TEST(frames_read_long_after_a_pause_continue_it),
        DECODER_TEST(a_change_of_rate_after_the_first_frame_of_a_boot_is_no_boot),
        DECODER_TEST(of_two_described_devices_the_one_that_answers_is_recorded),
        DECODER_TEST(a_boot_is_counted_once_although_its_rate_changes_after_one_frame),
        DECODER_TEST(of_two_described_devices_none_is_guessed),
        DECODER_TEST(a_described_device_that_does_not_fit_the_frames_is_not_recorded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
