/* SPDX-License-Identifier: MIT */
#include "report/report_json.h"

#include "writing/json_build.h"

static json_t *session_object(const struct result *result, bool *ok)
{
    json_t *session = json_object();
    json_add(session, "file", json_of_string(result->file ? result->file : ""), ok);
    json_add(session, "started", json_of_string(result->header.started), ok);
    json_add(session, "subject", json_of_string(result->header.subject), ok);
    json_add(session, "leg", json_of_string(session_leg_name(result->header.leg)), ok);
    json_add(session, "note", json_of_string(result->header.note), ok);
    json_add(session, "duration_s", json_of_number(result->duration_s), ok);
    json_add(session, "rows", json_build_count(result->rows), ok);
    json_add(session, "rate_hz",
             result->header.rate_hz > 0 ? json_of_number(result->header.rate_hz) : json_null(), ok);
    json_add(session, "lost_frames", json_build_count(result->lost_frames), ok);
    json_add(session, "rejected_rows", json_build_count(result->rejected_rows), ok);
    json_add(session, "closed_cleanly", json_boolean(result->closed_cleanly), ok);
    json_t *gaps = json_array();
    for (size_t i = 0; i < result->gap_count; i++) {
        json_t *gap = json_object();
        json_add(gap, "at_s", json_of_number(result->gap[i].at_s), ok);
        json_add(gap, "length_s", json_of_number(result->gap[i].length_s), ok);
        json_append(gaps, gap, ok);
    }
    json_add(session, "gaps", gaps, ok);
    return session;
}

static json_t *position_object(const struct result *result, bool *ok)
{
    double thigh_length_mm = result->header.thigh_length_mm;
    json_t *position = json_object();
    json_add(position, "method", json_of_string(position_method_name(result->method)), ok);
    json_add(position, "min_mm", json_of_number(result->min_mm), ok);
    json_add(position, "max_mm", json_of_number(result->max_mm), ok);
    json_add(position, "thigh_length_mm", thigh_length_mm > 0 ? json_of_number(thigh_length_mm) : json_null(),
             ok);
    return position;
}

static json_t *rolling_object(const struct result *result, bool *ok)
{
    json_t *rolling = json_object();
    json_add(rolling, "strokes", json_build_count(result->strokes), ok);
    json_add(rolling, "distance_mm", json_of_number(result->distance_mm), ok);
    json_add(rolling, "mean_speed_mm_s", json_of_number(result->mean_speed_mm_s), ok);
    json_add(rolling, "loaded_s", json_of_number(result->loaded_s), ok);
    json_add(rolling, "mean_force_n", json_of_number(result->mean_force_n), ok);
    json_add(rolling, "peak_force_n", json_of_number(result->peak_force_n), ok);
    json_add(rolling, "impulse_ns", json_of_number(result->impulse_ns), ok);
    return rolling;
}

static json_t *spot_object(const struct result_spot *spot, bool *ok)
{
    json_t *object = json_object();
    json_add(object, "rank", json_build_count(spot->rank), ok);
    json_add(object, "center_mm", json_of_number(spot->center_mm), ok);
    json_add(object, "start_mm", json_of_number(spot->start_mm), ok);
    json_add(object, "end_mm", json_of_number(spot->end_mm), ok);
    json_add(object, "thigh_percent", json_of_number(spot->thigh_percent), ok);
    json_add(object, "dwell_s", json_of_number(spot->dwell_s), ok);
    json_add(object, "visits", json_build_count(spot->visit_count), ok);
    json_add(object, "mean_force_n", json_of_number(spot->mean_force_n), ok);
    json_add(object, "peak_force_n", json_of_number(spot->peak_force_n), ok);
    json_add(object, "impulse_ns", json_of_number(spot->impulse_ns), ok);
    json_add(object, "marks", json_build_count(spot->marks), ok);
    json_add(object, "excess_s", json_of_number(spot->excess_s), ok);
    json_add(object, "p_value", json_of_number(spot->p_value), ok);
    json_add(object, "score", json_of_number(spot->score), ok);
    return object;
}

static json_t *profile_object(const struct result_profile *profile, bool *ok)
{
    json_t *object = json_object();
    json_add(object, "bin_mm", json_of_number(profile->bin_mm), ok);
    json_add(object, "x_mm", json_of_number_list(profile->x_mm, profile->count, ok), ok);
    json_add(object, "dwell_s", json_of_number_list(profile->dwell_s, profile->count, ok), ok);
    json_add(object, "mean_force_n", json_of_number_list(profile->mean_force_n, profile->count, ok), ok);
    json_add(object, "peak_force_n", json_of_number_list(profile->peak_force_n, profile->count, ok), ok);
    return object;
}

void report_json_add(struct text_buffer *out, const struct result *result)
{
    bool ok = true;
    json_t *report = json_object();
    json_add(report, "report", json_integer(REPORT_JSON_VERSION), &ok);
    json_add(report, "session", session_object(result, &ok), &ok);
    json_add(report, "position", position_object(result, &ok), &ok);
    json_add(report, "rolling", rolling_object(result, &ok), &ok);
    json_t *spots = json_array();
    for (size_t i = 0; i < result->spot_count; i++) {
        json_append(spots, spot_object(&result->spot[i], &ok), &ok);
    }
    json_add(report, "tender_spots", spots, &ok);
    json_add(report, "profile", profile_object(&result->profile, &ok), &ok);
    json_t *warnings = json_array();
    for (size_t i = 0; i < result->warning_count; i++) {
        json_append(warnings, json_of_string(result->warning[i]), &ok);
    }
    json_add(report, "warnings", warnings, &ok);
    json_add_line(out, report, ok);
}
