/* SPDX-License-Identifier: MIT */
/*
 * The motion sensor's readings in rad/s and g, with what stands in for them while it is silent.
 *
 * Up to 0.25 s the rate is taken as even between its ends. Over a longer silence it is the ring's, where the
 * two tell the same rotation while both are there (over quarters of a second: slope 0.8 to 1.25, correlation
 * above 0.9); else the rows are blind.
 */
#ifndef IMU_RATES_H
#define IMU_RATES_H

#include "session/session_rows.h"

#include <stdbool.h>
#include <stddef.h>

#define IMU_RATES_SHORT_DROPOUT_S 0.25

/* Whose the rate of a row is. The ring has neither bias nor scale error; blind rows have none and stand
 * still. */
enum imu_rates_source { IMU_RATES_BY_GYRO, IMU_RATES_BY_RING, IMU_RATES_UNKNOWN };

struct imu_rates {
    float *rate;           /* [n] rad/s, as read */
    float *accel;          /* [2 n] x, y in g */
    unsigned char *valid;  /* [n] 1 = there is a reading */
    unsigned char *source; /* [n] enum imu_rates_source */
    double dropout_s;      /* time under load without a reading */
    bool ring_substituted;
};

/* `ring_theta_rad` [n] the rotation by the ring, or NULL when that tells none. False when memory is short;
 * nothing is to free then. */
bool imu_rates_read(struct imu_rates *rates, const struct session_rows *recording,
                    const unsigned char *loaded, const double *ring_theta_rad);

void imu_rates_free(struct imu_rates *rates);

#endif
