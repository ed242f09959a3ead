/* SPDX-License-Identifier: MIT */
/* A small session file, made from the format alone, for tests of the program. */
#ifndef SESSION_FIXTURE_H
#define SESSION_FIXTURE_H

#include "shared/text_buffer.h"

/* Write to `path` 50 s at 50 Hz with 8 strips and the IMU: rolling from 10 to 340 mm and back in 4 s, with a
 * visit of 10 s at 120 mm in the middle. `text` becomes subject and note, unchanged. */
void session_fixture_write(const char *path, const char *text);

/* Its header row, its rows and its end line. */
void session_fixture_rows(struct text_buffer *rows);

/* The same session, from its `rows`, with `text` in every field that can hold it and as an unknown key. */
void session_fixture_write_all_fields(const char *path, const char *text, const struct text_buffer *rows);

#endif
