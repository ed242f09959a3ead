/* SPDX-License-Identifier: MIT */
/* The frame rate, and whether the baud rate carries it. A frame sums complete scans of 1.664 ms, so the exact rates are
 * 600.96 Hz divided by 1 to 12. A baud rate carries a frame rate if D lines of maximal length use at most 90 % of its
 * capacity; the rest is for the other lines. `scans` is always the number of scans per frame. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "sampler.h"

/* Return the scans per frame at the exact rate nearest to `rate_millihz`. */
uint8_t rate_nearest_scans(uint32_t rate_millihz);

/* Return the exact frame rate in hundredths of a hertz, rounded. */
uint16_t rate_in_hundredths(uint8_t scans);

/* Whether `baud` is one of the baud rates of vocabulary.h. */
bool rate_is_supported_baud(uint32_t baud);

/* Return the length of the longest D line in bytes. `has_imu`: the line has IMU fields. */
uint8_t rate_data_line_max(uint8_t scans, bool has_imu);
/* Whether the baud rate carries the frame rate. */
bool rate_fits_baud(uint8_t scans, uint32_t baud, bool has_imu);
