/* SPDX-License-Identifier: MIT */
/* The session file, version 1 (docs/FORMATS.md, "The session file"): names and values for its writer, the logger,
 * and its reader, the analyzer. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define SESSION_VERSION 1
#define SESSION_STRIPS_MIN 4
#define SESSION_STRIPS_MAX 16
#define SESSION_TEXT_SIZE 256 /* bytes of a free-text field with its terminator; a longer text is truncated */

/* Pain as the person says it, from none to the worst. */
#define SESSION_PAIN_MIN 0.0
#define SESSION_PAIN_MAX 10.0

/* Range of the length of a thigh. */
#define SESSION_THIGH_MIN_MM 50.0
#define SESSION_THIGH_MAX_MM 1000.0

/* Range of a strip's exponent; a file with an exponent outside it is rejected. */
#define SESSION_P_MIN 0.05
#define SESSION_P_MAX 20.0

/* The reference roller, not calibrated: 150 mm in diameter, compressed by 2.5 mm. */
#define SESSION_DEFAULT_RADIUS_MM 72.5
#define SESSION_DEFAULT_K_N 100.0 /* force at half scale */
#define SESSION_DEFAULT_P 1.0

/* clang-format off */

/* Keys of the "# key: value" lines. */
#define SESSION_KEY_VERSION            "foam-roller-session"
#define SESSION_KEY_STARTED            "started"
#define SESSION_KEY_SUBJECT            "subject"
#define SESSION_KEY_LEG                "leg"
#define SESSION_KEY_NOTE               "note"
#define SESSION_KEY_THIGH_LENGTH       "thigh_length_mm"
#define SESSION_KEY_RATE               "rate_hz"
#define SESSION_KEY_ROLLING_RADIUS     "rolling_radius_mm"
#define SESSION_KEY_ROLL_DIRECTION     "roll_direction"
#define SESSION_KEY_START              "start"
#define SESSION_KEY_STRIP_ANGLE        "strip_angle_deg"
#define SESSION_KEY_FULL_SCALE         "adc_full_scale"
#define SESSION_KEY_CALIBRATION_K      "calibration_k_n"
#define SESSION_KEY_CALIBRATION_P      "calibration_p"
#define SESSION_KEY_BIAS_CONDUCTANCE   "bias_conductance"
#define SESSION_KEY_CALIBRATION_SOURCE "calibration_source"
#define SESSION_KEY_ACCEL_LSB          "accel_lsb_per_g"
#define SESSION_KEY_GYRO_LSB           "gyro_lsb_per_dps"
#define SESSION_KEY_PAIN_BEFORE        "pain_before"
#define SESSION_KEY_PAIN_AFTER         "pain_after"
#define SESSION_KEY_CONDITION          "condition"
#define SESSION_KEY_STUDY_VISIT        "study_visit"
#define SESSION_KEY_RECORDING_ID       "recording_id"
#define SESSION_KEY_DEVICE             "device"
#define SESSION_KEY_LOGGER             "logger"
#define SESSION_KEY_END                "end"
#define SESSION_END_ROWS               "rows="
#define SESSION_END_LOST               "lost="
#define SESSION_DIRECTION_AUTO         "auto"  /* the analyzer finds the roll direction */

/* Words of the value of SESSION_KEY_DEVICE. */
#define SESSION_DEVICE_ID       "id="
#define SESSION_DEVICE_FIRMWARE "fw="
#define SESSION_DEVICE_BOARD    "board="

/* Columns. Strip columns are SESSION_COLUMN_STRIP followed by the strip's number from 0. */
#define SESSION_COLUMN_TIME  "time_s"
#define SESSION_COLUMN_HOST  "host_s"
#define SESSION_COLUMN_SEQ   "seq"
#define SESSION_COLUMN_STRIP "strip"
#define SESSION_COLUMN_EVENT "event"

/* clang-format on */

/* Axes of the IMU in the order of the wire and of the columns. */
enum session_imu_axis {
    SESSION_ACCEL_X,
    SESSION_ACCEL_Y,
    SESSION_ACCEL_Z,
    SESSION_GYRO_X,
    SESSION_GYRO_Y,
    SESSION_GYRO_Z, /* the rate about the axle */
    SESSION_IMU_AXES
};

/* Column names of the axes: accel_x ... gyro_z. */
extern const char *const SESSION_IMU_COLUMNS[SESSION_IMU_AXES];

enum session_leg { SESSION_LEG_UNKNOWN, SESSION_LEG_LEFT, SESSION_LEG_RIGHT };

