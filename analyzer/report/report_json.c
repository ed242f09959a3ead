/* SPDX-License-Identifier: MIT */
#include "report/report_json.h"

#include "report/report.h"
#include "result/made_by.h"
#include "writing/json_build.h"

#include <math.h>
#include <string.h>

/* Return the word of the header's device that follows `key`. If the device has no id, it is in other words than the
 * logger's, and all of it is the id. */
static json_t *device_word(const struct session_header *header, const char *key)
{
    char word[sizeof header->device] = "";
    size_t length;
    if (!session_header_find_word(header, SESSION_DEVICE_ID, &length))
        return json_build_string(strcmp(key, SESSION_DEVICE_ID) == 0 ? header->device : "");
    const char *found = session_header_find_word(header, key, &length);
    if (found)
        memcpy(word, found, length);
    return json_build_string(word);
}

/* Add what the person and the study say of the session, and what recorded it. */
static void add_origin(json_t *session, const struct session_header *header, bool *ok)
{
    json_build_set(session, "condition", json_build_string(header->condition), ok);
    json_build_set(session, "study_visit", json_build_string(header->study_visit), ok);
    json_build_set(session, "recording_id", json_build_string(header->recording_id), ok);
    json_build_set(session, "pain_before", json_build_number(header->pain_before), ok);
    json_build_set(session, "pain_after", json_build_number(header->pain_after), ok);
    json_build_set(session, "device", device_word(header, SESSION_DEVICE_ID), ok);
    json_build_set(session, "firmware", device_word(header, SESSION_DEVICE_FIRMWARE), ok);
    json_build_set(session, "board", device_word(header, SESSION_DEVICE_BOARD), ok);
    json_build_set(session, "calibration", json_build_string(header->calibration_source), ok);
}

static json_t *session_object(const struct result *result, bool *ok)
{
    json_t *session = json_object();
    json_build_set(session, "file", json_build_string(result->file ? result->file : ""), ok);
    json_build_set(session, "started", json_build_string(result->header.started), ok);
    json_build_set(session, "subject", json_build_string(result->header.subject), ok);
    json_build_set(session, "leg", json_build_string(session_leg_name(result->header.leg)), ok);
    json_build_set(session, "note", json_build_string(result->header.note), ok);
    json_build_set(session, "duration_s", json_build_number(result->duration_s), ok);
    json_build_set(session, "rows", json_build_count(result->row_count), ok);
    json_build_set(session, "rate_hz",
                   result->header.rate_hz > 0 ? json_build_number(result->header.rate_hz) : json_null(), ok);
    json_build_set(session, "lost_frames", json_build_count(result->lost_frames), ok);
    json_build_set(session, "rejected_rows", json_build_count(result->rejected_rows), ok);
    json_build_set(session, "closed_cleanly", json_boolean(result->closed_cleanly), ok);
    json_t *gaps = json_array();
    for (size_t i = 0; i < result->gap_count; i++) {
        json_t *gap = json_object();
        json_build_set(gap, "at_s", json_build_number(result->gap[i].start_s), ok);
        json_build_set(gap, "length_s", json_build_number(result->gap[i].length_s), ok);
        json_build_append(gaps, gap, ok);
    }
    json_build_set(session, "gaps", gaps, ok);
    add_origin(session, &result->header, ok);
    return session;
}

static json_t *sources_array(const struct position_sources *sources, bool *ok)
{
    json_t *list = json_array();
    for (size_t k = 0; k < sources->count; k++) {
        const struct position_source *source = &sources->source[k];
        json_t *item = json_object();
        json_build_set(item, "from_s", json_build_number(source->from_s), ok);
        json_build_set(item, "to_s", json_build_number(source->to_s), ok);
        json_build_set(item, "by", json_build_string(position_source_name(source->by)), ok);
        json_build_append(list, item, ok);
    }
    return list;
}

static json_t *position_object(const struct result *result, bool *ok)
{
    double thigh_length_mm = result->header.thigh_length_mm;
    json_t *position = json_object();
    json_build_set(position, "method", json_build_string(position_method_name(result->method)), ok);
    json_build_set(position, "min_mm", json_build_number(result->min_mm), ok);
    json_build_set(position, "max_mm", json_build_number(result->max_mm), ok);
    json_build_set(position, "thigh_length_mm", thigh_length_mm > 0 ? json_build_number(thigh_length_mm) : json_null(),
                   ok);
    json_build_set(position, "origin", json_build_string(position_origin_name(result->origin)), ok);
    json_build_set(position, "origin_uncertainty_mm", json_build_number(result->origin_uncertainty_mm), ok);
    json_build_set(position, "uncertainty_mm", json_build_number(result->uncertainty_mm), ok);
    json_build_set(position, "sources", sources_array(&result->sources, ok), ok);
    return position;
}

