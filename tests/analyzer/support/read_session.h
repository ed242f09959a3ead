/* SPDX-License-Identifier: MIT */
/* Reads a session that a test has as text, and looks for notes on it. */
#pragma once

#include "session/session_reader.h"

/* Write the text to a temporary file, and read that. Frees the previous rows and notes first. */
bool read_session_text(const char *text, size_t length, struct session_table *rows, struct notes *notes,
                       struct failure *failure);

/* Whether a note contains `part`. */
bool notes_contain(const struct notes *notes, const char *part);
