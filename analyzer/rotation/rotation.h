/* SPDX-License-Identifier: MIT */
/* Estimates the rotation from each sensor (docs/ANALYSIS.md, "The rotation from the IMU", "The rotation from the
 * ring"). It is minus the direction of up in the roller's body, rad, unwrapped. n is the number of rows. */
#pragma once

#include "force/force_series.h"
#include "session/session_table.h"

#include <stdbool.h>

struct rotation_from_imu {
    double *rotation_rad;  /* [n] */
    double dropout_s;      /* time under load without an IMU reading */
    bool ring_substituted; /* in long dropouts, the rotation comes from the ring */
};

/* Estimate the rotation from the IMU: integrate the gyro and correct its slow error with gravity. `contact` [n] is enum
 * contact_state; `ring_rotation_rad` [n] is the rotation as measured by the ring, or NULL; `radius_mm` is the rolling
 * radius. After a gap the rotation is ambiguous by complete revolutions. O(n). False when out of memory; else free with
 * rotation_from_imu_free. */
bool rotation_from_imu_estimate(struct rotation_from_imu *imu, const struct session_table *session,
                                const unsigned char *contact, const double *ring_rotation_rad, double radius_mm);

void rotation_from_imu_free(struct rotation_from_imu *angle);

/* Estimate rotation_rad[n] from the ring vectors of `series`: 0 at the start, and constant while the roller is
 * unloaded. After a gap the rotation is ambiguous by half revolutions. O(n). False when out of memory. */
bool rotation_from_ring_estimate(const struct force_series *series, const struct session_header *header,
                                 const double *time_s, double *rotation_rad);
