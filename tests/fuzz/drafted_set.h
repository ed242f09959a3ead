/* SPDX-License-Identifier: MIT */
/*
 * Summaries of sessions with arbitrary texts and numbers, from lines of text. The first character of a line
 * is its kind:
 * '>' a session and its file name, '#' a line of that file, and numbers: 's' a spot (centre, seconds, force),
 * 'r' the range rolled (from, length), 't' the time under load, 'b' a bin and its seconds. The texts go
 * through the reader of session files. Numbers are finite, times and forces not negative, as in real results.
 */
#ifndef DRAFTED_SET_H
#define DRAFTED_SET_H

#include "compare/session_set.h"

#include <stddef.h>
#include <stdint.h>

/* Add the sessions that `bytes` describe, at most a dozen; those that the reader refuses are left out. */
void drafted_set_read(struct session_set *set, const uint8_t *bytes, size_t count);

#endif
