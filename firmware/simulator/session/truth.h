/* SPDX-License-Identifier: MIT */
/* What really happened in a session, as JSON: the reference for the analysis and for the count of losses. */
#ifndef TRUTH_H
#define TRUTH_H

#include "common/sim_failure.h"
#include "session/scene.h"

/* What is known only after the run. Times are those of the schedule. */
struct truth_run {
    double first_row_s;  /* the first reading: zero of the times in the truth */
    double end_s;        /* the end of the session, perhaps early */
    unsigned long sent;  /* readings that left the roller */
    unsigned long lost;  /* of those, lost on the way out of this program: 0 */
    long device_dropped; /* readings that the firmware dropped and counted; -1 = unknown */
    bool on_rig;         /* no person: no spots, no position */
};

/*
 * Write the truth to `path`, replacing an earlier one; docs/FORMATS.md section 5 lists its keys. A visit
 * counts from 5 s, a spot when it has a visit: the session may end early.
 */
bool truth_write(const char *path, const struct scene *scene, const struct truth_run *run,
                 struct sim_failure *failure);

#endif
