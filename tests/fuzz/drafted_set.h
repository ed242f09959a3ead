/* SPDX-License-Identifier: MIT */
/*
 * Summaries of sessions whose texts and numbers are anybody's, from lines of text. A line begins with what it
 * is: '>' a session and the name of its file, '#' a line of that file, and numbers: 's' a spot (centre,
 * seconds, force), 'r' the range rolled (from, length), 't' the time under load, 'b' a bin and its seconds.
 * The texts go through the reader of session files; the numbers are finite, times and forces not below 0, as
 * the analysis makes them.
 */
#ifndef DRAFTED_SET_H
#define DRAFTED_SET_H

#include "compare/session_set.h"

#include <stddef.h>
#include <stdint.h>

/* Add the sessions that `bytes` draft, at most a dozen; one that the reader refuses is among those left out.
 */
void drafted_set_read(struct session_set *set, const uint8_t *bytes, size_t count);

#endif
