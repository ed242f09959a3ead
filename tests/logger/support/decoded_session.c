/* SPDX-License-Identifier: MIT */

#include "decoded_session.h"
#include "support/cmocka_includes.h"

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

int session_setup(void **state)
{
    struct session *session = calloc(1, sizeof *session);
    if (!session)
        return -1;
    struct session_header header;
    session_header_init(&header);
    session_decoder_init(&session->decoder, &header, 0, true,
                         (struct session_decoder_output){.context = session, .header = take_header, .row = take_row});
    *state = session;
    return 0;
}

int session_teardown(void **state)
{
    struct session *session = *state;
    wire_free(&session->wire);
    free(session);
    return 0;
}

void feed(struct session *session, int64_t host_us)
{
    session_decoder_feed(&session->decoder, session->wire.bytes, session->wire.length, host_us);
    wire_free(&session->wire);
}

void end_session(struct session *session, uint64_t rows, uint64_t lost)
{
    session_decoder_finish(&session->decoder);
    assert_int_equal(session->count, rows);
    assert_int_equal(session->decoder.counts.rows, rows);
    assert_int_equal(session->decoder.counts.lost, lost);
}
