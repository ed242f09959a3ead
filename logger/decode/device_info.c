/* SPDX-License-Identifier: MIT */
#include "decode/device_info.h"

#include "decode/frame_step.h"
#include "shared/decimal.h"
#include "shared/iso_time.h"
#include "shared/physics.h"
#include "shared/sanitized_text.h"
#include "wire/vocabulary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A frame has several scans, each with one conversion of each strip. More scans lower the frame rate
 * (docs/FORMATS.md, `R`). */
#define ONE_SCAN_HZ (1e6 / WIRE_SCAN_US) /* frame rate with one scan per frame */
#define SCANS_TYPICAL 6

#define STRIPS_TYPICAL 8

#define IMU_ID_MPU6050 "68" /* its WHO_AM_I in hexadecimal; relatives and copies have others */

void device_info_init(struct device_info *device)
{
    struct session_header defaults;
    session_header_init(&defaults);
    *device = (struct device_info){
        .strip_count = defaults.strip_count,
        .adc_full_scale = defaults.adc_full_scale,
        .accel_lsb_per_g = defaults.accel_lsb_per_g,
        .gyro_lsb_per_dps = defaults.gyro_lsb_per_dps,
    };
    memcpy(device->strip_angle_deg, defaults.strip_angle_deg, sizeof device->strip_angle_deg);
    memcpy(device->calibration_k_n, defaults.calibration_k_n, sizeof device->calibration_k_n);
    memcpy(device->calibration_p, defaults.calibration_p, sizeof device->calibration_p);
}

static bool parse_in_range(const char *text, double min, double max, double *value)
{
    double parsed;
    if (!text || !decimal_parse(text, strlen(text), &parsed) || parsed < min || parsed > max)
        return false;
    *value = parsed;
    return true;
}

/* Parse the number of `key`. Leave `value` unchanged if the number is missing or out of range. */
static void parse_key(const struct wire_line *line, const char *key, double min, double max, double *value)
{
    (void)parse_in_range(wire_line_find_key(line, key), min, max, value);
}

static void copy_word(const struct wire_line *line, const char *key, char *word)
{
    const char *text = wire_line_find_key(line, key);
    if (text)
        sanitized_text_copy(word, DEVICE_INFO_WORD_SIZE, text);
}

static void set_strip_count(struct device_info *device, unsigned strip_count)
{
    struct session_header header;
    session_header_space_strips_evenly(&header, strip_count);
    device->strip_count = strip_count;
    memcpy(device->strip_angle_deg, header.strip_angle_deg, strip_count * sizeof header.strip_angle_deg[0]);
}

static void parse_period(struct device_info *device, const struct wire_line *line)
{
    double period_us = 0;
    parse_key(line, WIRE_KEY_PERIOD_US, FRAME_STEP_PERIOD_MIN_US, FRAME_STEP_PERIOD_MAX_US, &period_us);
    device->period_us = (uint32_t)period_us;
    device->period_is_wrong = period_us <= 0 && wire_line_find_key(line, WIRE_KEY_PERIOD_US);
}

/* Firmware that does not say its protocol is taken to speak the first one. */
static void parse_protocol(struct device_info *device, const struct wire_line *line)
{
    const char *text = wire_line_find_key(line, WIRE_KEY_PROTO);
    uint32_t protocol;
    device->protocol_is_unknown = text && (!wire_parse_unsigned(text, &protocol) || protocol != WIRE_PROTOCOL_VERSION);
}

