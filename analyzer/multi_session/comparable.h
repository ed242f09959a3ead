/* SPDX-License-Identifier: MIT */
/* Leaves sessions out of a comparison, a trend or a table of repeated sessions, each with a reason. A session's subject
 * is the name of the person in its header. The functions comparable_keep_... return false when out of memory. */
#pragma once

#include "multi_session/session_set.h"
#include "shared/failure.h"

/* Minimum time under load, s. A stroke takes 1 to 4 s, a set of strokes 30 to 120 s. */
#define COMPARABLE_LOADED_MIN_S 20.0

/* Leave out sessions that are too short, that have no positions (never loaded, or hardly moved), that repeat
 * another recording, or that do not name the leg although other sessions do. */
bool comparable_keep_usable(struct session_set *set);

/* Leave out the sessions of all subjects except the first subject in the set. Sessions without a subject stay. */
void comparable_keep_one_subject(struct session_set *set);

/* Leave out all sessions except those of `subject`; for "", except those without a subject. */
bool comparable_keep_subject(struct session_set *set, const char *subject);

/* Leave out sessions without a subject, if others have one. */
bool comparable_keep_named(struct session_set *set);

/* Leave out sessions without a date, or with one that shows that the clock was wrong. */
bool comparable_keep_dated(struct session_set *set);

/* Choose the subject to follow: `wanted`, sanitized like the subjects in session headers. If `wanted` is NULL, choose
 * the only subject in the set, or "" if no session has one. False (EXIT_STATUS_USAGE), if no session has the
 * wanted subject, or, with a message that lists the subjects, if `wanted` is NULL and there are several. False
 * (EXIT_STATUS_INPUT) when out of memory. */
bool comparable_choose_subject(const struct session_set *set, const char *wanted, char subject[SESSION_TEXT_SIZE],
                               struct failure *failure);
