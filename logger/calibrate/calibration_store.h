/* SPDX-License-Identifier: MIT */
/*
 * Put one measured value into the roller: told, read back, saved, read back. The roller saves all its
 * settings anew beside the old ones, with a checksum, and takes the old ones when that was cut short: it
 * never holds half of a change.
 */
#ifndef CALIBRATION_STORE_H
#define CALIBRATION_STORE_H

#include "shared/failure.h"
#include "calibrate/device_client.h"

#include <stdbool.h>

struct calibration_value {
    bool is_radius;
    unsigned strip; /* else */
    double k_n, p;
    char day[DEVICE_INFO_DATE_SIZE]; /* when it was measured: 2026-03-01; "" = not known */
    bool is_default;                 /* nobody measured it */
    double radius_mm;
};

/*
 * Store it. True: the roller has saved it and says so. False, and the failure tells what the roller holds
 * now: until it saves, a stop, an unplug, a refusal or a value that it reads back otherwise leaves what it
 * has saved as it was.
 */
bool calibration_store(struct device_client *roller, const struct calibration_value *value, int stop_fd,
                       struct failure *failure);

#endif
