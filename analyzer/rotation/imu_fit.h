/* SPDX-License-Identifier: MIT */
/* Fits the model of the IMU and the slow error of the integrated gyro to the readings (docs/ANALYSIS.md, "The rotation
 * from the IMU"). */
#pragma once

#include "rotation/imu_blocks.h"
#include "rotation/imu_model.h"

#include <stdbool.h>

struct imu_fit {
    struct imu_model model;
    double radius_information; /* 1 / variance of the rolling radius, 1 / mm^2, as if the readings left nothing else to
                                  find */
    double *error_rad;         /* [blocks] slow error of the integrated gyro, unwrapped; see imu_model_rotation_rad */
};

/* Fit to the blocks, of a roller with this rolling radius. O(blocks). False when out of memory; else free with
 * imu_fit_free. */
bool imu_fit_make(struct imu_fit *fit, const struct imu_blocks *blocks, double radius_mm);

void imu_fit_free(struct imu_fit *fit);
