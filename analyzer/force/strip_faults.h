/* SPDX-License-Identifier: MIT */
/*
 * Which strips can be believed, and when.
 *
 * Two faults show in the readings of a strip beside those of the others, whatever the roller's angle:
 *
 *   stuck   its mean over a quarter of a second stays within 2 % of full scale, at some height, while most of
 * the others rise and fall by the median strip's peak 6 times each: under a rolling load no strip stays where
 * it is. Changes of less than a tenth of that peak, or than 2 % of full scale, are none: noise alone, over a
 *           long hold, makes no strip stuck
 *   silent  it never reads more than a twentieth of what the median strip reads at most, while three quarters
 * of the others do work.
 *
 * The other faults need to know what a strip should read just then: strip_check.h.
 */
#ifndef STRIP_FAULTS_H
#define STRIP_FAULTS_H

#include "session/session_rows.h"

#include <stdbool.h>
#include <stddef.h>

enum strip_fault { STRIP_WORKS, STRIP_DEAD, STRIP_STUCK, STRIP_WRONG, STRIP_LOOSE };

struct strip_state {
    enum strip_fault fault;
    size_t first, last;    /* rows first..last - 1, in which it is left out; none where first == last */
    double gain;           /* by which it reads too much, so that it was put right; 1 = not known to */
    double loose_fraction; /* of the rows in which it should carry load, in which it had no contact */
    int swapped_with;      /* the strip whose place it has; -1 = it is where the session says */
};

struct strip_faults {
    size_t strips;
    size_t first, last; /* no strip is left out before the one and from the other on */
    unsigned loose;     /* bits of the strips that are */
    struct strip_state strip[SESSION_STRIPS_MAX];
};

/* All work. */
void strip_faults_init(struct strip_faults *states, size_t strips);

/* Find out first, last and loose anew, when a strip's state has changed. */
void strip_faults_update_span(struct strip_faults *states);

/* Bits of the strips that are left out in a row. */
unsigned strip_faults_search(const struct strip_faults *states, size_t row);

/* The same. In the header, for it is asked for each row, and mostly there is none. */
static inline unsigned strip_faults_missing(const struct strip_faults *states, size_t row)
{
    return row >= states->first && row < states->last ? strip_faults_search(states, row) : 0;
}

/* Find stuck and silent strips in raw counts. O(rows). */
void strip_faults_find(struct strip_faults *states, const struct session_rows *recording);

#endif
