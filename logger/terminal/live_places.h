/* SPDX-License-Identifier: MIT */
/* The places of a recording where the user stayed, and the marks. They stand for the spots that the analyzer will find:
 * visits near each other are one place, and the seconds of all of them count. */
#pragma once

#include <stddef.h>

#define LIVE_PLACES_MAX 32      /* more are counted as part of the nearest one */
#define LIVE_PLACES_MERGE_MM 30 /* visits whose centres are this near are one place, as in the analyzer */
#define LIVE_MARKS_MAX 64       /* later marks replace the earliest */

struct live_place {
    double center_mm; /* weighted by dwell */
    double dwell_s;
    unsigned visits;
};

/* The caller reads it. Zeroed, it has no places. */
struct live_places {
    struct live_place place[LIVE_PLACES_MAX];
    size_t count;
    double mark_mm[LIVE_MARKS_MAX];
    size_t marks; /* all presses, also those that no longer have a position in mark_mm */
};

/* Return the place nearest to a position, within LIVE_PLACES_MERGE_MM; NULL if there is none. */
const struct live_place *live_places_find(const struct live_places *places, double position_mm);

/* Add a visit that has ended. */
void live_places_add_visit(struct live_places *places, double center_mm, double dwell_s);

/* Add a mark. */
void live_places_add_mark(struct live_places *places, double position_mm);

/* Return the number of marks whose positions are known. */
size_t live_places_known_marks(const struct live_places *places);
