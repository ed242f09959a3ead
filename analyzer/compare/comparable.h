/* SPDX-License-Identifier: MIT */
/* Which sessions may stand beside each other. What may not is moved to those left out, with its reason. */
#ifndef COMPARABLE_H
#define COMPARABLE_H

#include "compare/session_set.h"

/* Seconds under load below which a session says too little: one stroke takes 1 to 4 s each way, a set 30 to
 * 120 s. */
#define COMPARABLE_MIN_LOADED_S 20.0

/*
 * Leave out: sessions too short; without places (never loaded, or hardly moved); the same recording twice;
 * those that do not say the leg where others do. False without memory.
 */
bool comparable_filter(struct session_set *set);

/* Leave out sessions of another person than the first that names one. A session that names none stays. False
 * without memory. */
bool comparable_filter_first_person(struct session_set *set);

/* Leave out all but those of `subject`, "" = those that name nobody. False without memory. */
bool comparable_filter_subject(struct session_set *set, const char *subject);

/* Leave out sessions that do not say when they were recorded. False without memory. */
bool comparable_filter_dated(struct session_set *set);

#endif
