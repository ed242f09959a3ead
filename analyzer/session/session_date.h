/* SPDX-License-Identifier: MIT */
/* When a session was recorded: read once, so that every command says the same. */
#pragma once

#include "session/notes.h"
#include "shared/iso_time.h"
#include "shared/session_format.h"

#include <stdbool.h>
#include <stddef.h>

/* Set header->started from the value of its key, in ISO 8601; "" if it is no date. Spreadsheets write 30.11.2026 18:30
 * or 11/30/2026 6:30 PM; 3/4/2026 may be two days and is none. Adds a note then, and if the time zone is missing.
 * `line_number` is for the note. */
void session_date_parse(struct session_header *header, const char *value, size_t length, size_t line_number,
                        struct notes *notes);

/* Whether a known time may be right by `now_s` (seconds since 1970): it is not long ago, nor years ahead. */
bool session_date_is_plausible(const struct iso_time *started, double now_s);

/* Return when the session began; unknown also if the time is not plausible, because a wrong clock would put the session
 * among the wrong ones. */
struct iso_time session_date_find_start(const struct session_header *header, double now_s);

/* Add a note if the date is known but not plausible. */
void session_date_check_clock(const struct session_header *header, double now_s, struct notes *notes);
