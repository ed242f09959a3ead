/* SPDX-License-Identifier: MIT */
/* Any bytes from the wire become the rows of a session: one header before the rows, times that increase, and consistent
 * counts. */
#include "decode/session_decoder.h"
#include "fuzz.h"

#include <math.h>
#include <string.h>

struct received {
    unsigned headers;
    uint64_t rows;
    double time_s;
    double host_s;
};

static void check_header(void *context, const struct session_header *header, int64_t first_host_us)
{
    struct received *received = context;
    (void)first_host_us;
    received->headers++;
    FUZZ_HOLDS(received->headers == 1 && received->rows == 0);
    FUZZ_HOLDS(header->strip_count >= 1 && header->strip_count <= WIRE_STRIPS_MAX);
    FUZZ_HOLDS(isfinite(header->rate_hz) && isfinite(header->rolling_radius_mm));
}

static void check_row(void *context, const struct session_row *row)
{
    struct received *received = context;
    double time_s = (double)row->time_us / 1e6, host_s = (double)row->host_us / 1e6;
    FUZZ_HOLDS(received->headers == 1);
    FUZZ_HOLDS(received->rows == 0 || (time_s > received->time_s && host_s >= received->host_s));
    FUZZ_HOLDS(time_s >= 0);
    received->time_s = time_s;
    received->host_s = host_s;
    received->rows++;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    static struct session_decoder decoder; /* too large for some stacks */
    struct received received = {0};
    struct session_header header = {0};
    int64_t host_us = 1000000;
    session_decoder_init(
        &decoder, &header, 0, count % 2 == 0,
        (struct session_decoder_output){.context = &received, .header = check_header, .row = check_row});
    for (size_t at = 0; at < count;) {
        size_t chunk = 1 + bytes[at] % 64u;
        size_t available = count - at < chunk ? count - at : chunk;
        session_decoder_feed(&decoder, bytes + at, available, host_us);
        host_us += bytes[at] % 5 == 0 ? 1200000 : 10000; /* now and then, the bytes arrive late */
        if (bytes[at] == 0x01)
            session_decoder_replugged(&decoder);
        at += available;
    }
    (void)session_decoder_take_identify_request(&decoder);
    (void)session_decoder_receives_noise(&decoder);
    session_decoder_finish(&decoder);
    FUZZ_HOLDS(received.rows == decoder.counts.rows);
    FUZZ_HOLDS(decoder.counts.bytes == count);
    return 0;
}
