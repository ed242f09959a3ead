/* SPDX-License-Identifier: MIT */
/*
 * All that `compare` reports: text, JSON, page and chart are written from it alone, so they agree. One to
 * three views: each leg that has several sessions, over time, and left against right when both legs are
 * there. Numbers as in result.h.
 */
#ifndef COMPARISON_H
#define COMPARISON_H

#include "compare/force_scale.h"
#include "compare/session_set.h"
#include "compare/spot_tracks.h"
#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

#define COMPARISON_VIEWS_MAX 3

enum change {
    CHANGE_UNKNOWN, /* one value is unknown, or the two do not measure the same */
    CHANGE_SAME,    /* smaller than the instrument can resolve */
    CHANGE_LESS,
    CHANGE_MORE,
    CHANGE_NEW,    /* a spot only in the last session (on the right) */
    CHANGE_GONE,   /* a spot only in the first session (on the left) */
    CHANGE_BETWEEN /* a spot only in sessions between the first and the last */
};

/* Two values: first and last, or left and right. */
struct difference {
    double before, after;    /* NAN = unknown */
    double change;           /* after - before */
    double change_percent;   /* of before; NAN when that is 0 */
    double symmetry_percent; /* 100 (after - before) / (0.5 (after + before)); positive = more on the right */
    enum change verdict;     /* UNKNOWN, SAME, LESS or MORE */
};

/* One spot in the sessions of a view. Differences are between the first session and the last. */
struct compared_spot {
    unsigned number; /* from 1, by time: the longest first */
    const struct spot_track *track;
    double center_mm;     /* in the last session that has it */
    double thigh_percent; /* there; NAN = unknown */
    enum change change;   /* of the time spent on it */
    struct difference dwell_s, impulse_n_s, mean_force_n;
};

enum comparison_kind { COMPARISON_THEN_AND_NOW, COMPARISON_LEFT_AND_RIGHT };

struct comparison_view {
    enum comparison_kind kind;
    enum session_leg leg;                   /* of THEN_AND_NOW */
    const struct session_summary **session; /* [session_count]: in order, or left and right; in the set */
    size_t session_count;
    bool by_time;            /* THEN_AND_NOW in order of time; else, without all dates, in that of the set */
    bool dated;              /* first and last have dates ... */
    long days;               /* ... so many days apart */
    enum force_scale forces; /* between the first and the last */
    struct spot_tracks tracks;
    struct compared_spot *spot; /* [spot_count] */
    size_t spot_count;
    struct difference spots_dwell_s, impulse_n_s, mean_force_n; /* of the whole sessions */
};

struct comparison {
    const struct session_set *set;
    struct comparison_view view[COMPARISON_VIEWS_MAX];
    size_t view_count;
};

/*
 * Compare the sessions of `set`, filtered by comparable_filter; it must outlive the comparison. False
 * (EXIT_STATUS_INPUT) when there are fewer than two, or out of memory. comparison_free frees what the
 * comparison owns.
 */
bool comparison_make(struct comparison *comparison, const struct session_set *set, struct failure *failure);
void comparison_free(struct comparison *comparison);

/* The first session of a view and the last: then and now, or left and right. */
const struct session_summary *comparison_before(const struct comparison_view *view);
const struct session_summary *comparison_after(const struct comparison_view *view);

/* Differences up to `min_fraction` of the larger value, or up to `min`, are CHANGE_SAME; `min_fraction` NAN =
 * not comparable. */
struct difference comparison_difference(double before, double after, double min_fraction, double min);

/* Names for JSON: "then_and_now", "left_and_right"; "same", "less", "more", "new", "gone", "between",
 * "unknown". */
const char *comparison_kind_name(enum comparison_kind kind);
const char *comparison_change_name(enum change change);

#endif
