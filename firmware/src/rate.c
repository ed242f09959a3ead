/* SPDX-License-Identifier: MIT */
#include "rate.h"

#include "wire/vocabulary.h"

#define SCAN_RATE_MILLIHZ (1000000000u / SAMPLER_SCAN_US)
#define BITS_PER_BYTE 10u    /* 8 data bits, a start bit and a stop bit */
#define LOAD_MAX_PERCENT 90u /* fraction of the baud rate that D lines may use */

uint8_t rate_nearest_scans(uint32_t rate_millihz)
{
    uint8_t nearest = 1;
    uint32_t min_error_millihz = UINT32_MAX;
    for (uint8_t scans = 1; scans <= SAMPLER_SCANS_MAX; scans++) {
        uint32_t exact_millihz = SCAN_RATE_MILLIHZ / scans;
        uint32_t error_millihz =
            exact_millihz > rate_millihz ? exact_millihz - rate_millihz : rate_millihz - exact_millihz;
        if (error_millihz < min_error_millihz) {
            min_error_millihz = error_millihz;
            nearest = scans;
        }
    }
    return nearest;
}

uint16_t rate_in_hundredths(uint8_t scans)
{
    uint32_t period_us = (uint32_t)SAMPLER_SCAN_US * scans;
    return (uint16_t)((100000000u + period_us / 2) / period_us);
}

bool rate_is_supported_baud(uint32_t baud)
{
    return baud == WIRE_BAUD_DEFAULT || baud == WIRE_BAUD_DOUBLE || baud == WIRE_BAUD_MAX;
}

uint8_t rate_data_line_max(uint8_t scans, bool has_imu)
{
    uint8_t digits = HAL_ADC_FULL * scans > 9999 ? 5 : 4;
    /* The line has "D,65535,4294967295" (18 bytes), each strip's comma and digits, ",-32768" six times, and "*CCCC\n"
     * (6). */
    return (uint8_t)(18 + 6 + HAL_STRIPS * (1 + digits) + (has_imu ? 6 * 7 : 0));
}

bool rate_fits_baud(uint8_t scans, uint32_t baud, bool has_imu)
{
    /* Test whether the bits of the longest line are at most 90 % of those that the baud rate carries in a frame period.
     * To fit into 32 bits, both sides are multiplied by 100 (percent) and 10^6 (us), and divided by 10^4 (baud /
     * 10000). */
    uint32_t scaled_capacity = (uint32_t)SAMPLER_SCAN_US * scans * (baud / 10000) * LOAD_MAX_PERCENT;
    return (uint32_t)rate_data_line_max(scans, has_imu) * BITS_PER_BYTE * 100 * 100 <= scaled_capacity;
}
