/* SPDX-License-Identifier: MIT */
/* When a session was recorded: read once, so that every command says the same. */
#pragma once

#include "session/notes.h"
#include "shared/session_format.h"

#include <stddef.h>

/* Set header->started from the value of its key, with "T" between day and time; "" if it is no date. Adds a note then,
 * and if the time zone is missing. `line_number` is for the note. */
void session_date_parse(struct session_header *header, const char *value, size_t length, size_t line_number,
                        struct notes *notes);

/* Add a note if the date cannot be right: long ago, or years after `now_s` (seconds since 1970). */
void session_date_check_clock(const struct session_header *header, double now_s, struct notes *notes);
