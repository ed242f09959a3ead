/* SPDX-License-Identifier: MIT */
#include "calibrate/settings_json.h"

#include "shared/json_line.h"
#include "wire/vocabulary.h"

static json_t *strip_object(const struct device_info *device, unsigned strip)
{
    return json_pack("{s:i, s:f, s:f, s:f, s:s, s:s}", "strip", (int)strip, "angle_deg", device->strip_angle_deg[strip],
                     "k_n", device->calibration_k_n[strip], "p", device->calibration_p[strip], "source",
                     device->measured >> strip & 1 ? WIRE_SOURCE_MEASURED : WIRE_SOURCE_DEFAULT, "measured",
                     device->measured_date[strip]);
}

void settings_json_add(struct text_buffer *out, const struct device_info *device)
{
    json_t *strips = json_array();
    for (unsigned i = 0; i < device->strip_count; i++)
        if (json_array_append_new(strips, strip_object(device, i)) != 0)
            out->failed = true; /* out of memory */
    json_t *radius = device->rolling_radius_mm > 0 ? json_real(device->rolling_radius_mm) : json_null();
    json_t *settings =
        json_pack("{s:i, s:s, s:s, s:s, s:s, s:f, s:b, s:o, s:o, s:s}", "calibration", SETTINGS_JSON_VERSION, "device",
                  device->id, "firmware", device->firmware, "board", device->board, "settings", device->settings_state,
                  "adc_full_scale", device->adc_full_scale, "bias", (int)device->has_bias, "rolling_radius_mm", radius,
                  "strips", strips, "logger", "roller-logger " ROLLER_VERSION);
    json_line_add(out, settings);
}
