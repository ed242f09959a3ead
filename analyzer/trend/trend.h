/* SPDX-License-Identifier: MIT */
/* Everything that `trend` reports: the sessions of one person over time, for each leg. Text, JSON, HTML page
 * and charts are written from a struct trend alone, so they agree. Numbers have the units of those in result.h;
 * slopes are per week. */
#pragma once

#include "shared/failure.h"
#include "multi_session/force_scale.h"
#include "multi_session/person_variation.h"
#include "multi_session/session_set.h"
#include "multi_session/spot_tracks.h"
#include "trend/trend_line.h"
#include "trend/trend_often.h"

#include <stdbool.h>
#include <stddef.h>

#define TREND_LEGS 3 /* right, left, unknown */

enum trend_spot_state {
    TREND_SPOT_STEADY, /* neither new nor gone (presence.h); its dwell may still change */
    TREND_SPOT_NEW,    /* absent at first, present now */
    TREND_SPOT_GONE,   /* present at first, absent now */
    TREND_SPOT_PASSED, /* absent at first, present for a time, absent now */
    TREND_SPOT_RARE    /* seen in too few sessions to follow */
};

struct trend_spot {
    unsigned number; /* from 1: present spots first, each group sorted by median dwell */
    const struct spot_track *track;
    double center_mm;     /* centre in the last session that has the spot */
    double thigh_percent; /* center_mm as a percentage of the thigh length; NAN = unknown */
    enum trend_spot_state state;
    double median_dwell_s; /* median over the sessions that have the spot; "usual_dwell_s" in JSON */
    double *dwell_s;       /* [session_count] 0 = rolled over without a visit, NAN = not rolled over */
    double *impulse_n_s;   /* [session_count]: like dwell_s, but also NAN if the session's forces are not
                              comparable with those of the last session whose strips show all of the force */
    struct trend_line dwell, impulse;
    struct trend_often often;
};

struct trend_leg {
    enum session_leg leg;
    enum units units;                       /* in which text, page and charts show the numbers */
    const struct session_summary **session; /* [session_count] sessions of the set, sorted by time */
    size_t session_count;
    double *week; /* [session_count] weeks since the first session */
    /* Of the sessions whose strips show all of the force, the worst of the force scales between the last one and each
     * earlier one; FORCE_SCALE_INCOMPLETE if there are none. */
    enum force_scale force_scale;
    size_t incomplete_count; /* sessions whose strips do not show all of the force */
    struct spot_tracks tracks;
    struct person_variation variation; /* from session to session, apart from a slow change */
    struct trend_spot *spot;           /* [spot_count] */
    size_t spot_count;
};

struct trend {
    const struct session_set *set; /* sorted by time */
    struct trend_leg leg[TREND_LEGS];
    size_t leg_count;
};

/* Follow the sessions of `set`, which belong to one person and are sorted by time (comparable.h, session_set_sort). The
 * set must outlive the trend. False (EXIT_STATUS_INPUT) if there is no session, or when out of memory. trend_free frees
 * what the trend owns. */
bool trend_make(struct trend *trend, const struct session_set *set, struct failure *failure);
void trend_free(struct trend *trend);

/* Return the name for JSON: "steady", "new", "gone", "passed" or "rare". */
const char *trend_spot_state_name(enum trend_spot_state state);

/* Whether the spot is present now: its state is steady or new. */
bool trend_spot_is_present(const struct trend_spot *spot);

/* Return how many of the spots, which are sorted, a reader should see at once: all, or all but the rare ones if there
 * are many of these. */
size_t trend_shown_spot_count(const struct trend_leg *leg);
