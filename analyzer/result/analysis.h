/* SPDX-License-Identifier: MIT */
/* What the steps of an analysis made, each from those before it. Owned by pipeline_run. */
#ifndef ANALYSIS_H
#define ANALYSIS_H

#include "dwell/visits.h"
#include "dwell/evidence.h"
#include "session/notes.h"
#include "position/position.h"
#include "session/session_rows.h"
#include "force/force_series.h"
#include "dwell/spots.h"
#include "position/strokes.h"
#include "position/reversals.h"

#include <stddef.h>

struct steps {
    struct session_rows recording;
    struct notes notes;
    struct force_series series;
    struct position position;
    double slip_mm; /* drift by slip that was taken out of the positions; 0 = none */
    struct strokes strokes;
    struct reversals reversals;
    struct visit *visit;
    size_t visit_count;
    struct spot *spot;
    size_t spot_count;
    size_t *spot_of_visit; /* [visit_count] */
    struct evidence evidence;
};

#endif