bool device_info_parse_hello(struct device_info *device, const struct wire_line *line)
{
    const char *strips = wire_line_find_key(line, WIRE_KEY_STRIPS);
    const char *boot = wire_line_find_key(line, WIRE_KEY_BOOT);
    uint32_t strip_count;
    if (!boot || !strips || !wire_parse_unsigned(strips, &strip_count) || strip_count < SESSION_STRIPS_MIN ||
        strip_count > SESSION_STRIPS_MAX)
        return false;
    device_info_init(device);
    device->known = true;
    set_strip_count(device, strip_count);
    copy_word(line, WIRE_KEY_ID, device->id);
    copy_word(line, WIRE_KEY_BOOT, device->boot);
    copy_word(line, WIRE_KEY_FIRMWARE, device->firmware);
    copy_word(line, WIRE_KEY_BOARD, device->board);
    const char *imu = wire_line_find_key(line, WIRE_KEY_IMU);
    device->has_imu = imu && *imu && strcmp(imu, WIRE_IMU_NONE) != 0;
    copy_word(line, WIRE_KEY_SETTINGS, device->settings_state);
    const char *imu_id = wire_line_find_key(line, WIRE_KEY_IMU_ID), *bias = wire_line_find_key(line, WIRE_KEY_BIAS);
    device->imu_is_unused = imu_id && !device->has_imu;
    device->imu_is_relative = imu_id && device->has_imu && strcmp(imu_id, IMU_ID_MPU6050) != 0;
    device->has_bias = bias && strcmp(bias, "1") == 0;
    parse_key(line, WIRE_KEY_FULL, 1, 1e9, &device->adc_full_scale);
    parse_key(line, WIRE_KEY_ACCEL_LSB, 1e-3, 1e9, &device->accel_lsb_per_g);
    parse_key(line, WIRE_KEY_GYRO_LSB, 1e-3, 1e9, &device->gyro_lsb_per_dps);
    parse_key(line, WIRE_KEY_RADIUS_MM, 10, 500, &device->rolling_radius_mm);
    parse_period(device, line);
    parse_protocol(device, line);
    return true;
}

void device_info_guess_strips(struct device_info *device, const struct wire_line *line)
{
    unsigned readings = line->field_count > 2 ? line->field_count - 2u : 0; /* after seq and t_us */
    bool has_imu = readings >= SESSION_STRIPS_MIN + WIRE_IMU_AXES;
    unsigned strip_count = has_imu ? readings - WIRE_IMU_AXES : readings;
    bool is_plausible = strip_count >= SESSION_STRIPS_MIN && strip_count <= SESSION_STRIPS_MAX;
    set_strip_count(device, is_plausible ? strip_count : STRIPS_TYPICAL);
}

void device_info_guess_full_scale(struct device_info *device, double rate_hz, unsigned largest_reading)
{
    double scans = rate_hz > 0 ? round(ONE_SCAN_HZ / rate_hz) : SCANS_TYPICAL;
    if (scans < 1 || scans > WIRE_SCANS_MAX)
        scans = SCANS_TYPICAL;
    device->adc_full_scale = WIRE_CONVERSION_FULL * fmax(scans, ceil(largest_reading / (double)WIRE_CONVERSION_FULL));
}

void device_info_set_period(struct device_info *device, uint32_t period_us)
{
    double scans = round((double)period_us / WIRE_SCAN_US);
    double exact_us = scans * WIRE_SCAN_US;
    bool is_exact = scans >= 1 && fabs(exact_us - period_us) < 0.02 * exact_us;
    double new_us = is_exact ? exact_us : period_us;
    if (device->period_us > 0)
        device->adc_full_scale = round(device->adc_full_scale * new_us / device->period_us);
    device->period_us = (uint32_t)new_us;
}

bool device_info_parse_calibration(struct device_info *device, const struct wire_line *line)
{
    uint32_t strip;
    double angle_deg, k_n, p;
    if (line->field_count < 5 || !wire_parse_unsigned(line->field[0], &strip) || strip >= device->strip_count ||
        !parse_in_range(line->field[1], -360, 360, &angle_deg) || !parse_in_range(line->field[2], 1e-6, 1e6, &k_n) ||
        !parse_in_range(line->field[3], SESSION_P_MIN, SESSION_P_MAX, &p))
        return false;
    device->strip_angle_deg[strip] = angle_deg;
    device->calibration_k_n[strip] = k_n;
    device->calibration_p[strip] = p;
    uint32_t bit = 1u << strip;
    device->calibrated |= bit;
    device->described |= bit;
    const char *date = line->field_count > 5 && iso_time_is_date(line->field[5]) ? line->field[5] : "";
    snprintf(device->measured_date[strip], DEVICE_INFO_DATE_SIZE, "%s", date);
    device->measured =
        strcmp(line->field[4], WIRE_SOURCE_MEASURED) == 0 ? device->measured | bit : device->measured & ~bit;
    return true;
}

bool device_info_is_complete(const struct device_info *device)
{
    return device->known && device->calibrated == (1u << device->strip_count) - 1;
}

