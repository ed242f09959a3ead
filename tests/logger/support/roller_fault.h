/* SPDX-License-Identifier: MIT */
/* The faults that tests of `check` plant in a roller. */
#pragma once

enum fault {
    NONE,
    SHORTED,
    OPEN,
    STUCK,
    LOOSE,
    NOISY,
    IMU_SILENT,
    IMU_STUCK,
    GRAVITY,
    GYRO_BIAS,
    LOSSES,
    JITTER,
    RATE,
    OVER_SCALE /* which only the decoder of its lines sees */
};
