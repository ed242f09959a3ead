/* SPDX-License-Identifier: MIT */
#include "read_back.h"

#include "fuzz.h"
#include "session/session_reader.h"

void read_back_check(const char *path, size_t rows, size_t rejected, size_t lost)
{
    struct session_table session;
    struct notes notes = {0};
    struct failure failure = {0};
    bool is_read = session_reader_read(path, &session, &notes, &failure);
    if (!is_read)
        fprintf(stderr, "%s\n", failure.message);
    FUZZ_HOLDS(is_read || rejected == rows);
    if (!is_read) {
        notes_free(&notes);
        return;
    }
    for (size_t i = 0; i < notes.count; i++)
        fprintf(stderr, "%s\n", notes.message[i]);
    FUZZ_HOLDS(session.closed_cleanly && session.has_radius);
    FUZZ_HOLDS(session.count == rows - rejected && session.rejected_rows == rejected);
    FUZZ_HOLDS(session.lost_frames == lost);
    session_table_free(&session);
    notes_free(&notes);
}
