/* SPDX-License-Identifier: MIT */
/* Any bytes from the wire, recorded to session files. The analyzer reads every row, except those with a reading above
 * the roller's full scale, and counts the same losses. */
#include "fuzz.h"
#include "read_back.h"
#include "decode/session_decoder.h"
#include "storage/session_writer.h"

#include <string.h>
#include <unistd.h>

struct session {
    struct session_decoder decoder;
    struct session_writer writer;
    const char *path; /* of one file after the other */
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

static void open_file(struct session *session)
{
    struct failure failure = {0};
    session->beyond = 0;
    FUZZ_HOLDS(session_writer_open(&session->writer, session->path, &failure));
}

/* Close the file, read it back and remove it. */
static void close_file(struct session *session)
{
    const struct session_decoder_counts *counts = &session->decoder.counts;
    struct failure failure = {0};
    FUZZ_HOLDS(!session->writer.failed && session->writer.rows == counts->rows);
    if (session->writer.rows == 0) {
        session_writer_abandon(&session->writer);
        return;
    }
    FUZZ_HOLDS(session_writer_close(&session->writer, counts->lost, &failure));
    read_back_check(session->path, counts->rows, session->beyond, counts->lost);
    FUZZ_HOLDS(unlink(session->path) == 0);
}

static void begin_next_file(void *context, unsigned changes)
{
    (void)changes;
    close_file(context);
    open_file(context);
}

static void record(const uint8_t *bytes, size_t count, struct session *session)
{
    struct session_decoder *decoder = &session->decoder;
    struct session_header header;
    int64_t host_us = 1000000;
    open_file(session);
    session_header_init(&header);
    session_decoder_init(
        decoder, &header, 0, count % 2 == 0,
        (struct session_decoder_output){
            .context = session, .header = write_header, .row = write_row, .next_file = begin_next_file});
    for (size_t at = 0; at < count;) {
        size_t chunk = 1 + bytes[at] % 64u, available = count - at < chunk ? count - at : chunk;
        session_decoder_feed(decoder, bytes + at, available, host_us);
        host_us += bytes[at] % 5 == 0 ? 1200000 : 10000; /* now and then, the bytes arrive late */
        at += available;
    }
    session_decoder_finish(decoder);
    close_file(session);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    static struct session session; /* too large for some stacks */
    char folder[] = "/tmp/roller-fuzz-XXXXXX", path[64];
    FUZZ_HOLDS(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.csv", folder);
    session.path = path;
    record(bytes, count, &session);
    FUZZ_HOLDS(rmdir(folder) == 0);
    return 0;
}
