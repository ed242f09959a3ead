/* SPDX-License-Identifier: MIT */
/* The device's description of itself in its H and C lines. An implausible value is ignored, and the default is kept. */
#pragma once

#include "shared/session_format.h"
#include "wire/wire_line.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DEVICE_INFO_WORD_SIZE 32
#define DEVICE_INFO_DATE_SIZE 11
#define DEVICE_INFO_BIAS_CONDUCTANCE 0.01 /* 1 kohm to ground, 100 kohm across the strip (docs/BUILD.md) */

struct device_info {
    bool known; /* an H line was received */
    char id[DEVICE_INFO_WORD_SIZE];
    char boot[DEVICE_INFO_WORD_SIZE];
    char firmware[DEVICE_INFO_WORD_SIZE];
    char board[DEVICE_INFO_WORD_SIZE];
    unsigned strip_count;
    bool has_imu;
    double adc_full_scale; /* counts */
    double accel_lsb_per_g;
    double gyro_lsb_per_dps;
    bool protocol_is_unknown; /* its lines may have another meaning than this program assumes */
    uint32_t period_us;       /* 0 = unknown */
    bool period_is_wrong;     /* the H line announced an impossible one */
    double rolling_radius_mm; /* 0 = not measured */
    double strip_angle_deg[SESSION_STRIPS_MAX];
    double calibration_k_n[SESSION_STRIPS_MAX];
    double calibration_p[SESSION_STRIPS_MAX];
    uint32_t calibrated;                                           /* bit i: the C line of strip i was received */
    uint32_t described;                                            /* bit i: the same, since the H line */
    uint32_t measured;                                             /* bit i: strip i was calibrated from known loads */
    char measured_date[SESSION_STRIPS_MAX][DEVICE_INFO_DATE_SIZE]; /* "2026-03-01"; "" = unknown */
    bool has_bias;                                                 /* each strip has a bias resistor in parallel */
    bool imu_is_relative;                                          /* the IMU is not an MPU-6050, but works like one */
    bool imu_is_unused; /* a chip answers at the address of the IMU, but the firmware does not use it */
    char settings_state[DEVICE_INFO_WORD_SIZE]; /* "stored", "default", "older", "corrupt"; "" = unknown */
};

/* Set the defaults of session_header_init, for a roller that has not identified itself. */
void device_info_init(struct device_info *device);

/* Parse an H line. False, with nothing changed, if it has no boot id or not 4 to 16 strips. */
bool device_info_parse_hello(struct device_info *device, const struct wire_line *line);

/* Parse a C line. False, with nothing changed, if it does not fit this device. */
bool device_info_parse_calibration(struct device_info *device, const struct wire_line *line);

/* Without an H line, guess the number of strips from a D line. If the line has enough values for an IMU, its last six
 * are taken as those of the IMU. */
void device_info_guess_strips(struct device_info *device, const struct wire_line *line);

/* Without an H line, guess the full scale from the frame rate (0 = unknown) and the largest reading yet. */
void device_info_guess_full_scale(struct device_info *device, double rate_hz, unsigned largest_reading);

/* What differs between two descriptions of a device. */
enum device_change {
    DEVICE_CHANGE_ID = 1 << 0,
    DEVICE_CHANGE_RATE = 1 << 1,
    DEVICE_CHANGE_FULL_SCALE = 1 << 2,
    DEVICE_CHANGE_STRIPS = 1 << 3,
    DEVICE_CHANGE_CALIBRATION = 1 << 4, /* also the angles and the bias resistors */
    DEVICE_CHANGE_RADIUS = 1 << 5,
    DEVICE_CHANGE_IMU_SCALE = 1 << 6,
    DEVICE_CHANGE_IMU_ADDED = 1 << 7,
    DEVICE_CHANGE_IMU_GONE = 1 << 8,
    DEVICE_CHANGE_FIRMWARE = 1 << 9,
    DEVICE_CHANGE_PROTOCOL = 1 << 10 /* to one that this program does not know */
};
/* With any other change, rows no longer fit the header of their file. */
#define DEVICE_CHANGES_HARMLESS (DEVICE_CHANGE_IMU_GONE | DEVICE_CHANGE_FIRMWARE)

/* Return the changes, one bit each, from `recorded` to `after`. If `recorded` never identified itself, the id, the
 * firmware and the rate do not count. */
unsigned device_info_changes(const struct device_info *recorded, const struct device_info *after);

/* Write the changes as words: "the rate, the full scale". */
void device_info_change_words(char *text, size_t size, unsigned changes);

/* Keep the calibration and the angles of the strips of which no C line came since the H line. */
void device_info_keep_calibration(struct device_info *device, const struct device_info *before);

/* Set another rate that no H line announced. The full scale follows it: a frame sums more or fewer conversions. */
void device_info_set_period(struct device_info *device, uint32_t period_us);

/* Whether the H line and the C lines of all strips were received. */
bool device_info_is_complete(const struct device_info *device);

/* Return warning `number` (from 0) for the user about the state of the device; NULL if there are no more. */
const char *device_info_warning(const struct device_info *device, unsigned number);

/* Return the load of a strip, N, according to the device's calibration. */
double device_info_strip_load_n(const struct device_info *device, unsigned strip, double reading);

/* Set the fields of `header` that the device knows. The rolling radius is set only if it was measured. */
void device_info_fill_header(const struct device_info *device, struct session_header *header);
