/* SPDX-License-Identifier: MIT */
/* From frames to rows: no row is invented, every lost frame is counted, and each event belongs to its row. */

#include "logger/support/decoded_session.h"
#include "support/cmocka_includes.h"

static void frames_become_rows(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 500, 20000);
    wire_add(&session->wire, "S,5020000,sent=500,dropped=0");
    feed(session, 1000);
    end_session(session, 500, 0);
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

static void any_chunking_gives_the_same_rows(void **state)
{
    struct session *session = *state;
    wire_add_raw(&session->wire, "99,7,8*0000\n", 12); /* attached in the middle of a line */
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 40, 20000);
    for (size_t i = 0; i < session->wire.length; i++)
        session_decoder_feed(&session->decoder, session->wire.bytes + i, 1, (int64_t)i);
    end_session(session, 40, 0);
    assert_int_equal(session_decoder_rejected_lines(&session->decoder), 0);
}

static void gaps_are_counted_and_never_filled(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    /* Frames 0 to 2, 10 to 13 and, according to the counters, 20 to 24 are missing. */
    wire_add_frames(&session->wire, 3, 7, 20000 + 3 * WIRE_PERIOD_US);
    wire_add_frames(&session->wire, 14, 6, 20000 + 14 * WIRE_PERIOD_US);
    wire_add(&session->wire, "S,300000,sent=23,dropped=2");
    feed(session, 1000);
    end_session(session, 13, 3 + 4 + 5);
    assert_int_equal(session->rows[7].seq, 14);
    assert_int_equal(session->rows[7].time_us, 11 * (int64_t)WIRE_PERIOD_US);
}

static void frames_already_counted_by_seq_are_not_counted_again(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 5, 20000);
    wire_add(&session->wire, "S,80000,sent=7,dropped=0");
    wire_add_frames(&session->wire, 7, 1, 20000 + 7 * WIRE_PERIOD_US);
    feed(session, 1000);
    end_session(session, 6, 2);
}

static void seq_wraps_without_loss(void **state)
{
    struct session *session = *state;
    wire_add_frames(&session->wire, 65530, 3, 4294900000u); /* attached late: earlier frames do not count */
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 65533, 10, 4294900000u + 3 * WIRE_PERIOD_US);
    feed(session, 1000);
    end_session(session, 13, 0);
    assert_int_equal(session->rows[6].seq, 0);
    assert_int_equal(session->rows[12].time_us, 12 * (int64_t)WIRE_PERIOD_US);
}

static void a_gap_longer_than_the_range_of_seq_is_measured_by_time(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 10, 20000);
    wire_add_data(&session->wire, 65536 + 30, (uint32_t)(20000 + (65536 + 30) * (uint64_t)WIRE_PERIOD_US));
    feed(session, 1000);
    end_session(session, 11, 65536 + 20);
}

static void duplicate_frames_are_dropped(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 10, 20000);
    wire_add_frames(&session->wire, 6, 8, 20000 + 6 * WIRE_PERIOD_US);
    feed(session, 1000);
    end_session(session, 14, 0);
    assert_int_equal(session->decoder.counts.duplicates, 4);
    assert_int_equal(session->decoder.counts.resumes, 0);
}

static void damaged_lines_are_lost_frames(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 10, 20000);
    size_t before = session->wire.length;
    wire_add_data(&session->wire, 10, 20000 + 10 * WIRE_PERIOD_US);
    session->wire.bytes[before + 9] ^= 1;
    wire_add(&session->wire, "D,11,x,1,2,3,4,5,6,7,8,1,2,3,4,5,6"); /* a valid checksum, but an invalid field */
    wire_add(&session->wire, "C,9,0,1,1,default");
    wire_add_data(&session->wire, 12, 20000 + 12 * WIRE_PERIOD_US);
    feed(session, 1000);
    end_session(session, 11, 2);
    assert_int_equal(session->decoder.wire.line_count[WIRE_LINE_BAD_CHECKSUM], 1);
    assert_int_equal(session->decoder.wire.line_count[WIRE_LINE_BAD_FIELDS], 2);
}

static void events_go_to_the_next_row_in_time(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add(&session->wire, "E,30000,zero");
    wire_add_frames(&session->wire, 0, 4, 10000); /* rows at 10000, 19984, 29968 and 39952 us */
    wire_add(&session->wire, "E,39952,mark");     /* at the time of the newest row, sent after it */
    wire_add(&session->wire, "E,39953,strip_open,3");
    wire_add(&session->wire, "E,39954,=a+b");
    wire_add_frames(&session->wire, 4, 2, 10000 + 4 * WIRE_PERIOD_US);
    wire_add(&session->wire, "E,99999999,mark"); /* no row follows, so it belongs to the last row */
    feed(session, 1000);
    end_session(session, 6, 0);
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
    end_session(session, 1, 0);
    assert_int_equal(session->decoder.events.dropped, 12);
    assert_string_equal(session->rows[0].event,
                        "imu_lost+imu_lost+imu_lost+imu_lost+imu_lost+imu_lost+imu_lost+imu_lost");
}

