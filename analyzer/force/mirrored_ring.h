/* SPDX-License-Identifier: MIT */
/* The direction of up on a mirrored ring (ring_model.h), which cannot measure it: the IMU does. */
#pragma once

#include "force/ring_model.h"
#include "session/session_table.h"

/* Find how the IMU is mounted against the strips, from load_n[rows * strips]; all strips must work. Sets
 * ring->imu_offset_rad and ring->imu_is_reversed; both stay 0 unless the loads are clear. O(1). */
void mirrored_ring_find_mounting(struct ring_model *ring, const struct session_table *session, const float *load_n);

/* Return the up direction as measured by the accelerometer, to within about ten degrees; NAN without a reading. */
double mirrored_ring_up_rad(const struct ring_model *ring, const struct session_table *session, size_t row);
