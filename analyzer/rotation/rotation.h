/* SPDX-License-Identifier: MIT */
/* Estimates the roller's rotation, theta = -(direction of up in the body), from each sensor
 * (docs/ANALYSIS.md, sections 5 and 6). n = number of rows. */
#ifndef ROTATION_H
#define ROTATION_H

#include "force/force_series.h"
#include "session/session_rows.h"

#include <stdbool.h>

struct angle_imu {
    double *theta_rad;     /* [n] */
    double dropout_s;      /* time under load without an IMU reading */
    bool ring_substituted; /* in dropouts, the rotation came from the ring */
};

/*
 * Estimate theta from the IMU: integrate the gyro and correct its slow error with gravity. `contact` [n] as in
 * force_series.h; `ring_theta_rad` [n] is theta as measured by the ring, or NULL. After a gap theta is
 * ambiguous by complete revolutions. O(n). False when out of memory. Free with angle_imu_free.
 */
bool angle_imu_estimate(struct angle_imu *angle, const struct session_rows *session, const unsigned char *contact,
                        const double *ring_theta_rad, double radius_mm);

void angle_imu_free(struct angle_imu *angle);

/*
 * Estimate theta_rad[n], 0 at the start, from the ring vectors of `series`; without load it stays constant.
 * After a gap it is ambiguous by half revolutions. O(n). False when out of memory.
 */
bool angle_ring_estimate(const struct force_series *series, const struct session_header *header, const double *time_s,
                         double *theta_rad);

#endif
