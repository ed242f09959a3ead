/* SPDX-License-Identifier: MIT */
/* The position of the roller along the thigh (docs/ANALYSIS.md, "Joining and gaps" to "Offsets and uncertainty"). */
#pragma once

#include "force/force_series.h"
#include "position/lifts.h"
#include "position/turn_round.h"
#include "position/zero_events.h"
#include "rotation/rotation.h"
#include "session/session_table.h"

#include <stdbool.h>
#include <stddef.h>

/* What defines position 0. */
enum position_origin {
    POSITION_ORIGIN_ZERO,   /* a `zero` event at the upper thigh */
    POSITION_ORIGIN_KNEE,   /* the roller was first loaded at the knee: 0 is the thigh's length above it or, if that
                             * is unknown, at the knee */
    POSITION_ORIGIN_START,  /* the roller was first loaded at the upper thigh, as the person says */
    POSITION_ORIGIN_ASSUMED /* the same, but the person has not said so */
};

/* Standard deviation of the distance between position 0 and the landmark that it stands for: of where people mark a
 * landmark, and of where they first lie down. 95 in 100 of the latter are within 60 mm. */
#define POSITION_MARKED_DEVIATION_MM 8.0
#define POSITION_ASSUMED_DEVIATION_MM 30.0

/* Return the deviation for an origin. */
double position_origin_deviation_mm(enum position_origin origin);

struct position {
    size_t count;
    double period_s;        /* median time between rows */
    double *mm;             /* [count] growing towards the knee; NAN before the first load and where unknown */
    unsigned char *contact; /* [count] enum contact_state; rows of unknown position are unloaded */
    bool known;             /* a sensor measured the rotation; else mm is all NAN */
    enum position_origin origin;
    int direction;             /* 1 or -1: the sign of rotation towards the knee */
    bool direction_is_certain; /* false: found by comparing sides of similar length */
    double unknown_s;          /* loaded time that is left out, because no sensor measured the rotation */
    double scale;              /* factor on all lengths, from the thigh's length; 1 = unchanged */
    double knee_mm;            /* median of the `knee` events, before scaling; NAN = none */
    size_t restart_count;      /* number of restarts of the roller under load */
    struct turn_rounds turns;  /* lifts in which it was, or may have been, turned end for end */
    struct put_backs backs;    /* lifts after which it lay far from where it was */
    struct zero_events zeros;
};

/* Compute the position of all rows from the rotation, and the lifts, and the radius, direction (0 = find it), start
 * and thigh length in the session's header. O(rows). False when out of memory; else free with position_free. */
bool position_estimate(struct position *position, const struct session_table *session,
                       const struct force_series *series, const struct rotation *rotation, const struct lifts *lifts);

void position_free(struct position *position);
