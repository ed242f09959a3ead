/* SPDX-License-Identifier: MIT */
/* Lines with a correct checksum that the decoder rejects: each is counted once, and none is noise. */

#include "logger/support/decoded_session.h"
#include "support/cmocka_includes.h"

static void each_line_has_one_verdict(void **state)
{
    struct session *session = *state;
    uint32_t lines = 0;
    wire_add(&session->wire, "S,10000,sent=x,dropped=0"); /* the line is also rejected before the first frame */
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 10, 20000);
    wire_add(&session->wire, "D,11,x,1,2,3,4,5,6,7,8,1,2,3,4,5,6");
    wire_add(&session->wire, "H,proto=1,boot=00A2,strips=99");
    wire_add(&session->wire, "C,9,0,1,1,default");
    wire_add(&session->wire, "E,x,mark");
    wire_add(&session->wire, "S,120000,sent=10");
    wire_add(&session->wire, "S,120000,dropped=0");
    wire_add(&session->wire, "S,120000,sent=10,dropped=");
    wire_add(&session->wire, "X,1");
    wire_add(&session->wire, "A,?");
    wire_add_raw(&session->wire, "D,12\n", 5);
    wire_add_raw(&session->wire, "D,12*0000\n", 10);
    for (size_t i = 0; i < session->wire.length; i++)
        lines += session->wire.bytes[i] == '\n';
    feed(session, 1000);
    end_session(session, 10, 0);
    const uint32_t *line_count = session->decoder.wire.line_count;
    assert_int_equal(line_count[WIRE_LINE_BAD_FIELDS], 8);
    assert_int_equal(line_count[WIRE_LINE_ACCEPTED], lines - 8 - 3);
    for (int verdict = 0; verdict < WIRE_VERDICT_COUNT; verdict++)
        lines -= line_count[verdict];
    assert_int_equal(lines, 0);
}

/* Lines with a correct checksum come from a roller, even if the decoder can use none of them. */
static void rejected_lines_are_not_noise(void **state)
{
    static const char *const BODIES[] = {
        "H,proto=1,boot=1,strips=99", "C,99,0,1,1,default", "D,x,1,1,2,3,4,5,6,7,8", "E,x,mark", "S,1,sent=2",
        "X,a newer firmware"};
    struct session *session = *state;
    struct session_header header;
    session_header_init(&header);
    for (size_t i = 0; i < sizeof BODIES / sizeof BODIES[0]; i++) {
        session_decoder_init(&session->decoder, &header, 0, true, session->decoder.output);
        for (int line = 0; line < 500; line++)
            wire_add(&session->wire, "%s", BODIES[i]);
        feed(session, 1000);
        end_session(session, 0, 0);
        assert_int_equal(session_decoder_rejected_lines(&session->decoder), 500);
        assert_true(session_decoder_has_intact_line(&session->decoder));
        assert_false(session_decoder_receives_noise(&session->decoder));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DECODER_TEST(each_line_has_one_verdict),
        DECODER_TEST(rejected_lines_are_not_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
