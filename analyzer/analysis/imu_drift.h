/* SPDX-License-Identifier: MIT */
/*
 * The rotation by the gyro, with its slow error taken out by gravity.
 *
 * The gyro's rate, integrated, is theta_g. What the accelerometer tells of up (imu_model.h), turned by theta_g, is a slow
 * vector whose phase is the error of theta_g: that is low-passed forwards and backwards, and its phase taken off. Rows weigh less the
 * harder the rolling accelerates the roller, and in the air. Since the vector is slow, its mean over a
 * twelfth of a second stands for the rows in it; between these the phase goes evenly. Each piece between holes and blind
 * rows goes by itself: what is behind one knows nothing of what was before, but for whole turns. O(n).
 */
#ifndef IMU_DRIFT_H
#define IMU_DRIFT_H

#include "imu_model.h"
#include "imu_rates.h"

#include <stdbool.h>
#include <stddef.h>

#define IMU_DRIFT_HOLE_S 1.0 /* rows further apart tell nothing of the rotation between them */
#define IMU_DRIFT_S 1.5      /* time constant of the low-pass on the gyro's error */

struct imu_drift_input {
    const struct imu_rates *imu;
    const float *rate_change;    /* [n] theta'', rad/s^2 */
    const double *time_s;        /* [n] */
    const unsigned char *loaded; /* [n] */
    double bias, scale;          /* of the gyro: rate = (what it reads - bias) * scale */
    struct imu_model model;
};

/* Where a piece ends that begins at row `first`. */
size_t imu_drift_piece_end(const struct imu_drift_input *input, size_t first, size_t count);

/* Time from the row before over which its rate and this row's tell the rotation; 0 across a hole. */
static inline double imu_drift_told_s(const double *time_s, size_t i)
{
    double step_s = i > 0 ? time_s[i] - time_s[i - 1] : 0;
    return step_s <= IMU_DRIFT_HOLE_S ? step_s : 0;
}

/*
 * Fill in theta_rad[count], and, unless NULL, what it is made of: the rate put right and its integral theta_g. False when
 * memory is short.
 */
bool imu_drift_follow(const struct imu_drift_input *input, size_t count, double *theta_rad, float *rate,
                      double *gyro_theta);

#endif
