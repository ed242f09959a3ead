/* SPDX-License-Identifier: MIT */
/* A small session file, made from the format alone, for tests of the program. */
#ifndef SESSION_FIXTURE_H
#define SESSION_FIXTURE_H

#include "shared/text_buffer.h"

/*
 * Write to `path` 50 s: rolling (10 to 340 mm, 4 s up and down) and a stay of 10 s at 120 mm in the middle,
 * at 50 Hz, 8 strips and the motion sensor. `text` becomes subject and note, as it is.
 */
void session_fixture_write(const char *path, const char *text);

/* The header row, the rows and the closing line of it. */
void session_fixture_rows(struct text_buffer *rows);

/* The same session from its `rows`, with `text` in every other field that takes text as well, and as a key
 * that nobody knows. */
void session_fixture_write_all_fields(const char *path, const char *text, const struct text_buffer *rows);

#endif
