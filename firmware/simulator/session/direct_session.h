/* SPDX-License-Identifier: MIT */
/*
 * The session file that a perfect recording of the scene would give, written at once, without the firmware:
 * for accuracy tests in bulk. Written from the description of the format alone, on purpose apart from the
 * logger's writer.
 */
#ifndef DIRECT_SESSION_H
#define DIRECT_SESSION_H

#include "session/scene.h"
#include "common/sim_failure.h"
#include "session/truth.h"

/*
 * Write the session to `path` ("-" = standard output). Rows come every 9.984 ms, values are sums of 6
 * conversions as the firmware sends them. Fills in `*run` for truth_write.
 */
bool direct_session_write(const char *path, struct scene *scene, struct truth_run *run,
                          struct sim_failure *failure);

#endif
