/* SPDX-License-Identifier: MIT */
/* Two values and what may be said of their difference. */
#ifndef DIFFERENCE_H
#define DIFFERENCE_H

enum change {
    CHANGE_UNKNOWN, /* one of them is not known, or they do not measure the same */
    CHANGE_SAME,    /* less apart than the instrument can tell */
    CHANGE_LESS,
    CHANGE_MORE,
    CHANGE_NEW,    /* a spot: only in the last session (on the right) */
    CHANGE_GONE,   /* a spot: only in the first session (on the left) */
    CHANGE_BETWEEN /* a spot: in sessions between the first and the last only */
};

/* Before and after in time, or left and right. */
struct difference {
    double before, after;    /* NAN = not known */
    double change;           /* after - before */
    double change_percent;   /* of before; NAN when that is 0 */
    double symmetry_percent; /* 100 (after - before) / (0.5 (after + before)): 0 = alike, positive = more on
                                the right */
    enum change verdict;     /* UNKNOWN, SAME, LESS or MORE */
};

/* Differences up to `part` of the larger value, or up to `least`, are CHANGE_SAME; `part` NAN = not
 * comparable, UNKNOWN. */
struct difference difference_make(double before, double after, double part, double least);

/* "same", "less", "more", "new", "gone", "between" or "unknown", for programs. */
const char *change_name(enum change change);

#endif
