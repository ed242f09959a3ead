/* SPDX-License-Identifier: MIT */
/* The first guess of what imu_fit.c refines (docs/ANALYSIS.md, "The first guess"). */
#pragma once

#include "rotation/imu_model.h"

#include <stdbool.h>

/* Guess the lever arm in `model` from the first `count` blocks: it makes most of the reading at high rates, where
 * gravity averages out. False, with the model unchanged, if they hold no reading. */
bool imu_guess_lever(struct imu_model *model, const struct imu_blocks *blocks, size_t count);

struct imu_guess_input {
    const struct imu_blocks *blocks;
    size_t count; /* number of blocks, from the start */
    const struct imu_model *model;
    double *scratch; /* [2 * count] */
};

/* Guess error_rad[count], the slow error of the integrated gyro (imu_fit.h). Begin with a bias of bias_rad_s, which the
 * rounds improve. Returns the bias. */
double imu_guess_errors(double *error_rad, const struct imu_guess_input *input, double bias_rad_s, int rounds);

/* Return the least-squares slope of error_rad[count] over the time that the gyro covers, rad/s; steps across gaps do
 * not count. */
double imu_guess_slope(const double *error_rad, const struct imu_blocks *blocks, size_t count);
