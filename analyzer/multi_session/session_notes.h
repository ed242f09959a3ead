/* SPDX-License-Identifier: MIT */
/* What looks wrong, or limits a comparison, in the sessions themselves: a date far from all others, two rolling radii
 * of one roller, two sessions at the same time, sessions of very different lengths. */
#pragma once

#include "multi_session/session_summary.h"

#include <stdbool.h>
#include <stddef.h>

/* Takes a note, a sentence or more that are safe in HTML; NULL if it is incomplete because memory ran out. */
typedef void session_notes_receiver(void *context, const char *note);

/* Pass a note to `add`, and free it. */
void session_notes_pass(struct text_buffer *note, session_notes_receiver *add, void *context);

/* Call `add` with a note on sessions of one leg that give different lengths of the thigh: two that differ most. */
void session_notes_lengths(const struct session_summary *const session[], size_t count, enum units units,
                           session_notes_receiver *add, void *context);

/* Call `add` with a sentence for each. `by_time`: the sessions are of one leg, all have a date, and they are in order
 * of time. */
void session_notes_each(const struct session_summary *const session[], size_t count, bool by_time, enum units units,
                        session_notes_receiver *add, void *context);
