/* SPDX-License-Identifier: MIT */
/* A small session file for tests of the program, written independently of the simulator and the logger. */
#pragma once

#include "shared/text_buffer.h"

/* Write a session of 50 s at 50 Hz, with 8 strips and an IMU, to `path`. The roller rolls from 10 to 340 mm and back in
 * 4 s. After 20 s there is a visit of 10 s at 120 mm. `text` becomes subject and note, unchanged. */
void session_fixture_write(const char *path, const char *text);

/* Add the session's header row, rows and end line to `rows`. */
void session_fixture_rows(struct text_buffer *rows);

/* Like session_fixture_write, but with the given `rows`, with `text` in every text field, and with `text` as an unknown
 * key. */
void session_fixture_write_all_fields(const char *path, const char *text, const struct text_buffer *rows);
