/* SPDX-License-Identifier: MIT */
/* What shows how far the position is off: the ends of the strokes, visits, lifts and `zero` events (docs/ANALYSIS.md,
 * "Offsets and uncertainty"). */
#pragma once

#include "position/offset_filter.h"
#include "position/position.h"
#include "position/strokes.h"

#include <stdbool.h>
#include <stddef.h>

/* A time in which the person stopped at a place. */
struct stop {
    size_t row;
    double position_mm; /* as measured */
};

/* All stops of a session, found in the uncorrected position. */
struct stops {
    struct stop *stop; /* [count] sorted by row */
    size_t count;
};

struct offset_events {
    struct offset_event *event; /* [count] sorted by row; the first and the last are where the roller was loaded */
    size_t count;
    double thigh_mm; /* length of the thigh or, if that is unknown, of the range rolled */
    struct offset_ends ends;
    double usual_quick_mm; /* typical quickest move between two events */
    bool informative;      /* the strokes span the thigh, so their ends show where the roller is */
    bool beyond;           /* they end so far from the thigh that no offset explains it */
};

/* Collect the events of a session: at most 700, so that all later steps are fast; of more strokes every second, third,
 * ... pair or stop, of more lifts the longest. thigh_length_mm: 0 = unknown. False when out of memory; else free with
 * offset_events_free. */
bool offset_events_collect(struct offset_events *events, const struct position *position, const double *time_s,
                           const struct strokes *strokes, const struct stops *stops, double thigh_length_mm);

void offset_events_free(struct offset_events *events);
