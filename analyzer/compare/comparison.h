/* SPDX-License-Identifier: MIT */
/*
 * All that an output of `compare` may say. Text, JSON, page and chart read it and nothing else, so they
 * cannot disagree.
 *
 * A comparison is one to three views: each leg that has several sessions over time, and left against right
 * when both legs are there. Units and meaning of the numbers: result.h.
 */
#ifndef COMPARISON_H
#define COMPARISON_H

#include "compare/difference.h"
#include "shared/failure.h"
#include "compare/force_scale.h"
#include "compare/session_set.h"
#include "compare/spot_tracks.h"

#include <stdbool.h>
#include <stddef.h>

#define COMPARISON_VIEWS_MAX 3

enum comparison_kind { COMPARISON_THEN_AND_NOW, COMPARISON_LEFT_AND_RIGHT };

/* One spot in the sessions of a view. Differences are between the first session and the last, or left and
 * right. */
struct compared_spot {
    unsigned number; /* from 1: the longest stay first */
    const struct spot_track *track;
    double center_mm;     /* in the last session that has it */
    double thigh_percent; /* there; NAN = unknown */
    enum change change;   /* of the time spent on it */
    struct difference dwell_s, impulse_ns, mean_force_n;
};

struct comparison_view {
    enum comparison_kind kind;
    enum session_leg leg;                   /* of THEN_AND_NOW */
    const struct session_summary **session; /* in order; or left, right. They belong to the set. */
    size_t session_count;
    bool by_time;            /* of THEN_AND_NOW: the order; else, for want of dates, that of the set */
    bool dated;              /* first and last say when they were recorded: */
    long days;               /* days from the first to the last */
    enum force_scale forces; /* between the first and the last */
    struct spot_tracks tracks;
    struct compared_spot *spot;
    size_t spot_count;
    struct difference spots_dwell_s, impulse_ns, mean_force_n; /* of the whole sessions */
};

struct comparison {
    const struct session_set *set; /* the sessions, and those left out */
    struct comparison_view view[COMPARISON_VIEWS_MAX];
    size_t view_count;
};

/*
 * Compare the sessions of `set`, which comparable_filter has seen; the set must stay. At least two, else
 * EXIT_STATUS_INPUT with a sentence that says so. comparison_free gives back what the comparison owns.
 */
bool comparison_make(struct comparison *comparison, const struct session_set *set, struct failure *failure);
void comparison_free(struct comparison *comparison);

/* "then_and_now" or "left_and_right". */
const char *comparison_kind_name(enum comparison_kind kind);

/* The first session of a view and the last: then and now, left and right. */
const struct session_summary *comparison_before(const struct comparison_view *view);
const struct session_summary *comparison_after(const struct comparison_view *view);

#endif
