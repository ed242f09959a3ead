/* SPDX-License-Identifier: MIT */
/* The words of the wire, defined once for the firmware and the host; docs/FORMATS.md, "The wire", explains them.
 * Tests spell them out, so changing a word here fails a test. */
#pragma once

/* clang-format off */

/* Line types, device to host. */
#define WIRE_HELLO       'H' /* key=value fields that describe the device */
#define WIRE_CALIBRATION 'C' /* strip, angle_deg, k_n, p, source[, date] */
#define WIRE_DATA        'D' /* seq, t_us, strips[, ax, ay, az, gx, gy, gz] */
#define WIRE_EVENT       'E' /* t_us, name[, value] */
#define WIRE_STATUS      'S' /* t_us, then key=value fields: counters of this boot */
#define WIRE_ACCEPTED    'A' /* the command[, the exact rate_hz if it is R] */
#define WIRE_REFUSED     'N' /* the command, the reason */

/* Commands, host to device: the letter, then any arguments after commas. */
#define WIRE_COMMAND_IDENTIFY    '?' /* send H and C */
#define WIRE_COMMAND_RATE        'R' /* rate_hz */
#define WIRE_COMMAND_CALIBRATION 'K' /* strip, k_n, p[, date or WIRE_SOURCE_DEFAULT] */
#define WIRE_COMMAND_ANGLE       'G' /* strip, angle_deg */
#define WIRE_COMMAND_RADIUS      'L' /* radius_mm */
#define WIRE_COMMAND_BIAS        'P' /* 1 = a bias resistor across each strip */
#define WIRE_COMMAND_BAUD        'B' /* baud */
#define WIRE_COMMAND_SAVE        'W'
#define WIRE_COMMAND_ZERO        'Z'

/* Limits of the arguments of WIRE_COMMAND_CALIBRATION and WIRE_COMMAND_RADIUS. */
#define WIRE_K_MIN_TENTH_N       1u
#define WIRE_K_MAX_TENTH_N       65535u
#define WIRE_P_MIN_MILLI         100u
#define WIRE_P_MAX_MILLI         5000u
#define WIRE_RADIUS_MIN_TENTH_MM 300u
#define WIRE_RADIUS_MAX_TENTH_MM 1500u

/* A strip's reading in D is the sum of one conversion in each of the frame's scans; a scan converts each strip once. */
#define WIRE_CONVERSION_FULL 1023u /* a conversion at full scale */
#define WIRE_SCANS_MAX       12u   /* scans per frame */
#define WIRE_SCAN_US         1664u

/* The reason in N while a save is running; the host may then repeat the command. */
#define WIRE_REASON_SAVING "still saving; try again"

/* Names of events. The value of a strip_... event is the number of the strip. */
#define WIRE_EVENT_MARK        "mark"
#define WIRE_EVENT_ZERO        "zero"
#define WIRE_EVENT_KNEE        "knee"
#define WIRE_EVENT_IMU_LOST    "imu_lost"
#define WIRE_EVENT_IMU_BACK    "imu_back"
#define WIRE_EVENT_STRIP_OPEN  "strip_open"
#define WIRE_EVENT_STRIP_SHORT "strip_short"
#define WIRE_EVENT_STRIP_OK    "strip_ok"

/* Keys of H. */
#define WIRE_KEY_PROTO     "proto"     /* WIRE_PROTOCOL_VERSION */
#define WIRE_KEY_FIRMWARE  "fw"
#define WIRE_KEY_BOARD     "board"
#define WIRE_KEY_ID        "id"        /* device id, 8 hexadecimal digits */
#define WIRE_KEY_BOOT      "boot"      /* boot id, 4 hexadecimal digits */
#define WIRE_KEY_RESET     "reset"     /* cause of the reset: WIRE_RESET_... */
#define WIRE_KEY_STRIPS    "strips"
#define WIRE_KEY_FULL      "full"      /* a strip's reading at full scale */
#define WIRE_KEY_IMU       "imu"       /* WIRE_IMU_... */
#define WIRE_KEY_IMU_ID    "imu_id"    /* WHO_AM_I, 2 hexadecimal digits */
#define WIRE_KEY_ACCEL_LSB "accel_lsb" /* counts per g */
#define WIRE_KEY_GYRO_LSB  "gyro_lsb"  /* counts per degree per second */
#define WIRE_KEY_PERIOD_US "period_us" /* interval of D lines */
#define WIRE_KEY_BAUD      "baud"
#define WIRE_KEY_RADIUS_MM "radius_mm" /* empty: not measured */
#define WIRE_KEY_BIAS      "bias"      /* 1 = a bias resistor across each strip */
#define WIRE_KEY_SETTINGS  "settings"  /* source of the settings: WIRE_SETTINGS_... */

#define WIRE_RESET_POWER      "power"
#define WIRE_RESET_EXTERNAL   "external"
#define WIRE_RESET_BROWNOUT   "brownout"
#define WIRE_RESET_WATCHDOG   "watchdog"
#define WIRE_IMU_NONE         "none"
#define WIRE_IMU_MPU6050      "mpu6050"
#define WIRE_SETTINGS_DEFAULT "default"
#define WIRE_SETTINGS_STORED  "stored"
#define WIRE_SETTINGS_OLDER   "older"   /* the latest save is damaged; the one before it was loaded */
#define WIRE_SETTINGS_CORRUPT "corrupt" /* all saves are damaged; defaults */

/* Scales of the MPU-6050 as it is configured: +-4 g, +-1000 degrees per second. */
#define WIRE_ACCEL_LSB_PER_G  8192
#define WIRE_GYRO_LSB_PER_DPS 32.8

/* Source of a C line. */
#define WIRE_SOURCE_DEFAULT  "default"
#define WIRE_SOURCE_MEASURED "measured"

/* Keys of S. */
#define WIRE_KEY_SENT        "sent"        /* D lines sent */
#define WIRE_KEY_DROPPED     "dropped"     /* frames dropped before they were sent */
#define WIRE_KEY_IMU_FAILED  "imu_failed"  /* failed readings of the IMU */
#define WIRE_KEY_REFUSED     "refused"     /* refused commands */
#define WIRE_KEY_EVENTS_LOST "events_lost"

/* Baud rates that a 16 MHz AVR can generate exactly. */
#define WIRE_BAUD_DEFAULT 250000
#define WIRE_BAUD_DOUBLE  500000
#define WIRE_BAUD_MAX     1000000
#define WIRE_BAUD_OTHER   115200 /* the firmware does not offer it, but the host tries it */

/* The command WIRE_COMMAND_IDENTIFY as a line. */
#define WIRE_IDENTIFY_LINE "?\n"

/* Opening the port resets an Arduino. After this time the bootloader has finished and the firmware runs. */
#define WIRE_BOOT_WAIT_US 2500000

/* Turn a number defined in this file into a string literal. */
#define WIRE_TEXT(number)    WIRE_LITERAL(number)
#define WIRE_LITERAL(number) #number

/* clang-format on */
