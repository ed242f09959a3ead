/* SPDX-License-Identifier: MIT */
/* The IMU's readings in rad/s and g, with dropouts bridged (docs/ANALYSIS.md, "Dropouts"). n is the number of rows. */
#pragma once

#include "session/session_table.h"

#include <stdbool.h>

#define IMU_RATES_SHORT_DROPOUT_S 0.25 /* longest dropout over which the rate is interpolated */

/* Source of a row's rate. Rates from the ring need no correction for bias and scale; unknown rates are 0. */
enum imu_rates_source { IMU_RATES_FROM_GYRO, IMU_RATES_FROM_RING, IMU_RATES_UNKNOWN };

struct imu_rates {
    float *rate_rad_s;     /* [n] rates from the gyro are not corrected for bias and scale */
    float *accel_g;        /* [2 * n] x, y */
    unsigned char *valid;  /* [n] 1 = there is a reading */
    unsigned char *source; /* [n] enum imu_rates_source */
    double dropout_s;      /* time under load without a reading */
    bool ring_substituted; /* in dropouts that are not short, the rates come from the ring */
};

/* Convert the readings and fill dropouts. `ring_rotation_rad` [n] is the rotation as measured by the ring, or NULL;
 * `contact` [n] is enum contact_state. False when out of memory, with nothing to free. */
bool imu_rates_read(struct imu_rates *rates, const struct session_table *session, const unsigned char *contact,
                    const double *ring_rotation_rad);

void imu_rates_free(struct imu_rates *rates);
