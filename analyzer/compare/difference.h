/* SPDX-License-Identifier: MIT */
/* Two values of one quantity, and whether they differ by more than the roller resolves and the person usually varies
 * (docs/ANALYSIS.md, "Between sessions"). */
#pragma once

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

enum change {
    CHANGE_UNKNOWN, /* one value is unknown, the two are not comparable, or one is 0 */
    CHANGE_SAME,    /* the difference is smaller than the instrument resolves, or than the person usually varies */
    CHANGE_LESS,
    CHANGE_MORE,
    CHANGE_NEW,           /* over time: a spot that is new (presence.h); left and right: a spot on the right only */
    CHANGE_GONE,          /* likewise: a spot that is gone; a spot on the left only */
    CHANGE_NOT_THIS_TIME, /* a spot without a visit now, which may be chance */
    CHANGE_NOT_BEFORE,    /* a spot without a visit then, which may be chance */
    CHANGE_BETWEEN        /* a spot only in sessions between these two */
};

/* How many sessions a mean has. */
struct mean_sessions {
    size_t with_visit; /* the mean is over these */
    size_t known;      /* also those without a visit, if the roller rolled over the spot */
};

/* A value in the first and in the last session of a view: then and now, or left and right. With
 * COMPARISON_MEANS_SESSIONS_MIN sessions or more: the geometric mean over the first and over the last
 * COMPARISON_MEAN_OF sessions. */
struct difference {
    double first, last; /* NAN = unknown */
    struct mean_sessions first_sessions, last_sessions;
    double change;           /* last - first */
    double change_percent;   /* change as a percentage of `first`; NAN if `first` is 0 */
    double symmetry_percent; /* 100 (last - first) / (0.5 (last + first)), > 0: more on the right; NAN if one is too
                                small for an index */
    double symmetry_usual_percent; /* without a lasting difference the index is usually within +- this; NAN likewise */
    double mdc_ratio;              /* the smallest ratio that is a change; NAN if the values are not comparable */
    double person_sd;              /* how much the person varies: the deviation of the logarithm in one session */
    size_t sessions_to_tell;       /* so many sessions in each mean would make this ratio a change; 0 = unknown or not
                                      resolved */
    bool is_resolved;              /* the instrument resolves the difference */
    enum change verdict;           /* CHANGE_UNKNOWN, CHANGE_SAME, CHANGE_LESS or CHANGE_MORE */
};

/* What it takes for a difference to be a change. */
struct change_limit {
    double min_fraction, min_change; /* resolution of the instrument; a `min_fraction` of NAN = not comparable */
    double person_sd;                /* deviation of the logarithm in one session */
    double min_symmetric;            /* a symmetry index needs at least this much on both sides */
};

/* The geometric mean of a value over sessions. */
struct session_mean {
    double log_sum;
    struct mean_sessions sessions; /* without any with a visit, the mean is 0; without known ones, NAN */
};

/* Add the value in one session: 0 = rolled over without a visit, NAN = unknown. */
void session_mean_add(struct session_mean *mean, double value);

/* Compare two means. The verdict is CHANGE_SAME if they differ by at most `min_fraction` of the larger one, by at most
 * `min_change`, or by less than the minimal detectable change of the person. */
struct difference difference_of_means(const struct session_mean *first, const struct session_mean *last,
                                      const struct change_limit *limit);

/* Return the name for JSON: "same", "less", "more", "new", "gone", "not_this_time", "not_before", "between" or
 * "unknown". */
const char *difference_change_name(enum change change);
