/* SPDX-License-Identifier: MIT */
#include "writing/header_lines.h"

#include "writing/markup.h"

#include <math.h>

static void add_text_key(struct text_buffer *out, const char *key, const char *value)
{
    text_addf(out, "# %s: ", key);
    markup_add_comment(out, value);
    text_add(out, "\n");
}

static void add_optional_text_key(struct text_buffer *out, const char *key, const char *value)
{
    if (value[0])
        add_text_key(out, key, value);
}

/* Add a key with its number. If the number is unknown (0 or NAN), add the key alone. */
static void add_number_key(struct text_buffer *out, const char *key, double value)
{
    if (isfinite(value) && value > 0)
        text_addf(out, "# %s: %.10g\n", key, value);
    else
        text_addf(out, "# %s: \n", key);
}

static void add_numbers_key(struct text_buffer *out, const char *key, const double *values, unsigned count)
{
    text_addf(out, "# %s:", key);
    for (unsigned i = 0; i < count && isfinite(values[0]); i++)
        text_addf(out, " %.10g", values[i]);
    text_add(out, "\n");
}

void header_lines_add(struct text_buffer *out, const struct session_header *header)
{
    unsigned strip_count = header->strip_count <= SESSION_STRIPS_MAX ? header->strip_count : SESSION_STRIPS_MAX;
    text_addf(out, "# %s: %d\n", SESSION_KEY_VERSION, SESSION_VERSION);
    add_text_key(out, SESSION_KEY_STARTED, header->started);
    add_text_key(out, SESSION_KEY_SUBJECT, header->subject);
    add_text_key(out, SESSION_KEY_LEG, session_leg_name(header->leg));
    add_text_key(out, SESSION_KEY_NOTE, header->note);
    add_number_key(out, SESSION_KEY_THIGH_LENGTH, header->thigh_length_mm);
    add_number_key(out, SESSION_KEY_RATE, header->rate_hz);
    add_number_key(out, SESSION_KEY_ROLLING_RADIUS, header->rolling_radius_mm);
    add_text_key(out, SESSION_KEY_ROLL_DIRECTION,
                 header->roll_direction == 0  ? SESSION_DIRECTION_AUTO
                 : header->roll_direction > 0 ? "1"
                                              : "-1");
    add_optional_text_key(out, SESSION_KEY_START, session_start_name(header->start));
    add_numbers_key(out, SESSION_KEY_STRIP_ANGLE, header->strip_angle_deg, strip_count);
    add_number_key(out, SESSION_KEY_FULL_SCALE, header->adc_full_scale);
    if (header->bias_conductance > 0)
        add_number_key(out, SESSION_KEY_BIAS_CONDUCTANCE, header->bias_conductance);
    add_numbers_key(out, SESSION_KEY_CALIBRATION_K, header->calibration_k_n, strip_count);
    add_numbers_key(out, SESSION_KEY_CALIBRATION_P, header->calibration_p, strip_count);
    add_text_key(out, SESSION_KEY_CALIBRATION_SOURCE, header->calibration_source);
    if (header->has_imu) {
        add_number_key(out, SESSION_KEY_ACCEL_LSB, header->accel_lsb_per_g);
        add_number_key(out, SESSION_KEY_GYRO_LSB, header->gyro_lsb_per_dps);
    }
    if (isfinite(header->pain_before))
        text_addf(out, "# %s: %g\n", SESSION_KEY_PAIN_BEFORE, header->pain_before);
    if (isfinite(header->pain_after))
        text_addf(out, "# %s: %g\n", SESSION_KEY_PAIN_AFTER, header->pain_after);
    add_optional_text_key(out, SESSION_KEY_CONDITION, header->condition);
    add_optional_text_key(out, SESSION_KEY_STUDY_VISIT, header->study_visit);
    add_optional_text_key(out, SESSION_KEY_RECORDING_ID, header->recording_id);
    add_text_key(out, SESSION_KEY_DEVICE, header->device);
    add_text_key(out, SESSION_KEY_LOGGER, header->logger);
}
