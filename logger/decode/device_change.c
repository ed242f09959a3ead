/* SPDX-License-Identifier: MIT */
#include "decode/device_info.h"
#include "shared/text_buffer.h"
#include "wire/vocabulary.h"

#include <math.h>
#include <string.h>

static unsigned bit_if(bool differs, enum device_change change)
{
    return differs ? (unsigned)change : 0;
}

static bool differ(double before, double after)
{
    return fabs(after - before) > 1e-9 * fabs(before);
}

static bool calibrations_differ(const struct device_info *before, const struct device_info *after)
{
    bool are_different = before->has_bias != after->has_bias;
    for (unsigned i = 0; i < before->strip_count && i < after->strip_count; i++)
        are_different = are_different || differ(before->calibration_k_n[i], after->calibration_k_n[i]) ||
                        differ(before->calibration_p[i], after->calibration_p[i]) ||
                        differ(before->strip_angle_deg[i], after->strip_angle_deg[i]);
    return are_different;
}

/* Before the H line, the defaults were used. They may have been right. */
static struct device_info as_assumed(const struct device_info *before, const struct device_info *after)
{
    struct device_info assumed = *before;
    memcpy(assumed.id, after->id, sizeof assumed.id);
    memcpy(assumed.firmware, after->firmware, sizeof assumed.firmware);
    assumed.period_us = after->period_us;
    if (assumed.rolling_radius_mm <= 0 && after->rolling_radius_mm > 0)
        assumed.rolling_radius_mm = SESSION_DEFAULT_RADIUS_MM;
    return assumed;
}

unsigned device_info_changes(const struct device_info *recorded, const struct device_info *after)
{
    struct device_info assumed;
    const struct device_info *before = recorded;
    if (!recorded->known) {
        assumed = as_assumed(recorded, after);
        before = &assumed;
    }

    bool have_imu = before->has_imu && after->has_imu;
    bool other_scale = differ(before->accel_lsb_per_g, after->accel_lsb_per_g) ||
                       differ(before->gyro_lsb_per_dps, after->gyro_lsb_per_dps);
    return bit_if(strcmp(before->id, after->id) != 0, DEVICE_CHANGE_ID) |
           bit_if(before->period_us != after->period_us, DEVICE_CHANGE_RATE) |
           bit_if(differ(before->adc_full_scale, after->adc_full_scale), DEVICE_CHANGE_FULL_SCALE) |
           bit_if(before->strip_count != after->strip_count, DEVICE_CHANGE_STRIPS) |
           bit_if(calibrations_differ(before, after), DEVICE_CHANGE_CALIBRATION) |
           bit_if(differ(before->rolling_radius_mm, after->rolling_radius_mm), DEVICE_CHANGE_RADIUS) |
           bit_if(have_imu && other_scale, DEVICE_CHANGE_IMU_SCALE) |
           bit_if(!before->has_imu && after->has_imu, DEVICE_CHANGE_IMU_ADDED) |
           bit_if(before->has_imu && !after->has_imu, DEVICE_CHANGE_IMU_GONE) |
           bit_if(!before->protocol_is_unknown && after->protocol_is_unknown, DEVICE_CHANGE_PROTOCOL) |
           bit_if(strcmp(before->firmware, after->firmware) != 0, DEVICE_CHANGE_FIRMWARE);
}

void device_info_change_words(char *out, size_t size, unsigned changes)
{
    static const struct {
        enum device_change change;
        const char *words;
    } names[] = {
        {DEVICE_CHANGE_ID, "the roller itself"},
        {DEVICE_CHANGE_RATE, "the rate"},
        {DEVICE_CHANGE_FULL_SCALE, "the full scale"},
        {DEVICE_CHANGE_STRIPS, "the number of strips"},
        {DEVICE_CHANGE_CALIBRATION, "the calibration"},
        {DEVICE_CHANGE_RADIUS, "the rolling radius"},
        {DEVICE_CHANGE_IMU_SCALE, "the scale of the motion sensor"},
        {DEVICE_CHANGE_IMU_ADDED, "the motion sensor (there is one now)"},
        {DEVICE_CHANGE_IMU_GONE, "the motion sensor (there is none now)"},
        {DEVICE_CHANGE_FIRMWARE, "the firmware"},
        {DEVICE_CHANGE_PROTOCOL, "the protocol"},
    };
    struct text_buffer text = text_fixed(out, size);
    const char *separator = "";
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!(changes & (unsigned)names[i].change))
            continue;
        text_addf(&text, "%s%s", separator, names[i].words);
        separator = ", ";
    }
}

void device_info_keep_calibration(struct device_info *device, const struct device_info *before)
{
    if (!before->known || device->strip_count != before->strip_count || strcmp(device->id, before->id) != 0)
        return;
    for (unsigned i = 0; i < device->strip_count; i++) {
        uint32_t bit = 1u << i;
        if (device->calibrated & bit || !(before->calibrated & bit))
            continue;
        device->strip_angle_deg[i] = before->strip_angle_deg[i];
        device->calibration_k_n[i] = before->calibration_k_n[i];
        device->calibration_p[i] = before->calibration_p[i];
        memcpy(device->measured_date[i], before->measured_date[i], sizeof device->measured_date[i]);
        device->calibrated |= bit;
        device->measured |= before->measured & bit;
    }
}
