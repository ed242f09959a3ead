/* SPDX-License-Identifier: MIT */
/* The roller's rotation, theta = -(direction of up in the body), by each sensor (docs/ANALYSIS.md, sections 5
 * and 6). n = rows. */
#ifndef ROTATION_H
#define ROTATION_H

#include "force/force_series.h"
#include "session/session_rows.h"

#include <stdbool.h>

struct angle_imu {
    double *theta_rad;     /* [n] */
    double dropout_s;      /* time under load without an IMU reading */
    bool ring_substituted; /* the ring gave the rotation in dropouts */
};

/*
 * By the IMU: the integrated gyro with its slow error corrected by gravity. `loaded` [n] as in
 * force_series.h; `ring_theta_rad` [n] by the ring, or NULL. After a gap theta is ambiguous by whole
 * revolutions. O(n). False when out of memory. Free with angle_imu_free.
 */
bool angle_imu_estimate(struct angle_imu *angle, const struct session_rows *recording,
                        const unsigned char *loaded, const double *ring_theta_rad, double radius_mm);

void angle_imu_free(struct angle_imu *angle);

/*
 * By the ring vectors of `series`, under load; without load theta stays. Fills in theta_rad[n], 0 at the
 * start. After a gap it is ambiguous by half revolutions. O(n). False when out of memory.
 */
bool angle_ring_estimate(const struct force_series *series, const struct session_header *header,
                         const double *time_s, double *theta_rad);

#endif
