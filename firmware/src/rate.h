/* SPDX-License-Identifier: MIT */
/*
 * How many frames a second, and whether the serial line carries them. A frame sums whole scans of 1.664 ms,
 * so the exact rates are 600.96 Hz divided by 1 to 12: 600.96, 300.48, 200.32, 150.24, 120.19,
 * 100.16, 85.85, 75.12, 66.77, 60.10, 54.63 and 50.08 Hz. A line carries a rate when the longest lines of
 * readings take at most 90 % of it; the rest is for the other lines.
 */
#ifndef RATE_H
#define RATE_H

#include <stdbool.h>
#include <stdint.h>

#include "sampler.h"

/* How many scans a frame has at the exact rate nearest to this one (thousandths of a hertz). */
uint8_t rate_nearest_scans(uint32_t rate_mhz);

/* The exact rate in hundredths of a hertz, rounded. */
uint16_t rate_in_hundredths(uint8_t scans);

/* Whether a serial line can run at this baud rate: 250000, 500000 or 1000000. A 16 MHz AVR makes them
 * exactly. */
bool rate_is_baud(uint32_t baud);

/* Bytes of the longest D line. */
uint8_t rate_data_line_max(uint8_t scans, bool imu);
bool rate_fits_baud(uint8_t scans, uint32_t baud, bool imu);

#endif
