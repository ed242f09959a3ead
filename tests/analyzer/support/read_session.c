/* SPDX-License-Identifier: MIT */
#include "read_session.h"

#include "support/temp_dir.h"

#include <string.h>

bool read_session_text(const char *text, size_t length, struct session_table *rows, struct notes *notes,
                       struct failure *failure)
{
    struct temp_dir dir;
    char path[300];
    session_table_free(rows);
    notes_free(notes);
    temp_dir_make(&dir);
    temp_file_write(temp_dir_join(&dir, "session.csv", path, sizeof path), text, length);
    bool ok = session_reader_read(path, rows, notes, failure);
    temp_dir_remove(&dir);
    return ok;
}

bool notes_contain(const struct notes *notes, const char *part)
{
    for (size_t k = 0; k < notes->count; k++)
        if (strstr(notes->message[k], part) != NULL)
            return true;
    return false;
}
