/* SPDX-License-Identifier: MIT */
/*
 * All that `trend` reports: the sessions of one person over time, by leg. Text, JSON, page and chart are
 * written from it alone, so they agree. Numbers as in result.h; slopes are per week.
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

#define TREND_LEGS 3 /* right, left, unknown */

/* The absences that make a spot new or gone: a third of the sessions, but not more than this; one evening
 * without it says little. */
#define TREND_MAX_ABSENCES 3

enum trend_spot_state {
    SPOT_STEADY,    /* from the first sessions to now */
    SPOT_NEW,       /* absent at first, present now */
    SPOT_GONE,      /* present at first, absent now */
    SPOT_TEMPORARY, /* absent at first and now */
    SPOT_RARE       /* in too few sessions to follow */
};

enum trend_direction {
    TREND_TOO_FEW, /* fewer than STATISTICS_INTERVAL_POINTS_MIN values */
    TREND_UNCLEAR, /* the 95 % interval of the slope contains 0 */
    TREND_SAME,    /* in all it changes by less than the instrument can resolve, by its line or its whole
                      interval */
    TREND_FALLING,
    TREND_RISING
};

/* A value from a spot's first sighting to its last, over weeks since the leg's first session. */
struct trend_line {
    size_t values;              /* that were fitted */
    struct statistics_line fit; /* slope per week */
    double start, end;          /* the line at the first and the last sighting, not below 0 */
    enum trend_direction direction;
};

struct trend_spot {
    unsigned number; /* from 1: present ones first, then by median dwell */
    const struct spot_track *track;
    double center_mm;     /* in its last session */
    double thigh_percent; /* there; NAN = unknown */
    enum trend_spot_state state;
    double median_dwell_s; /* of its sightings */
    double *dwell_s;       /* [session_count]: 0 = passed without a visit, NAN = not rolled there */
    double
        *impulse_n_s; /* [session_count]; NAN also where forces cannot be compared with the last session's */
    struct trend_line dwell, impulse;
};

struct trend_leg {
    enum session_leg leg;
    const struct session_summary **session; /* [session_count] by time; in the set */
    size_t session_count;
    double *week;            /* [session_count] since the first session */
    enum force_scale forces; /* the worst between the last session and those before */
    struct spot_tracks tracks;
    struct trend_spot *spot; /* [spot_count] */
    size_t spot_count;
};

struct trend {
    const struct session_set *set; /* sorted by time */
    struct trend_leg leg[TREND_LEGS];
    size_t leg_count;
};

/*
 * Follow the sessions of `set`, of one person and sorted by time (comparable.h, session_set_sort); it must
 * outlive the trend. False (EXIT_STATUS_INPUT) when there is no session, or out of memory. trend_free frees
 * what the trend owns.
 */
bool trend_make(struct trend *trend, const struct session_set *set, struct failure *failure);
void trend_free(struct trend *trend);

/* For JSON: "steady", "new", "gone", "passed" or "rare"; "too_few", "unclear", "same", "falling" or "rising".
 */
const char *trend_spot_state_name(enum trend_spot_state state);
const char *trend_direction_name(enum trend_direction direction);

#endif
