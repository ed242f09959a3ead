/* SPDX-License-Identifier: MIT */
/* Rests: a person sits still on the roller before the first stroke or after the last. A rest is no visit
 * (docs/ANALYSIS.md, "Window to visit"). */
#pragma once

#include "dwell/visits.h"
#include "session/session_table.h"

#include <stddef.h>

/* Remove the rests from visit[*count], unless the button was pressed during the rest. Also removes their rows from the
 * first and the last stroke. Without strokes there are no rests. Returns the total duration of the rests, s. O(rows).
 */
double rests_remove(struct visit *visit, size_t *count, struct strokes *strokes, const struct trajectory *rows,
                    const struct session_table *session);
