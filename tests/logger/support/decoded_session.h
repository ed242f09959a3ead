/* SPDX-License-Identifier: MIT */
/* A decoder whose header and rows a test can check. */
#pragma once

#include "decode/session_decoder.h"
#include "wire_text.h"

#define ROWS_MAX 4096

struct session {
    struct session_decoder decoder;
    struct wire_text wire;
    struct session_header header;
    int headers;
    struct session_row rows[ROWS_MAX];
    size_t count;
};

/* cmocka's setup and teardown. */
int session_setup(void **state);
int session_teardown(void **state);
#define DECODER_TEST(name) cmocka_unit_test_setup_teardown(name, session_setup, session_teardown)

/* Feed the wire text to the decoder at one host time, and clear it. */
void feed(struct session *session, int64_t host_us);
/* End the session. Fails the test unless it has this many rows and lost frames. */
void end_session(struct session *session, uint64_t rows, uint64_t lost);
