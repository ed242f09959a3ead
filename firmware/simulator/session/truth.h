/* SPDX-License-Identifier: MIT */
/* What really happened in a session, as JSON: the oracle for the analysis and for the count of losses. */
#ifndef TRUTH_H
#define TRUTH_H

#include "session/scene.h"
#include "common/sim_failure.h"

/* What is known only after the run. */
struct truth_run {
    double first_row_s;  /* schedule time of the first reading; times in the truth count from there */
    double until_s;      /* schedule time at which the session ended, or was cut off */
    unsigned long sent;  /* readings that left the roller */
    unsigned long lost;  /* of those, lost on the way out of this program: 0 */
    long device_dropped; /* readings that the firmware itself gave up and counted; -1 = it did not say */
    bool on_rig;         /* nobody rolled: no spots, no position */
};

/*
 * Write the truth to `path`, replacing an earlier one. Keys: seed, leg, hard, imu, strokes, thigh_length_mm,
 * rolling_radius_mm, roll_direction, weight_kg, duration_s, sent, lost, device_dropped (null when unknown),
 * spots [{center_mm, dwell_s, visits, visit_times_s [[start, end], ...]}], marks_s [...], loaded_s [[start,
 * end], ...], position [[time_s, mm], ...] about every 0.1 s, strips [{angle_deg, k_n, p}, ...] with the
 * force law 1 s after a load came, hysteresis (share of the force, either way), bias_ratio (of bias
 * resistors; 0 = none). With on_rig the lists of what a person does are empty.
 *
 * A spot is listed when it was visited; a visit when it lasted 5 s (a session may be cut off before). dwell_s
 * is the time from coming to rest on the spot to leaving it, center_mm the mean position over that time.
 */
bool truth_write(const char *path, const struct scene *scene, const struct truth_run *run,
                 struct sim_failure *failure);

#endif
