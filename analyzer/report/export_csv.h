/* SPDX-License-Identifier: MIT */
/* The session as numbers over time, for other programs: CSV with the session's "# key: value" lines before
 * it. */
#ifndef EXPORT_CSV_H
#define EXPORT_CSV_H

#include "shared/failure.h"
#include "result/result.h"

/*
 * Write to the descriptor `fd`, called `name` in a failure. Columns: time_s, position_mm, speed_mm_s,
 * force_n, stroke, spot, and what the result has of: loaded, visit, angle_deg, angle_imu_deg, angle_ring_deg,
 * strip0_n, ... A field is empty where the roller was unloaded (angles and strips: not for that) or the
 * number is unknown. EXIT_STATUS_OUTPUT on failure. Writes as it goes, so that memory stays small.
 */
bool export_csv_write(const struct result *result, int fd, const char *name, struct failure *failure);

#endif
