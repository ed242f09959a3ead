/* SPDX-License-Identifier: MIT */
/*
 * Store one measured value in the roller: send it, read it back, save it, read it back again. The roller
 * writes all its settings, with a checksum, next to the old ones and uses those if the save was interrupted:
 * it never holds half a change.
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
    bool is_default;                 /* not measured */
    double radius_mm;
};

/* True: the roller has saved the value and confirmed it. False: the failure also says what the roller holds
 * now. Until the save, a stop, an unplug, a rejection or a different value read back leaves the saved
 * settings as they were. */
bool calibration_store(struct device_client *roller, const struct calibration_value *value, int stop_fd,
                       struct failure *failure);

#endif
