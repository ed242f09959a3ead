/* SPDX-License-Identifier: MIT */
/* Frames that show nothing new or do not fit: repeated, standing still, damaged at the end. Nothing is invented from
 * them, and each is counted. */

#include "logger/support/decoded_session.h"
#include "record/recording_parts.h"
#include "support/cmocka_includes.h"

#define FRAMES 100
#define NEWEST_T_US (20000 + (FRAMES - 1) * WIRE_PERIOD_US)

/* Record FRAMES frames as they come, then nothing until `pause_us` later. Returns the host time. */
static int64_t begin(struct session *session, int64_t pause_us)
{
    session->decoder.is_live = true;
    wire_add_hello(&session->wire, "00A1");
    feed(session, 0);
    for (unsigned i = 0; i < FRAMES; i++) {
        wire_add_data(&session->wire, i, 20000 + i * WIRE_PERIOD_US);
        feed(session, (i + 1) * (int64_t)WIRE_PERIOD_US);
    }
    return FRAMES * (int64_t)WIRE_PERIOD_US + pause_us;
}

static void assert_nothing_invented(struct session *session, uint64_t repeats, uint64_t unaccounted)
{
    end_session(session, FRAMES, 0);
    assert_int_equal(session->decoder.counts.restarts, 0);
    assert_int_equal(session->decoder.counts.duplicates, repeats);
    assert_int_equal(session->decoder.counts.unaccounted, unaccounted);
    assert_true(session->decoder.newest_row.time_us == (FRAMES - 1) * WIRE_PERIOD_US);
}

static void a_frame_that_comes_for_seconds_is_a_repeat(void **state)
{
    struct session *session = *state;
    int64_t now_us = begin(session, 0);
    for (unsigned i = 0; i < 400; i++) {
        wire_add_data(&session->wire, FRAMES - 1, NEWEST_T_US);
        feed(session, now_us += WIRE_PERIOD_US);
    }
    assert_true(session_decoder_only_repeats(&session->decoder));
    assert_nothing_invented(session, 400, 0);
}

static void a_frame_that_comes_again_after_a_pause_is_a_repeat(void **state)
{
    struct session *session = *state;
    int64_t now_us = begin(session, 3000000);
    for (unsigned i = 0; i < 10; i++) {
        wire_add_data(&session->wire, FRAMES - 1, NEWEST_T_US);
        feed(session, now_us += 2000000);
    }
    assert_nothing_invented(session, 10, 0);
}

static void a_buffer_of_frames_that_comes_for_seconds_is_a_repeat(void **state)
{
    struct session *session = *state;
    int64_t now_us = begin(session, 0);
    for (unsigned i = 0; i < 400; i++) {
        unsigned seq = FRAMES - 20 + i % 20;
        wire_add_data(&session->wire, seq, 20000 + seq * WIRE_PERIOD_US);
        feed(session, now_us += WIRE_PERIOD_US);
    }
    assert_nothing_invented(session, 400, 0);
}

static void a_number_that_stands_still_is_no_restart(void **state)
{
    struct session *session = *state;
    int64_t now_us = begin(session, 0);
    for (unsigned i = 1; i <= 200; i++) {
        wire_add_data(&session->wire, FRAMES - 1, NEWEST_T_US + i * WIRE_PERIOD_US);
        feed(session, now_us += WIRE_PERIOD_US);
    }
    assert_true(session_decoder_stands_still(&session->decoder));
    assert_nothing_invented(session, 0, 200);
}

static void a_number_that_is_always_0_is_no_restart(void **state)
{
    struct session *session = *state;
    int64_t now_us = begin(session, 0);
    for (unsigned i = 1; i <= 300; i++) {
        wire_add_data(&session->wire, 0, NEWEST_T_US + i * WIRE_PERIOD_US);
        feed(session, now_us += WIRE_PERIOD_US);
    }
    assert_nothing_invented(session, 0, 300);
}

static void a_clock_that_stands_still_is_counted(void **state)
{
    struct session *session = *state;
    int64_t now_us = begin(session, 0);
    for (unsigned i = 0; i < 200; i++) {
        wire_add_data(&session->wire, FRAMES + i, NEWEST_T_US);
        feed(session, now_us += WIRE_PERIOD_US);
    }
    assert_true(session_decoder_stands_still(&session->decoder));
    assert_nothing_invented(session, 0, 200);
}

/* Those in the middle are lost, as the next frame's number shows. */
static void frames_that_do_not_fit_count_once(void **state)
{
    struct session *session = *state;
    begin(session, 0);
    wire_add(&session->wire, "D,%u,%u,1,2,3,4", FRAMES, NEWEST_T_US + WIRE_PERIOD_US);
    wire_add_frames(&session->wire, FRAMES + 1, 1, NEWEST_T_US + 2 * WIRE_PERIOD_US);
    wire_add(&session->wire, "D,%u,%u,1,2,3,4", FRAMES + 2, NEWEST_T_US + 3 * WIRE_PERIOD_US);
    wire_add_raw(&session->wire, "D,103,1050000,1,2*0000\n", 23);
    feed(session, (FRAMES + 4) * (int64_t)WIRE_PERIOD_US);
    end_session(session, FRAMES + 1, 1);
    assert_int_equal(session->decoder.counts.unaccounted, 2);
}

static void the_summary_accounts_for_every_frame(void **state)
{
    struct session *session = *state;
    static struct session_writer writer = {.path = "a.csv", .rows = FRAMES};
    static char text[SUMMARY_SIZE];
    struct byte_queue_counts overrun = {0};
    begin(session, 0);
    wire_add_raw(&session->wire, "D,100,1050000,1,2*0000\n", 23);
    wire_add(&session->wire, "E,4000000000,mark");
    feed(session, (FRAMES + 1) * (int64_t)WIRE_PERIOD_US);
    session_decoder_finish(&session->decoder);
    summary_text(text, sizeof text, &session->decoder, &writer, &overrun, "");
    assert_non_null(strstr(text, "neither saved nor counted as lost: 1 frame.\n"));
    assert_non_null(strstr(text, "with a wrong time, were not saved: 1.\n"));
    assert_string_equal(session->rows[FRAMES - 1].event, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DECODER_TEST(a_frame_that_comes_for_seconds_is_a_repeat),
        DECODER_TEST(a_frame_that_comes_again_after_a_pause_is_a_repeat),
        DECODER_TEST(a_buffer_of_frames_that_comes_for_seconds_is_a_repeat),
        DECODER_TEST(a_number_that_stands_still_is_no_restart),
        DECODER_TEST(a_number_that_is_always_0_is_no_restart),
        DECODER_TEST(a_clock_that_stands_still_is_counted),
        DECODER_TEST(frames_that_do_not_fit_count_once),
        DECODER_TEST(the_summary_accounts_for_every_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
