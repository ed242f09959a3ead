/* SPDX-License-Identifier: MIT */
/* Filters that leave sessions out of a comparison or a trend. Each filter returns false when out of memory.
 */
#ifndef COMPARABLE_H
#define COMPARABLE_H

#include "compare/session_set.h"
#include "shared/failure.h"

/* Minimum time under load, s: a stroke takes 1 to 4 s each way, a set 30 to 120 s. */
#define COMPARABLE_LOADED_MIN_S 20.0

/* Leave out sessions that are too short, that have no positions (never loaded, or hardly moved), that repeat
 * another recording, or that do not name the leg although other sessions do. */
bool comparable_filter(struct session_set *set);

/* Leave out sessions of anyone but the first person named. Sessions without a name stay. */
bool comparable_filter_first_person(struct session_set *set);

/* Leave out all sessions except those of `subject`; "" = those without a name. */
bool comparable_filter_subject(struct session_set *set, const char *subject);

/* Leave out sessions without a date. */
bool comparable_filter_dated(struct session_set *set);

/*
 * Choose the person to follow: `wanted`, or if that is NULL the only person named, or "" if no session names
 * one. The name is sanitised as in a session's header. False (EXIT_STATUS_USAGE), with a message that lists
 * the names, if there are several and none is wanted, or no session has the wanted name.
 */
bool comparable_choose_subject(const struct session_set *set, const char *wanted, char subject[SESSION_TEXT_SIZE],
                               struct failure *failure);

#endif
