/* SPDX-License-Identifier: MIT */
/* Everything that `compare` reports. Text, JSON, HTML page and charts are written from a struct comparison alone, so
 * they agree. A comparison has one to three views. There is a view over time for each leg with several sessions, and a
 * view of left against right if both legs were recorded. Numbers have the same units as in result.h; NAN = unknown. */
#pragma once

#include "compare/difference.h"
#include "multi_session/force_scale.h"
#include "multi_session/person_variation.h"
#include "multi_session/session_set.h"
#include "multi_session/spot_tracks.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

#define COMPARISON_VIEWS_MAX 3
#define COMPARISON_MEAN_OF 3            /* sessions in a mean */
#define COMPARISON_MEANS_SESSIONS_MIN 6 /* with fewer sessions one session is compared with one */

/* One spot in the sessions of a view. */
struct compared_spot {
    unsigned number; /* from 1: spots are sorted by the longer of their dwells in the first and in the last session,
                        longest first */
    const struct spot_track *track;
    double center_mm;     /* centre in the last session that has the spot */
    double thigh_percent; /* center_mm as a percentage of the thigh length; NAN = unknown */
    enum change change;   /* change of the dwell */
    struct difference dwell_s, impulse_n_s, mean_force_n;
};

enum comparison_kind { COMPARISON_THEN_AND_NOW, COMPARISON_LEFT_AND_RIGHT };

struct comparison_view {
    enum comparison_kind kind;
    enum units units;     /* in which text, page and charts show the numbers below */
    enum session_leg leg; /* the leg, if the kind is COMPARISON_THEN_AND_NOW; else SESSION_LEG_UNKNOWN */
    const struct session_summary **session; /* [session_count] sessions of the leg; or those of the left leg, the last
                                               one first, then as many of the right leg, the last one last */
    size_t session_count;
    bool sorted_by_time;          /* false: of both legs, or in the order of the set, because one has no date */
    bool both_dated;              /* the first and the last session have dates */
    long days_between;            /* days from the first session to the last; 0 unless both_dated */
    enum force_scale force_scale; /* how well forces of the sessions that are compared can be compared */
    size_t mean_of;               /* sessions in each mean: 1 or COMPARISON_MEAN_OF; those of each leg */
    struct spot_tracks tracks;
    struct person_variation variation;
    struct compared_spot *spot; /* [spot_count] by descending dwell */
    size_t spot_count;
    struct difference spots_dwell_s; /* total dwell on all spots */
    struct difference impulse_n_s, mean_force_n;
    struct difference impulse_per_minute_n_s; /* impulse of a session in each minute under load */
};

struct comparison {
    const struct session_set *set;
    struct comparison_view view[COMPARISON_VIEWS_MAX];
    size_t view_count;
};

/* Compare the sessions of `set`, which contains comparable sessions only (comparable_keep_usable) and must outlive the
 * comparison. False (EXIT_STATUS_INPUT) if there are fewer than two, or when out of memory. comparison_free frees what
 * the comparison owns. */
bool comparison_make(struct comparison *comparison, const struct session_set *set, struct failure *failure);
void comparison_free(struct comparison *comparison);

/* Return the first and the last session of a view: then and now, or left and right. */
const struct session_summary *comparison_first_session(const struct comparison_view *view);
const struct session_summary *comparison_last_session(const struct comparison_view *view);

/* Return the name for JSON: "then_and_now" or "left_and_right". */
const char *comparison_kind_name(enum comparison_kind kind);
