/* SPDX-License-Identifier: MIT */
/* What a frame or an S line continues, if no H line tells. */

#include "logger/support/decoded_session.h"
#include "support/cmocka_includes.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        DECODER_TEST(a_boot_is_recognised_without_an_h_line),
        DECODER_TEST(a_boot_at_another_rate_is_one_boot_without_an_h_line),
        DECODER_TEST(counters_count_while_a_wild_frame_is_unexplained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
