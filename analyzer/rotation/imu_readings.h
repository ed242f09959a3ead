/* SPDX-License-Identifier: MIT */
/* The IMU's readings in rad/s and g, with dropouts bridged (docs/ANALYSIS.md, "Dropouts"). n is the number of rows. */
#pragma once

#include "rotation/rotation_source.h"
#include "session/session_table.h"

#include <stdbool.h>

#define IMU_READINGS_SHORT_DROPOUT_S 0.25 /* longest dropout over which the rate is interpolated */

/* Rates from the ring need no correction for bias and scale; unknown rates are 0. */
struct imu_readings {
    float *rate_rad_s;     /* [n] the gyro's is not corrected for bias and scale */
    float *accel_g;        /* [2 * n] x, y; NAN without a reading */
    unsigned char *source; /* [n] enum rotation_source of the rate */
    double dropout_s;      /* time under load without a rate */
    bool ring_substituted; /* in dropouts that are not short, the rates come from the ring */
    bool is_upside_down;   /* the sensor turned against the ring; its readings were turned round */
};

/* Convert the readings and fill dropouts. `ring_rad` [n] is the rotation as measured by the ring, or NULL; `contact`
 * [n] is enum contact_state. False when out of memory, with nothing to free. */
bool imu_readings_make(struct imu_readings *readings, const struct session_table *session, const unsigned char *contact,
                       const double *ring_rad);

void imu_readings_free(struct imu_readings *readings);
