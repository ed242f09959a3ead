/* SPDX-License-Identifier: MIT */
/* What is stored in a roller, as JSON. */
#pragma once

#include "decode/device_info.h"
#include "shared/text_buffer.h"

#define SETTINGS_JSON_VERSION 1 /* value of the key "calibration" */

/* Add one line of JSON (docs/FORMATS.md, "The calibration file"). When out of memory, sets out->failed. */
void settings_json_add(struct text_buffer *out, const struct device_info *device);
