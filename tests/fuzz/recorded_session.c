/* SPDX-License-Identifier: MIT */
/* Any bytes from the wire, recorded to a session file. The analyzer reads every row, except those with a
 * reading above the roller's full scale, and counts the same losses. */
#include "fuzz.h"
#include "read_back.h"
#include "decode/session_decoder.h"
#include "storage/session_writer.h"

#include <string.h>
#include <unistd.h>

struct session {
    struct session_writer writer;
    double full_scale;
    unsigned strip_count;
    size_t beyond; /* number of rows with a reading above full scale */
};

static void write_header(void *context, const struct session_header *header, int64_t first_host_us)
{
    struct session *session = context;
    (void)first_host_us;
    session->full_scale = header->adc_full_scale;
    session->strip_count = header->strip_count;
    session_writer_add_header(&session->writer, header);
}

static void write_row(void *context, const struct session_row *row)
{
    struct session *session = context;
    bool beyond = false;
    for (unsigned i = 0; i < session->strip_count; i++)
        beyond = beyond || row->strip[i] > session->full_scale;
    session->beyond += beyond;
    session_writer_add_row(&session->writer, row);
}

static void record(const uint8_t *bytes, size_t count, struct session *session, const char *path)
{
    struct session_writer *writer = &session->writer;
    static struct session_decoder decoder; /* too large for some stacks */
    struct session_header header;
    struct failure failure = {0};
    int64_t host_us = 1000000;
    session_header_init(&header);
    session_decoder_init(&decoder, &header, 0, count % 2 == 0,
                         (struct session_decoder_output){.context = session, .header = write_header, .row = write_row});
    for (size_t at = 0; at < count;) {
        size_t chunk = 1 + bytes[at] % 64u, available = count - at < chunk ? count - at : chunk;
        session_decoder_feed(&decoder, bytes + at, available, host_us);
        host_us += bytes[at] % 5 == 0 ? 1200000 : 10000; /* now and then, the bytes arrive late */
        at += available;
    }
    session_decoder_finish(&decoder);
    FUZZ_HOLDS(!writer->failed && writer->rows == decoder.counts.rows);
    if (writer->rows == 0) {
        session_writer_abandon(writer);
        return;
    }
    FUZZ_HOLDS(session_writer_close(writer, decoder.counts.lost, &failure));
    read_back_check(path, decoder.counts.rows, session->beyond, decoder.counts.lost);
    FUZZ_HOLDS(unlink(path) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    static struct session session; /* too large for some stacks */
    struct failure failure = {0};
    char folder[] = "/tmp/roller-fuzz-XXXXXX", path[64];
    session.beyond = 0;
    FUZZ_HOLDS(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.csv", folder);
    FUZZ_HOLDS(session_writer_open(&session.writer, path, &failure));
    record(bytes, count, &session, path);
    FUZZ_HOLDS(rmdir(folder) == 0);
    return 0;
}
