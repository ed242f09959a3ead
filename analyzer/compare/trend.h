/* SPDX-License-Identifier: MIT */
/*
 * All that an output of `trend` may say: the sessions of one person, by leg, over time. Text, JSON, page and
 * chart read it and nothing else, so they cannot disagree.
 *
 * Units and meaning of the numbers: result.h; slopes are per week.
 */
#ifndef TREND_H
#define TREND_H

#include "shared/failure.h"
#include "compare/force_scale.h"
#include "compare/session_set.h"
#include "compare/spot_tracks.h"
#include "shared/statistics.h"

#include <stdbool.h>
#include <stddef.h>

#define TREND_LEGS 3 /* right, left, and legs that nobody said */

/* Where a spot stands. A spot must have been away for a third of the sessions, at most TREND_MAX_ABSENCES of
 * them, to be gone or to be new: one evening without it says little. */
#define TREND_MAX_ABSENCES 3
enum spot_state {
    SPOT_STEADY, /* there from the beginning to now */
    SPOT_NEW,    /* it came later, and is there now */
    SPOT_GONE,   /* it was there from the beginning, and is no more */
    SPOT_PASSED, /* it came and went */
    SPOT_RARE    /* now and then: in too few of the sessions to follow */
};

enum direction {
    TREND_TOO_FEW, /* fewer than STATISTICS_INTERVAL_POINTS_MIN values */
    TREND_UNCLEAR, /* rising or falling cannot be told from chance (the 95 % interval has 0 in it) */
    TREND_SAME,    /* it moves less in all than the instrument can tell, at most by the interval or by the
                          line */
    TREND_FALLING,
    TREND_RISING
};

/* A value over the sessions from a spot's first sighting to its last, in weeks since the leg's first session.
 */
struct trend_line {
    size_t values;        /* that went into it */
    struct statistics_line fit; /* slope per week */
    double start, end;    /* the line at the first and the last sighting, not below 0 */
    enum direction direction;
};

struct trend_spot {
    unsigned number; /* from 1: what is there now first, the longest stays first */
    const struct spot_track *track;
    double center_mm;     /* in its last session */
    double thigh_percent; /* there; NAN = unknown */
    enum spot_state state;
    double usual_dwell_s; /* median of its sightings */
    double *dwell_s; /* [session_count]: 0 = passed without lingering, NAN = the roller did not come there */
    double *impulse_ns; /* the same; NAN too where forces cannot be compared with the last session's */
    struct trend_line dwell, impulse;
};

struct trend_leg {
    enum session_leg leg;
    const struct session_summary **session; /* by time; they belong to the set */
    size_t session_count;
    double *week;            /* [session_count] since the first session */
    enum force_scale forces; /* the worst between the last session and those before */
    struct spot_tracks tracks;
    struct trend_spot *spot;
    size_t spot_count;
};

struct trend {
    const struct session_set *set; /* the sessions by time, and those left out */
    struct trend_leg leg[TREND_LEGS];
    size_t leg_count;
};

/*
 * Follow the sessions of `set`, of one person and in order of time (comparable.h, session_set_sort); the set
 * must stay. False with EXIT_STATUS_INPUT when there is no session, or no memory. trend_free gives back what
 * the trend owns.
 */
bool trend_make(struct trend *trend, const struct session_set *set, struct failure *failure);
void trend_free(struct trend *trend);

/* "steady", "new", "gone", "passed" or "rare"; "too_few", "unclear", "same", "falling" or "rising": for
 * programs. */
const char *trend_spot_state_name(enum spot_state state);
const char *trend_direction_name(enum direction direction);

#endif
