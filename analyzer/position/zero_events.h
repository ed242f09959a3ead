/* SPDX-License-Identifier: MIT */
/* Which `zero` events are believed, and which rows they place (docs/ANALYSIS.md, "Position, origin and direction"). */
#pragma once

#include "position/lifts.h"
#include "position/odometry.h"
#include "session/session_table.h"

#include <stdbool.h>
#include <stddef.h>

struct zero_events {
    struct session_table_event *event; /* those of the session; `zero` only where another origin begins */
    size_t *origin_row;  /* [origin_count] of the presses whose mean is the first origin, also for the rows before */
    size_t origin_count; /* 0 = up to origin_end, 0 is where the roller was first loaded */
    size_t origin_end;   /* from this row on, another event is the origin */
    size_t ignored_count;
    size_t ignored_row; /* of the first ignored one */
    bool has_origin;    /* one is believed */
};

/* Choose among the events of input. One that lies far from both ends of what was rolled before it, and of what was
 * rolled after it, is not at the upper thigh, and is ignored: the button was held for too long. O(rows + events). False
 * when out of memory; else free with zero_events_free. */
bool zero_events_choose(struct zero_events *zeros, const struct odometry_input *input, const struct lifts *lifts);

/* Shift mm[], of at least origin_end rows, up to origin_end so that the mean at origin_row[] is 0. Without such presses
 * nothing changes. */
void zero_events_place(const struct zero_events *zeros, double *mm);

void zero_events_free(struct zero_events *zeros);