static void the_host_clock_bridges_a_boot(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 100, 20000);
    wire_add(&session->wire,
             "S,1020000,sent=102,dropped=0"); /* the roller produced two more frames before it lost power */
    wire_add(&session->wire, "E,1020001,mark");
    feed(session, 1000000);
    wire_add_hello(&session->wire, "00A2");
    wire_add_frames(&session->wire, 1, 10, 20000);
    feed(session, 4000000);
    end_session(session, 110, 2 + 1);
    assert_int_equal(session->decoder.counts.resumes, 1);
    assert_string_equal(session->rows[99].event, "mark");
    assert_string_equal(session->rows[100].event, "resume");
    /* all ten frames came at once, so the first one was late by nine periods at least */
    assert_int_equal(session->rows[100].time_us, session->rows[99].time_us + 3000000 - 9 * WIRE_PERIOD_US);
    assert_int_equal(session->rows[100].host_us, session->rows[99].host_us + 3000000);
    assert_int_equal(session->rows[101].time_us, session->rows[100].time_us + WIRE_PERIOD_US);
}

static void a_boot_is_recognised_by_its_id_alone(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 3, 20000);
    feed(session, 1000000);
    wire_add_hello(&session->wire, "00A2");
    wire_add_frames(&session->wire, 0, 3, 90000); /* the clock of the new boot is ahead of that of the last boot */
    feed(session, 2000000);
    end_session(session, 6, 0);
    assert_int_equal(session->decoder.counts.resumes, 1);
    assert_string_equal(session->rows[3].event, "resume");
}

static void outdated_counters_are_ignored(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 5, 20000);
    wire_add(&session->wire, "S,80000,sent=5,dropped=0");
    wire_add_frames(&session->wire, 40000, 1, 20000 + 40000 * WIRE_PERIOD_US);
    feed(session, 1000);
    end_session(session, 6, 39995);
}

static uint64_t dropped_frames(struct session *session, uint64_t rows, uint64_t lost)
{
    feed(session, 1000);
    end_session(session, rows, lost);
    return session->decoder.losses.dropped;
}

static void frames_dropped_before_the_session_are_not_counted(void **state)
{
    struct session *session = *state;
    wire_add(&session->wire, "S,6990000,sent=697,dropped=3");
    wire_add_frames(&session->wire, 700, 50, 7000000);
    wire_add(&session->wire, "S,7990000,sent=745,dropped=5");
    wire_add_frames(&session->wire, 750, 50, 7000000 + 50 * WIRE_PERIOD_US);
    wire_add(&session->wire, "S,8990000,sent=795,dropped=5");
    wire_add_frames(&session->wire, 802, 50, 7000000 + 102 * WIRE_PERIOD_US);
    /* two frames were dropped before the last frame, and one after it */
    wire_add(&session->wire, "S,9990000,sent=845,dropped=8");
    assert_int_equal(dropped_frames(session, 150, 3), 3);
}

static void dropped_frames_add_up_over_boots(void **state)
{
    struct session *session = *state;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 2, 5, 20000 + 2 * WIRE_PERIOD_US);
    wire_add(&session->wire, "S,90000,sent=5,dropped=2");
    wire_add_hello(&session->wire, "00A2");
    wire_add_frames(&session->wire, 1, 5, 20000 + WIRE_PERIOD_US);
    wire_add(&session->wire, "S,90000,sent=5,dropped=1");
    assert_int_equal(dropped_frames(session, 10, 3), 3);
}

static void the_limit_ends_the_session_on_time(void **state)
{
    struct session *session = *state;
    session->decoder.limit_us = 10 * WIRE_PERIOD_US;
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 9, 20000);
    wire_add(&session->wire, "S,110000,sent=9,dropped=1");
    wire_add_frames(&session->wire, 12, 50, 20000 + 12 * WIRE_PERIOD_US);
    wire_add(&session->wire, "S,900000,sent=70,dropped=0");
    feed(session, 1000);
    assert_true(session->decoder.limit_reached);
    end_session(session, 9, 1); /* frame 9 is missing; frames 10 and 11 would be beyond the limit */
    assert_int_equal(session->decoder.losses.dropped, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DECODER_TEST(frames_become_rows),
        DECODER_TEST(any_chunking_gives_the_same_rows),
        DECODER_TEST(gaps_are_counted_and_never_filled),
        DECODER_TEST(frames_already_counted_by_seq_are_not_counted_again),
        DECODER_TEST(seq_wraps_without_loss),
        DECODER_TEST(a_gap_longer_than_the_range_of_seq_is_measured_by_time),
        DECODER_TEST(duplicate_frames_are_dropped),
        DECODER_TEST(damaged_lines_are_lost_frames),
        DECODER_TEST(events_go_to_the_next_row_in_time),
        DECODER_TEST(too_many_events_are_counted),
        DECODER_TEST(the_host_clock_bridges_a_boot),
        DECODER_TEST(a_boot_is_recognised_by_its_id_alone),
        DECODER_TEST(outdated_counters_are_ignored),
        DECODER_TEST(frames_dropped_before_the_session_are_not_counted),
        DECODER_TEST(dropped_frames_add_up_over_boots),
        DECODER_TEST(the_limit_ends_the_session_on_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