static json_t *motion_sensor_object(const struct result *result, bool *ok)
{
    const struct result_imu *imu = &result->imu;
    const char axis[] = {imu->turning_axis, '\0'};
    if (!result->header.has_imu)
        return json_null();
    json_t *sensor = json_object();
    json_build_set(sensor, "turning_axis", json_build_string(axis), ok);
    json_build_set(sensor, "upside_down", json_boolean(imu->is_upside_down), ok);
    json_build_set(sensor, "frozen_s", json_build_number(imu->frozen_s), ok);
    json_build_set(sensor, "zero_s", json_build_number(imu->zero_s), ok);
    json_build_set(sensor, "clipped_s", json_build_number(imu->clipped_s), ok);
    json_build_set(sensor, "torn_readings", json_build_count(imu->torn_count), ok);
    return sensor;
}

static json_t *rolling_object(const struct result *result, bool *ok)
{
    json_t *rolling = json_object();
    json_build_set(rolling, "strokes", json_build_count(result->stroke_count), ok);
    json_build_set(rolling, "distance_mm", json_build_number(result->distance_mm), ok);
    json_build_set(rolling, "mean_speed_mm_s", json_build_number(result->mean_speed_mm_s), ok);
    json_build_set(rolling, "loaded_s", json_build_number(result->loaded_s), ok);
    json_build_set(rolling, "rest_s", json_build_number(result->rest_s), ok);
    json_build_set(rolling, "mean_force_n", json_build_number(result->mean_force_n), ok);
    json_build_set(rolling, "peak_force_n", json_build_number(result->peak_force_n), ok);
    json_build_set(rolling, "impulse_ns", json_build_number(result->impulse_n_s), ok);
    json_build_set(rolling, "missing_force_percent", json_build_number(result->missing_force_percent), ok);
    json_build_set(rolling, "force_beside_percent", json_build_number(result->force_beside_percent), ok);
    return rolling;
}

static json_t *spot_object(const struct result_spot *spot, bool *ok)
{
    json_t *object = json_object();
    json_build_set(object, "rank", json_build_count(spot->rank), ok);
    json_build_set(object, "center_mm", json_build_number(spot->center_mm), ok);
    json_build_set(object, "center_uncertainty_mm", json_build_number(spot->center_uncertainty_mm), ok);
    json_build_set(object, "start_mm", json_build_number(spot->start_mm), ok);
    json_build_set(object, "end_mm", json_build_number(spot->end_mm), ok);
    json_build_set(object, "thigh_percent", json_build_number(spot->thigh_percent), ok);
    json_build_set(object, "dwell_s", json_build_number(spot->dwell_s), ok);
    json_build_set(object, "rock_width_mm", json_build_number(spot->rock_width_mm > 0 ? spot->rock_width_mm : NAN), ok);
    json_build_set(object, "visits", json_build_count(spot->visit_count), ok);
    json_build_set(object, "mean_force_n", json_build_number(spot->mean_force_n), ok);
    json_build_set(object, "peak_force_n", json_build_number(spot->peak_force_n), ok);
    json_build_set(object, "impulse_ns", json_build_number(spot->impulse_n_s), ok);
    json_build_set(object, "marks", json_build_count(spot->mark_count), ok);
    json_build_set(object, "excess_s", json_build_number(spot->excess_s), ok);
    json_build_set(object, "p_value", json_build_number(spot->p_value), ok);
    json_build_set(object, "score", json_build_number(spot->score), ok);
    return object;
}

static json_t *profile_object(const struct profile *profile, bool *ok)
{
    json_t *object = json_object();
    json_build_set(object, "bin_mm", json_build_number(profile->bin_mm), ok);
    json_build_set(object, "x_mm", json_build_numbers(profile->x_mm, profile->count, ok), ok);
    json_build_set(object, "dwell_s", json_build_numbers(profile->dwell_s, profile->count, ok), ok);
    json_build_set(object, "mean_force_n", json_build_numbers(profile->mean_force_n, profile->count, ok), ok);
    json_build_set(object, "peak_force_n", json_build_numbers(profile->peak_force_n, profile->count, ok), ok);
    return object;
}

json_t *report_json_object(const struct result *result, bool *ok)
{
    json_t *report = json_object();
    json_build_set(report, "report", json_integer(REPORT_JSON_VERSION), ok);
    json_build_set(report, "session", session_object(result, ok), ok);
    json_build_set(report, "motion_sensor", motion_sensor_object(result, ok), ok);
    json_build_set(report, "position", position_object(result, ok), ok);
    json_build_set(report, "rolling", rolling_object(result, ok), ok);
    json_t *spots = json_array();
    for (size_t i = 0; i < result->spot_count; i++)
        json_build_append(spots, spot_object(&result->spot[i], ok), ok);
    json_build_set(report, "tender_spots", spots, ok);
    json_build_set(report, "profile", profile_object(&result->profile, ok), ok);
    json_t *warnings = json_array();
    for (size_t i = 0; i < result->warning_count; i++)
        json_build_append(warnings, json_build_string(result->warning[i]), ok);
    json_build_set(report, "warnings", warnings, ok);
    json_build_set(report, "made_by", made_by_object(&result->options, ok), ok);
    return report;
}

void report_json_add(struct text_buffer *out, const struct result *result)
{
    bool ok = true;
    json_t *report = report_json_object(result, &ok);
    json_build_add_line(out, report, ok);
}
