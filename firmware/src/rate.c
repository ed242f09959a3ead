/* SPDX-License-Identifier: MIT */
#include "rate.h"

#include "wire/vocabulary.h"

#define SCAN_RATE_MHZ (1000000000u / SAMPLER_SCAN_US)
#define BITS_PER_BYTE 10u
#define MAX_LOAD_PERCENT 90u /* of the line, by readings */

uint8_t rate_nearest_scans(uint32_t rate_mhz)
{
    uint8_t nearest = 1;
    uint32_t min_off = UINT32_MAX;
    for (uint8_t scans = 1; scans <= SAMPLER_SCANS_MAX; scans++) {
        uint32_t rate = SCAN_RATE_MHZ / scans;
        uint32_t off = rate > rate_mhz ? rate - rate_mhz : rate_mhz - rate;
        if (off < min_off) {
            min_off = off;
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

bool rate_is_baud(uint32_t baud)
{
    return baud == WIRE_BAUD_DEFAULT || baud == WIRE_BAUD_DOUBLE || baud == WIRE_BAUD_MAX;
}

uint8_t rate_data_line_max(uint8_t scans, bool imu)
{
    uint8_t digits = HAL_ADC_FULL * scans > 9999 ? 5 : 4;
    /* D,65535,4294967295 and *CCCC\n, the strips, and six times ,-32768 */
    return (uint8_t)(18 + 6 + HAL_STRIPS * (1 + digits) + (imu ? 6 * 7 : 0));
}

bool rate_fits_baud(uint8_t scans, uint32_t baud, bool imu)
{
    /* bits a line * lines a second <= load * baud, in whole numbers below 2^32 */
    uint32_t bits_us = (uint32_t)SAMPLER_SCAN_US * scans * (baud / 10000) * MAX_LOAD_PERCENT;
    return (uint32_t)rate_data_line_max(scans, imu) * BITS_PER_BYTE * 100 * 100 <= bits_us;
}