/* Whether the firmware is older than this program. A version that is not two numbers with a point is not compared. */
static bool firmware_is_old(const struct device_info *device)
{
    unsigned own[3] = {0}, firmware[3] = {0};
    if (sscanf(ROLLER_VERSION, "%3u.%3u.%3u", &own[0], &own[1], &own[2]) < 2 ||
        sscanf(device->firmware, "%3u.%3u.%3u", &firmware[0], &firmware[1], &firmware[2]) < 2)
        return false;
    size_t i = 0;
    while (i < 2 && firmware[i] == own[i])
        i++;
    return firmware[i] < own[i];
}

const char *device_info_warning(const struct device_info *device, unsigned number)
{
    const char *warnings[5] = {NULL};
    unsigned count = 0;
    if (device->protocol_is_unknown)
        warnings[count++] = "The roller speaks a protocol that this program does not know, so its "
                            "readings may be wrong. Update roller-logger.";
    if (strcmp(device->settings_state, WIRE_SETTINGS_CORRUPT) == 0)
        warnings[count++] =
            "The roller's settings were damaged and its calibration is lost: it uses defaults. Calibrate it "
            "again before you rely on its forces.";
    else if (strcmp(device->settings_state, WIRE_SETTINGS_OLDER) == 0)
        warnings[count++] = "The roller's newest settings were damaged: it uses the previous ones. Check "
                            "whether its calibration is the one you want, and save it again.";
    if (device->imu_is_relative)
        warnings[count++] = "The roller's motion sensor is a relative or a copy of the MPU-6050. Most work well; "
                            "`roller-logger check` shows whether this one does.";
    if (device->imu_is_unused)
        warnings[count++] =
            "The roller has a motion sensor that its firmware does not use: one of another kind, or one that "
            "did not measure 1 g when the roller started. The angle comes from the strips.";
    if (firmware_is_old(device))
        warnings[count++] = "The roller's firmware is older than this program. Load the present one, "
                            "firmware/firmware.ino, when you can.";
    return number < count ? warnings[number] : NULL;
}

double device_info_strip_load_n(const struct device_info *device, unsigned strip, double reading)
{
    double bias = device->has_bias ? DEVICE_INFO_BIAS_CONDUCTANCE : 0;
    return physics_strip_load_n(physics_remove_bias(reading, device->adc_full_scale, bias), device->adc_full_scale,
                                device->calibration_k_n[strip], device->calibration_p[strip]);
}

/* Write "measured" and the oldest date if all strips were measured; else "default" and the number of measured
 * strips, if any. */
static void describe_source(const struct device_info *device, char *text, size_t size)
{
    const char *oldest = device->measured_date[0];
    unsigned measured = 0;
    for (unsigned i = 0; i < device->strip_count; i++) {
        measured += device->measured >> i & 1;
        oldest = strcmp(device->measured_date[i], oldest) < 0 ? device->measured_date[i] : oldest;
    }
    if (measured == device->strip_count)
        snprintf(text, size, WIRE_SOURCE_MEASURED "%s%s", *oldest ? " " : "", oldest);
    else if (measured > 0)
        snprintf(text, size, WIRE_SOURCE_DEFAULT ", but measured for %u of %u strips", measured, device->strip_count);
    else
        snprintf(text, size, WIRE_SOURCE_DEFAULT);
}

void device_info_fill_header(const struct device_info *device, struct session_header *header)
{
    header->strip_count = device->strip_count;
    header->has_imu = device->has_imu;
    header->bias_conductance = device->has_bias ? DEVICE_INFO_BIAS_CONDUCTANCE : 0;
    header->adc_full_scale = device->adc_full_scale;
    header->accel_lsb_per_g = device->accel_lsb_per_g;
    header->gyro_lsb_per_dps = device->gyro_lsb_per_dps;
    if (device->period_us > 0)
        header->rate_hz = 1e6 / device->period_us;
    if (device->rolling_radius_mm > 0)
        header->rolling_radius_mm = device->rolling_radius_mm;
    memcpy(header->strip_angle_deg, device->strip_angle_deg, sizeof header->strip_angle_deg);
    memcpy(header->calibration_k_n, device->calibration_k_n, sizeof header->calibration_k_n);
    memcpy(header->calibration_p, device->calibration_p, sizeof header->calibration_p);
    describe_source(device, header->calibration_source, sizeof header->calibration_source);
    snprintf(header->device, sizeof header->device,
             SESSION_DEVICE_ID "%s " SESSION_DEVICE_FIRMWARE "%s " SESSION_DEVICE_BOARD "%s", device->id,
             device->firmware, device->board);
}
