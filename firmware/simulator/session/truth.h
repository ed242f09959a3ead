/* SPDX-License-Identifier: MIT */
/* The ground truth of a session as JSON: the reference for the analysis and for the count of losses. */
#pragma once

#include "shared/failure.h"
#include "session/scene.h"

/* Facts that are known only after the run. Times are schedule times. */
struct truth_run {
    double first_row_s;  /* time of the first reading; times in the truth file count from it */
    double end_s;        /* end of the session, which may have ended early */
    unsigned long sent;  /* readings that left the roller */
    unsigned long lost;  /* readings lost between the roller and this program's output; 0 is expected */
    long device_dropped; /* readings that the firmware dropped and counted; -1 = unknown */
    bool on_rig;         /* the run was on the calibration rig, so the truth has neither spots nor positions */
};

/* Write the truth to `path`, replacing an earlier file; docs/FORMATS.md, "The truth of a simulated session", lists
 * its keys. As the session may have ended early, it lists only visits of at least 5 s, and only spots with a visit. */
bool truth_write(const char *path, const struct scene *scene, const struct truth_run *run, struct failure *failure);
