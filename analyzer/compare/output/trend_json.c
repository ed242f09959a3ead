/* SPDX-License-Identifier: MIT */
#include "compare/output/trend_json.h"

#include "compare/output/compare_json.h"

static json_t *line_object(const struct trend_line *line, bool *ok)
{
    json_t *object = json_object();
    json_add(object, "values", json_build_count(line->values), ok);
    json_add(object, "slope_per_week", json_of_number(line->fit.slope), ok);
    json_add(object, "low_per_week", json_of_number(line->fit.low), ok);
    json_add(object, "high_per_week", json_of_number(line->fit.high), ok);
    json_add(object, "start", json_of_number(line->start), ok);
    json_add(object, "end", json_of_number(line->end), ok);
    json_add(object, "direction", json_of_string(direction_name(line->direction)), ok);
    return object;
}

static json_t *spot_object(const struct trend_leg *leg, const struct trend_spot *spot, bool *ok)
{
    size_t count = leg->session_count;
    json_t *object = json_object();
    json_t *sightings = json_array();
    for (size_t i = 0; i < count; i++)
        json_append(sightings, compare_json_sighting(spot->track->spot[i], ok), ok);
    json_add(object, "number", json_build_count(spot->number), ok);
    json_add(object, "center_mm", json_of_number(spot->center_mm), ok);
    json_add(object, "thigh_percent", json_of_number(spot->thigh_percent), ok);
    json_add(object, "state", json_of_string(spot_state_name(spot->state)), ok);
    json_add(object, "seen", json_build_count(spot->track->seen), ok);
    json_add(object, "first_started", json_of_string(leg->session[spot->track->first]->header.started), ok);
    json_add(object, "last_started", json_of_string(leg->session[spot->track->last]->header.started), ok);
    json_add(object, "usual_dwell_s", json_of_number(spot->usual_dwell_s), ok);
    json_add(object, "dwell_trend_s", line_object(&spot->dwell, ok), ok);
    json_add(object, "impulse_trend_ns", line_object(&spot->impulse, ok), ok);
    json_add(object, "dwell_s", json_of_number_list(spot->dwell_s, count, ok), ok);
    json_add(object, "impulse_ns", json_of_number_list(spot->impulse_ns, count, ok), ok);
    json_add(object, "sightings", sightings, ok);
    return object;
}

static json_t *leg_object(const struct session_set *set, const struct trend_leg *leg, bool *ok)
{
    json_t *object = json_object();
    json_t *indices = json_array();
    json_t *spots = json_array();
    for (size_t i = 0; i < leg->session_count; i++)
        json_append(indices, json_build_count((size_t)(leg->session[i] - set->session)), ok);
    for (size_t k = 0; k < leg->spot_count; k++)
        json_append(spots, spot_object(leg, &leg->spot[k], ok), ok);
    json_add(object, "leg", json_of_string(session_leg_name(leg->leg)), ok);
    json_add(object, "sessions", indices, ok);
    json_add(object, "week", json_of_number_list(leg->week, leg->session_count, ok), ok);
    json_add(object, "matched_by", json_of_string(leg->tracks.scale.by_percent ? "percent" : "mm"), ok);
    json_add(object, "tolerance_mm", json_of_number(leg->tracks.scale.tolerance_mm), ok);
    json_add(object, "forces", json_of_string(force_scale_name(leg->forces)), ok);
    json_add(object, "spots", spots, ok);
    return object;
}

void trend_json_add(struct text_buffer *out, const struct trend *trend)
{
    bool ok = true;
    json_t *object = json_object();
    json_t *legs = json_array();
    for (size_t i = 0; i < trend->leg_count; i++)
        json_append(legs, leg_object(trend->set, &trend->leg[i], &ok), &ok);
    json_add(object, "trend", json_integer(TREND_JSON_VERSION), &ok);
    json_add(object, "subject", json_of_string(trend->set->session[0].header.subject), &ok);
    json_add(object, "sessions", compare_json_sessions(trend->set, &ok), &ok);
    json_add(object, "left_out", compare_json_left_out(trend->set, &ok), &ok);
    json_add(object, "legs", legs, &ok);
    json_add_line(out, object, ok);
}
