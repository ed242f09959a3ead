/* SPDX-License-Identifier: MIT */
#include "report_json.h"

#include "plain_text.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIGNIFICANT_DIGITS 9

/* jansson's "_new" functions take over the value, and a NULL value makes them fail: `ok` latches that. */
static void add(json_t *object, const char *name, json_t *value, bool *ok)
{
    if (json_object_set_new(object, name, value) != 0)
        *ok = false;
}

static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *whole(size_t value)
{
    return json_integer((json_int_t)value);
}

static json_t *string(const char *text)
{
    size_t size = strlen(text) + 1;
    char *plain = malloc(size);
    if (!plain)
        return NULL;
    plain_text_copy(plain, size, text);
    json_t *value = json_string(plain);
    free(plain);
    return value;
}

static json_t *number_list(const double *values, size_t count, bool *ok)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        if (json_array_append_new(list, number(values[i])) != 0)
            *ok = false;
    }
    return list;
}

static json_t *session_object(const struct result *result, bool *ok)
{
    json_t *session = json_object();
    add(session, "file", string(result->file ? result->file : ""), ok);
    add(session, "started", string(result->header.started), ok);
    add(session, "subject", string(result->header.subject), ok);
    add(session, "leg", string(session_leg_name(result->header.leg)), ok);
    add(session, "note", string(result->header.note), ok);
    add(session, "duration_s", number(result->duration_s), ok);
    add(session, "rows", whole(result->rows), ok);
    add(session, "rate_hz", result->header.rate_hz > 0 ? number(result->header.rate_hz) : json_null(), ok);
    add(session, "lost_frames", whole(result->lost_frames), ok);
    add(session, "rejected_rows", whole(result->rejected_rows), ok);
    add(session, "closed_cleanly", json_boolean(result->closed_cleanly), ok);
    json_t *gaps = json_array();
    for (size_t i = 0; i < result->gap_count; i++) {
        json_t *gap = json_object();
        add(gap, "at_s", number(result->gap[i].at_s), ok);
        add(gap, "length_s", number(result->gap[i].length_s), ok);
        if (json_array_append_new(gaps, gap) != 0)
            *ok = false;
    }
    add(session, "gaps", gaps, ok);
    return session;
}

static json_t *position_object(const struct result *result, bool *ok)
{
    double thigh_length_mm = result->header.thigh_length_mm;
    json_t *position = json_object();
    add(position, "method", string(position_method_name(result->method)), ok);
    add(position, "min_mm", number(result->min_mm), ok);
    add(position, "max_mm", number(result->max_mm), ok);
    add(position, "thigh_length_mm", thigh_length_mm > 0 ? number(thigh_length_mm) : json_null(), ok);
    return position;
}

static json_t *rolling_object(const struct result *result, bool *ok)
{
    json_t *rolling = json_object();
    add(rolling, "strokes", whole(result->strokes), ok);
    add(rolling, "distance_mm", number(result->distance_mm), ok);
    add(rolling, "mean_speed_mm_s", number(result->mean_speed_mm_s), ok);
    add(rolling, "loaded_s", number(result->loaded_s), ok);
    add(rolling, "mean_force_n", number(result->mean_force_n), ok);
    add(rolling, "peak_force_n", number(result->peak_force_n), ok);
    add(rolling, "impulse_ns", number(result->impulse_ns), ok);
    return rolling;
}

static json_t *spot_object(const struct result_spot *spot, bool *ok)
{
    json_t *object = json_object();
    add(object, "rank", whole(spot->rank), ok);
    add(object, "center_mm", number(spot->center_mm), ok);
    add(object, "start_mm", number(spot->start_mm), ok);
    add(object, "end_mm", number(spot->end_mm), ok);
    add(object, "thigh_percent", number(spot->thigh_percent), ok);
    add(object, "dwell_s", number(spot->dwell_s), ok);
    add(object, "visits", whole(spot->visit_count), ok);
    add(object, "mean_force_n", number(spot->mean_force_n), ok);
    add(object, "peak_force_n", number(spot->peak_force_n), ok);
    add(object, "impulse_ns", number(spot->impulse_ns), ok);
    add(object, "marks", whole(spot->marks), ok);
    add(object, "excess_s", number(spot->excess_s), ok);
    add(object, "p_value", number(spot->p_value), ok);
    add(object, "score", number(spot->score), ok);
    return object;
}

static json_t *profile_object(const struct result_profile *profile, bool *ok)
{
    json_t *object = json_object();
    add(object, "bin_mm", number(profile->bin_mm), ok);
    add(object, "x_mm", number_list(profile->x_mm, profile->count, ok), ok);
    add(object, "dwell_s", number_list(profile->dwell_s, profile->count, ok), ok);
    add(object, "mean_force_n", number_list(profile->mean_force_n, profile->count, ok), ok);
    add(object, "peak_force_n", number_list(profile->peak_force_n, profile->count, ok), ok);
    return object;
}

void report_json_add(struct text_buffer *out, const struct result *result)
{
    bool ok = true;
    json_t *report = json_object();
    add(report, "report", json_integer(REPORT_JSON_VERSION), &ok);
    add(report, "session", session_object(result, &ok), &ok);
    add(report, "position", position_object(result, &ok), &ok);
    add(report, "rolling", rolling_object(result, &ok), &ok);
    json_t *spots = json_array();
    for (size_t i = 0; i < result->spot_count; i++) {
        if (json_array_append_new(spots, spot_object(&result->spot[i], &ok)) != 0)
            ok = false;
    }
    add(report, "tender_spots", spots, &ok);
    add(report, "profile", profile_object(&result->profile, &ok), &ok);
    json_t *warnings = json_array();
    for (size_t i = 0; i < result->warning_count; i++) {
        if (json_array_append_new(warnings, string(result->warning[i])) != 0)
            ok = false;
    }
    add(report, "warnings", warnings, &ok);
    char *line = ok ? json_dumps(report, JSON_COMPACT | JSON_REAL_PRECISION(SIGNIFICANT_DIGITS)) : NULL;
    if (line) {
        text_add(out, line);
        text_add(out, "\n");
    } else {
        out->failed = true;
    }
    free(line);
    json_decref(report);
}
