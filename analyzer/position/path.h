/* SPDX-License-Identifier: MIT */
/*
 * From rotation to the way along the thigh, in the sense of the rotation.
 *
 * x grows by radius * (change of theta) from row to row where both are loaded: in the air the roller may
 * turn as it likes. 0 is where it was first loaded, and anew at each `zero` event.
 *
 * A hole is a step from one loaded row to the next over which the rotation was not followed: a longer time
 * without rows, a restart, or the end of rows that are CONTACT_UNKNOWN. theta is then known but for whole
 * periods: a turn by gravity, half a turn by the ring. The thigh helps, since a period is about as long as
 * that: of the ways on, the one is taken by which what was rolled behind the hole and before it together
 * cover the least, in periods by which theta may be off, or as if the roller had been in the air. What is
 * not the nearest rotation must cover less by 10 mm for each period, and by 30 mm for a turn in the air.
 * O(n).
 */
#ifndef PATH_H
#define PATH_H

#include "force/force_series.h"
#include "session/session_rows.h"

#include <stdbool.h>
#include <stddef.h>

struct path_input {
    size_t count;
    const double *time_s;
    const double *theta_rad;
    const unsigned char *loaded;
    const struct session_rows_event *event;
    size_t event_count;
    double radius_mm;
    double period_rad; /* by which theta may be off behind a hole */
    double gap_s;      /* a longer step of time is one */
};

/* Where the path does not go on from where it was. */
struct path_breaks {
    struct path_break {
        size_t row; /* loaded */
        enum contact_state why;
    } * at; /* by time, at most one for each event */
    size_t count;
    size_t holes, restarts; /* under load */
};

/* Fill in mm[n], NAN before the first load. False when memory is short. Free `breaks` with path_breaks_free.
 */
bool path_integrate(double *mm, const struct path_input *input, struct path_breaks *breaks);

void path_breaks_free(struct path_breaks *breaks);

#endif
