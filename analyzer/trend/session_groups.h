/* SPDX-License-Identifier: MIT */
/* What a chart of many sessions draws: one mark for the sessions of a few days or weeks, so that marks do not cover
 * each other. With few sessions each is a group of its own. */
#pragma once

#include "trend/trend.h"

#define SESSION_GROUPS_SINGLE_MAX 150 /* more sessions are drawn in groups */

struct session_groups {
    long days; /* length of a group; 0 = each session is a group */
    size_t count;
    size_t first[SESSION_GROUPS_SINGLE_MAX + 1]; /* group g: the sessions first[g] to first[g + 1] - 1 of the leg */
};

/* The sessions of a group as one mark of a spot. Unknown numbers are NAN. */
struct group_mark {
    double day;                  /* days since the first session of the leg */
    double low, median, high;    /* of the sessions that have the spot: the middle half, and the median */
    double absent;               /* the value of sessions that rolled past the spot, if they are the majority */
    double dwell_s, position_mm; /* medians of the sightings; the position is on the scale of the tracks */
};

void session_groups_make(struct session_groups *groups, const struct trend_leg *leg);

/* Summarize `value` [leg->session_count] of the spot over group `group`. False when out of memory. */
bool session_groups_mark(const struct session_groups *groups, size_t group, const struct trend_leg *leg,
                         const struct trend_spot *spot, const double *value, struct group_mark *mark);

/* Add the length of a group: "a day", "5 days", "4 weeks". */
void session_groups_add_length(struct text_buffer *out, const struct session_groups *groups);
