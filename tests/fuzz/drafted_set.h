/* SPDX-License-Identifier: MIT */
/* Build session summaries with arbitrary texts and numbers from a fuzz input. The first character of each
 * line is its kind:
 *   >  a new session; the rest is its file name
 *   #  a metadata line of that file, parsed as in a real one
 *   s  a spot: centre (mm), dwell (s), mean force (N)
 *   r  the rolled range: start, length (mm)
 *   t  time under load (s)
 *   b  a bin of the profile: index, dwell (s)
 * As in real results, numbers are finite, and times and forces are not negative. */
#pragma once

#include "multi_session/session_set.h"

#include <stddef.h>
#include <stdint.h>

/* Add the sessions described by `bytes`, at most 12. A session that is refused is added to the sessions left out, with
 * the reason. */
void drafted_set_read(struct session_set *set, const uint8_t *bytes, size_t count);
