/* SPDX-License-Identifier: MIT */
#include "result/made_by.h"

#include <math.h>

static json_t *number_or_null(double value)
{
    return json_build_number(value > 0 ? value : NAN);
}

static json_t *options_object(const struct analysis_options *given, bool *ok)
{
    struct analysis_options options = *given;
    json_t *object = json_object();
    analysis_options_fill_defaults(&options);
    json_build_set(object, "spot_width_mm", json_build_number(options.spot_width_mm), ok);
    json_build_set(object, "spot_dwell_s", json_build_number(options.spot_dwell_s), ok);
    json_build_set(object, "spot_merge_mm", json_build_number(options.spot_merge_mm), ok);
    json_build_set(object, "thigh_length_mm", number_or_null(options.thigh_length_mm), ok);
    json_build_set(object, "rolling_radius_mm", number_or_null(options.rolling_radius_mm), ok);
    json_build_set(object, "roll_direction",
                   options.roll_direction != 0 ? json_integer(options.roll_direction) : json_null(), ok);
    json_build_set(object, "start",
                   options.start != SESSION_START_UNKNOWN ? json_build_string(session_start_name(options.start))
                                                          : json_null(),
                   ok);
    return object;
}

void made_by_add_command(struct text_buffer *out, const struct analysis_options *given)
{
    struct analysis_options options = *given;
    analysis_options_fill_defaults(&options);
    text_addf(out, MADE_BY_PROGRAM " " ROLLER_VERSION " --spot-width %.10g --spot-dwell %.10g --spot-merge %.10g",
              options.spot_width_mm, options.spot_dwell_s, options.spot_merge_mm);
    if (options.thigh_length_mm > 0)
        text_addf(out, " --thigh-length %.10g", options.thigh_length_mm);
    if (options.rolling_radius_mm > 0)
        text_addf(out, " --rolling-radius %.10g", options.rolling_radius_mm);
    if (options.roll_direction != 0)
        text_addf(out, " --roll-direction %d", options.roll_direction);
    if (options.start != SESSION_START_UNKNOWN)
        text_addf(out, " --start %s", session_start_name(options.start));
    if (options.units == UNITS_US)
        text_add(out, " --units us");
}

json_t *made_by_object(const struct analysis_options *options, bool *ok)
{
    json_t *object = json_object();
    json_build_set(object, "program", json_build_string(MADE_BY_PROGRAM), ok);
    json_build_set(object, "version", json_build_string(ROLLER_VERSION), ok);
    json_build_set(object, "options", options_object(options, ok), ok);
    return object;
}
