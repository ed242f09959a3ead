/* SPDX-License-Identifier: MIT */
/* The repeatability of what sessions measure: people in rows, their sessions of one leg and one condition in columns.
 */
#pragma once

#include "multi_session/session_set.h"
#include "repeatability/reliability.h"

#include <stdbool.h>
#include <stddef.h>

enum repeatability_measure {
    REPEATABILITY_SPOT_CENTER, /* the first three: of the main spot, which of those in all sessions has most dwell */
    REPEATABILITY_SPOT_DWELL,
    REPEATABILITY_SPOT_FORCE,
    REPEATABILITY_SPOTS_DWELL, /* of all spots of the session */
    REPEATABILITY_MEAN_FORCE,  /* of the session */
    REPEATABILITY_IMPULSE,
    REPEATABILITY_MEASURES
};

/* The sessions of one leg and one condition. */
struct repeatability_group {
    enum session_leg leg;
    char condition[SESSION_TEXT_SIZE];
    size_t subject_count, session_count; /* people, and sessions of each; 0 if nobody has two */
    /* A person without a value in one of the sessions, such as one without a main spot, does not count in that measure;
     * its subject_count may be 0. */
    struct reliability measure[REPEATABILITY_MEASURES];
};

struct repeatability {
    struct repeatability_group *group; /* [count] */
    size_t count, capacity;
};

/* Group the sessions of `set`, which are sorted by time. In each group those people and sessions remain that make the
 * largest complete table, of at least two people if two have a second session; the others are added to those left out,
 * with the reason. False when out of memory. Free the result in either case. */
bool repeatability_make(struct repeatability *repeatability, struct session_set *set);
void repeatability_free(struct repeatability *repeatability);

/* Return the name of a measure, with its unit: "spot_center_mm". */
const char *repeatability_measure_name(enum repeatability_measure measure);

/* Add the results for people, or as one line of JSON. `set` holds the sessions that were left out. */
void repeatability_text_add(struct text_buffer *out, const struct repeatability *repeatability,
                            const struct session_set *set);
void repeatability_json_add(struct text_buffer *out, const struct repeatability *repeatability,
                            const struct session_set *set);
