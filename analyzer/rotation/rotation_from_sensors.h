/* SPDX-License-Identifier: MIT */
/* Estimates the rotation from each sensor (docs/ANALYSIS.md, "The rotation from the IMU", "The rotation from the
 * ring"). It is minus the direction of up in the roller's body, rad, unwrapped. n is the number of rows. */
#pragma once

#include "force/force_series.h"
#include "rotation/imu_readings.h"
#include "rotation/seen_radius.h"

#include <stdbool.h>

/* Estimate rad[n] from the IMU: integrate the gyro and correct its slow error with gravity. Sets *seen. `contact` [n]
 * is enum contact_state; `radius_mm` is the rolling radius. After a gap the rotation is ambiguous by complete
 * revolutions. O(n). False when out of memory. */
bool rotation_from_imu_estimate(double *rad, struct seen_radius *seen, const struct imu_readings *imu,
                                const double *time_s, const unsigned char *contact, size_t count, double radius_mm);

/* Estimate rad[n] from the ring vectors of `series`: 0 at the start, and constant while the roller is unloaded. After a
 * gap the rotation is ambiguous by half revolutions. O(n). False when out of memory. */
bool rotation_from_ring_estimate(const struct force_series *series, const struct session_header *header,
                                 const double *time_s, double *rad);
