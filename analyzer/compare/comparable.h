/* SPDX-License-Identifier: MIT */
/* Which sessions can be compared. The others are moved to those left out, each with its reason. */
#ifndef COMPARABLE_H
#define COMPARABLE_H

#include "compare/session_set.h"
#include "shared/failure.h"

/* Seconds under load below which a session is too short: a stroke takes 1 to 4 s each way, a set 30 to 120 s.
 */
#define COMPARABLE_MIN_LOADED_S 20.0

/* The filters are false when out of memory. */

/* Leave out sessions that are too short; that have no positions (never loaded, or hardly moved); that repeat
 * another recording; and that do not give the leg where others do. */
bool comparable_filter(struct session_set *set);

/* Leave out sessions of anyone but the first person named. Sessions without a name stay. */
bool comparable_filter_first_person(struct session_set *set);

/* Leave out all sessions but those of `subject`; "" = those without a name. */
bool comparable_filter_subject(struct session_set *set, const char *subject);

/* Leave out sessions without a date. */
bool comparable_filter_dated(struct session_set *set);

/*
 * Choose the person whose sessions to follow: `wanted`, or for NULL the only one named, or "" when none is.
 * The name is sanitised as in a session's header. False (EXIT_STATUS_USAGE), with how to choose, when several
 * are named, or none of that name.
 */
bool comparable_choose_subject(const struct session_set *set, const char *wanted,
                               char subject[SESSION_TEXT_SIZE], struct failure *failure);

#endif
