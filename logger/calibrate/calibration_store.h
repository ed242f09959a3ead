/* SPDX-License-Identifier: MIT */
/* Stores one measured value in the roller: sends it, reads it back, saves it, reads it back again. The roller
 * writes all its settings, with a checksum, next to the old settings, and uses the old settings if the save was
 * interrupted. So the roller never holds a partial change. */
#pragma once

#include "calibrate/device_client.h"
#include "shared/failure.h"

#include <stdbool.h>

struct calibration_value {
    bool is_radius; /* true: `radius_mm` is stored; false: the force law of `strip` */
    unsigned strip;
    double k_n, p;
    char day[DEVICE_INFO_DATE_SIZE]; /* date of the measurement, such as 2026-03-01; "" = unknown */
    bool is_default;                 /* the force law is the default, not a measured one */
    double radius_mm;
};

/* Store a value. True if the roller has saved and confirmed it. If false, `failure` also says what the roller now
 * holds. A failure before the save starts leaves the saved settings unchanged. */
bool calibration_store(struct device_client *client, const struct calibration_value *value, int stop_fd,
                       struct failure *failure);
