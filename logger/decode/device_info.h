/* SPDX-License-Identifier: MIT */
/*
 * Who the roller is: what its H and C lines say. Nothing from the wire is trusted: a value outside what a
 * roller can have leaves the default in place.
 */
#ifndef DEVICE_INFO_H
#define DEVICE_INFO_H

#include "wire/frame.h"
#include "shared/session_format.h"

#include <stdbool.h>
#include <stdint.h>

#define DEVICE_INFO_WORD_SIZE 32
#define DEVICE_INFO_DATE_SIZE 11
#define DEVICE_INFO_BIAS_CONDUCTANCE 0.01 /* 1 kohm to ground over 100 kohm across the strip: docs/BUILD.md  \
                                           */

struct device_info {
    bool known; /* an H line came */
    char id[DEVICE_INFO_WORD_SIZE];
    char boot[DEVICE_INFO_WORD_SIZE];
    char firmware[DEVICE_INFO_WORD_SIZE];
    char board[DEVICE_INFO_WORD_SIZE];
    unsigned strip_count;
    bool has_imu;
    double adc_full_scale;
    double accel_lsb_per_g;
    double gyro_lsb_per_dps;
    uint32_t period_us;
    double rolling_radius_mm; /* 0 = not measured */
    double strip_angle_deg[SESSION_STRIPS_MAX];
    double calibration_k_n[SESSION_STRIPS_MAX];
    double calibration_p[SESSION_STRIPS_MAX];
    uint32_t calibrated; /* a bit for each strip whose C line came */
    uint32_t measured;   /* a bit for each strip whose C line says so */
    char measured_date[SESSION_STRIPS_MAX][DEVICE_INFO_DATE_SIZE]; /* 2026-03-01; "" = not told */
    bool has_bias;                                                 /* a bias resistor across each strip */
    bool imu_is_clone;
    char settings[DEVICE_INFO_WORD_SIZE]; /* "stored", "default", "older", "corrupt"; "" = not told */
};

/* A roller of which nothing is known: the defaults of session_header_init. */
void device_info_init(struct device_info *device);

/* Take an H line. False, the device unchanged, when it names no boot or a number of strips outside 4 to 16.
 */
bool device_info_parse_identity(struct device_info *device, const struct frame_line *line);

/* A device that has not said how many strips it has: guess by a D line. Rollers have an IMU and 8 strips. */
void device_info_guess_strips(struct device_info *device, const struct frame_line *line);

/* A device that has not said its full scale: guess it from its frames a second (0 = not known) and from the
 * largest reading so far. Both go with the conversions that are added up to a reading (docs/FORMATS.md, `R`).
 */
void device_info_guess_full_scale(struct device_info *device, double rate_hz, unsigned largest_reading);

/* Take a C line. False, the device unchanged, when it is not one of this device. */
bool device_info_parse_calibration(struct device_info *device, const struct frame_line *line);

/* True when H and the C line of every strip came. */
bool device_info_is_complete(const struct device_info *device);

/* What its maker or owner should know of it, as a sentence in plain words; NULL when there are not so many.
 */
const char *device_info_warning(const struct device_info *device, unsigned number);

/* Force on a strip, N, by what the device says of it. */
double device_info_force_n(const struct device_info *device, unsigned strip, double reading);

/* Put what the device says into a header; its other fields stay. The rolling radius only where the device
 * measured it. */
void device_info_fill_header(const struct device_info *device, struct session_header *header);

#endif