/* Where the person says that the roller lay when it was first loaded. */
enum session_start { SESSION_START_UNKNOWN, SESSION_START_UPPER, SESSION_START_KNEE };

/* Return "upper", "knee", or "" for unknown. */
const char *session_start_name(enum session_start start);
/* Set the start from its name, "upper" or "knee". False if `name` is neither. */
bool session_start_from_name(const char *name, enum session_start *start);

/* Return "left", "right", or "" for unknown. */
const char *session_leg_name(enum session_leg leg);
/* Set the leg from its name, as session_leg_name returns it. False if `name` is not a leg's name. */
bool session_leg_from_name(const char *name, enum session_leg *leg);

/* The event that the logger adds; the device sends the others (wire/vocabulary.h). */
#define SESSION_EVENT_NAME_RESUME "resume"

/* Events of a row, one bit each; the event column joins their names with '+'. */
enum session_event {
    SESSION_EVENT_MARK = 1 << 0,   /* the user pressed the button: it hurts here */
    SESSION_EVENT_ZERO = 1 << 1,   /* the roller is at the upper thigh */
    SESSION_EVENT_KNEE = 1 << 2,   /* the roller is at the knee crease */
    SESSION_EVENT_RESUME = 1 << 3, /* first row after a restart or a replug of the device */
    SESSION_EVENT_IMU_LOST = 1 << 4,
    SESSION_EVENT_IMU_BACK = 1 << 5,
    SESSION_EVENT_STRIP_OPEN = 1 << 6, /* the strip's number follows the name: strip_open=3 */
    SESSION_EVENT_STRIP_SHORT = 1 << 7,
    SESSION_EVENT_STRIP_OK = 1 << 8,
    SESSION_EVENT_UNKNOWN = 1 << 9 /* a name that is none of the above; never stored with a row */
};
/* Return the bits of the events in `names` [length], such as "mark+strip_open=3". */
unsigned session_events_from_names(const char *names, size_t length);

/* The "#" lines of a session. All strings are sanitized (sanitized_text.h). */
struct session_header {
    char started[48]; /* ISO 8601 local time with offset; "" = unknown */
    char subject[SESSION_TEXT_SIZE];
    enum session_leg leg;
    char note[SESSION_TEXT_SIZE];
    double thigh_length_mm;   /* distance from the upper thigh to the knee crease; 0 = unknown */
    double rate_hz;           /* 0 = unknown */
    double rolling_radius_mm; /* loaded rolling radius; 0 = unknown */
    int roll_direction;       /* sign of the rotation that moves towards the knee: 1, -1; 0 = auto */
    enum session_start start;
    unsigned strip_count;
    double strip_angle_deg[SESSION_STRIPS_MAX];
    double adc_full_scale;
    double calibration_k_n[SESSION_STRIPS_MAX];
    double calibration_p[SESSION_STRIPS_MAX];
    char calibration_source[64]; /* such as "default"; see session_header_is_calibrated */
    double bias_conductance;     /* added to c / (full - c) by a bias resistor across each strip; 0 = no resistor */
    bool has_imu;
    double accel_lsb_per_g;
    double gyro_lsb_per_dps;
    double pain_before, pain_after;      /* NAN = not said */
    char condition[SESSION_TEXT_SIZE];   /* of a study, such as "vibration" */
    char study_visit[SESSION_TEXT_SIZE]; /* of a study, such as "week 2" */
    char recording_id[64];               /* the same in all sessions of one recording */
    char device[128];                    /* "id=... fw=... board=..."; other programs write other words */
    char logger[64];
};

/* Set the defaults for missing keys: 8 equally spaced strips, not calibrated, the reference roller's radius,
 * auto direction, 10-bit full scale, +-4 g and +-1000 deg/s. */
void session_header_init(struct session_header *header);

/* Set the number of strips, and equally spaced angles from 0. */
void session_header_space_strips_evenly(struct session_header *header, unsigned strip_count);

/* Whether every strip was calibrated: the source is "measured" or "measured 2026-03-01", not "default" or
 * "default, but measured for 2 of 8 strips". */
bool session_header_is_calibrated(const struct session_header *header);

/* Find the word of header->device that follows `key`, such as "5A3C21F0" for SESSION_DEVICE_ID. NULL, with the length
 * 0, if the key is not there. */
const char *session_header_find_word(const struct session_header *header, const char *key, size_t *length);

/* Return the load of a strip, N, from a reading (physics.h). */
double session_header_strip_load_n(const struct session_header *header, unsigned strip, double reading);
