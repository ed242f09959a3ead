/* SPDX-License-Identifier: MIT */
/*
 * The frame rate, and whether the serial line carries it. A frame sums whole scans of 1.664 ms, so the exact
 * rates are 600.96 Hz divided by 1 to 12. A line carries a rate when the longest D lines need at most 90 % of
 * it; the rest is for the other lines.
 */
#ifndef RATE_H
#define RATE_H

#include <stdbool.h>
#include <stdint.h>

#include "sampler.h"

/* Scans per frame at the exact rate nearest to `rate_mhz` (millihertz). */
uint8_t rate_nearest_scans(uint32_t rate_mhz);

/* The exact rate in hundredths of a hertz, rounded. */
uint16_t rate_in_hundredths(uint8_t scans);

/* Whether it is a baud rate of the wire (vocabulary.h). */
bool rate_is_baud(uint32_t baud);

/* Bytes of the longest D line. */
uint8_t rate_data_line_max(uint8_t scans, bool imu);
bool rate_fits_baud(uint8_t scans, uint32_t baud, bool imu);

#endif
