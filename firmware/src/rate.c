/* SPDX-License-Identifier: MIT */
#include "rate.h"

#include "wire/vocabulary.h"

#define SCAN_RATE_MILLIHZ (1000000000u / SAMPLER_SCAN_US)
#define BITS_PER_BYTE 10u
#define LOAD_MAX_PERCENT 90u /* of the baud rate, for D lines */

uint8_t rate_nearest_scans(uint32_t rate_millihz)
{
    uint8_t nearest = 1;
    uint32_t min_error = UINT32_MAX;
    for (uint8_t scans = 1; scans <= SAMPLER_SCANS_MAX; scans++) {
        uint32_t rate = SCAN_RATE_MILLIHZ / scans;
        uint32_t error = rate > rate_millihz ? rate - rate_millihz : rate_millihz - rate;
        if (error < min_error) {
            min_error = error;
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

uint8_t rate_data_line_max(uint8_t scans, bool imu)
{
    uint8_t digits = HAL_ADC_FULL * scans > 9999 ? 5 : 4;
    /* "D,65535,4294967295" and "*CCCC\n", the strips, and six times ",-32768" */
    return (uint8_t)(18 + 6 + HAL_STRIPS * (1 + digits) + (imu ? 6 * 7 : 0));
}

bool rate_fits_baud(uint8_t scans, uint32_t baud, bool imu)
{
    /* bits per line <= 90 % of baud * frame period. Both sides are multiplied by 100 (percent) and by 10^6
     * (us) and divided by 10^4 (baud / 10000), so that they fit into 32 bits. */
    uint32_t scaled_capacity = (uint32_t)SAMPLER_SCAN_US * scans * (baud / 10000) * LOAD_MAX_PERCENT;
    return (uint32_t)rate_data_line_max(scans, imu) * BITS_PER_BYTE * 100 * 100 <= scaled_capacity;
}
