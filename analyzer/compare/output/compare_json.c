/* SPDX-License-Identifier: MIT */
#include "compare/output/compare_json.h"

#include <math.h>

json_t *compare_json_sessions(const struct session_set *set, bool *ok)
{
    json_t *list = json_array();
    for (size_t i = 0; i < set->count; i++) {
        const struct session_summary *session = &set->session[i];
        const struct session_header *header = &session->header;
        json_t *object = json_object();
        json_build_set(object, "file", json_build_string(session->file ? session->file : ""), ok);
        json_build_set(object, "started", json_build_string(header->started), ok);
        json_build_set(object, "subject", json_build_string(header->subject), ok);
        json_build_set(object, "leg", json_build_string(session_leg_name(header->leg)), ok);
        json_build_set(object, "thigh_length_mm",
                       json_build_number(header->thigh_length_mm > 0 ? header->thigh_length_mm : NAN), ok);
        json_build_set(object, "loaded_s", json_build_number(session->loaded_s), ok);
        json_build_set(object, "min_mm", json_build_number(session->min_mm), ok);
        json_build_set(object, "max_mm", json_build_number(session->max_mm), ok);
        json_build_set(object, "spots_dwell_s", json_build_number(session_summary_spots_s(session)), ok);
        json_build_set(object, "mean_force_n", json_build_number(session->mean_force_n), ok);
        json_build_set(object, "impulse_ns", json_build_number(session->impulse_ns), ok);
        json_build_append(list, object, ok);
    }
    return list;
}

json_t *compare_json_left_out(const struct session_set *set, bool *ok)
{
    json_t *list = json_array();
    for (size_t i = 0; i < set->left_out_count; i++) {
        json_t *object = json_object();
        json_build_set(object, "file", json_build_string(set->left_out[i].file), ok);
        json_build_set(object, "why", json_build_string(set->left_out[i].why), ok);
        json_build_append(list, object, ok);
    }
    return list;
}

json_t *compare_json_sighting(const struct result_spot *spot, bool *ok)
{
    if (!spot)
        return json_null();
    json_t *object = json_object();
    json_build_set(object, "rank", json_build_count(spot->rank), ok);
    json_build_set(object, "center_mm", json_build_number(spot->center_mm), ok);
    json_build_set(object, "dwell_s", json_build_number(spot->dwell_s), ok);
    json_build_set(object, "visits", json_build_count(spot->visit_count), ok);
    json_build_set(object, "mean_force_n", json_build_number(spot->mean_force_n), ok);
    json_build_set(object, "impulse_ns", json_build_number(spot->impulse_ns), ok);
    json_build_set(object, "marks", json_build_count(spot->marks), ok);
    return object;
}

static json_t *difference_object(const struct difference *difference, bool *ok)
{
    json_t *object = json_object();
    json_build_set(object, "before", json_build_number(difference->before), ok);
    json_build_set(object, "after", json_build_number(difference->after), ok);
    json_build_set(object, "change", json_build_number(difference->change), ok);
    json_build_set(object, "change_percent", json_build_number(difference->change_percent), ok);
    json_build_set(object, "symmetry_percent", json_build_number(difference->symmetry_percent), ok);
    json_build_set(object, "verdict", json_build_string(change_name(difference->verdict)), ok);
    return object;
}

static json_t *spot_object(const struct comparison_view *view, const struct compared_spot *spot, bool *ok)
{
    json_t *object = json_object();
    json_t *sightings = json_array();
    json_t *rolled = json_array();
    for (size_t i = 0; i < view->session_count; i++) {
        json_build_append(sightings, compare_json_sighting(spot->track->spot[i], ok), ok);
        json_build_append(rolled, json_boolean(spot->track->sighting[i] != SIGHTING_NOT_ROLLED), ok);
    }
    json_build_set(object, "number", json_build_count(spot->number), ok);
    json_build_set(object, "center_mm", json_build_number(spot->center_mm), ok);
    json_build_set(object, "thigh_percent", json_build_number(spot->thigh_percent), ok);
    json_build_set(object, "change", json_build_string(change_name(spot->change)), ok);
    json_build_set(object, "dwell_s", difference_object(&spot->dwell_s, ok), ok);
    json_build_set(object, "mean_force_n", difference_object(&spot->mean_force_n, ok), ok);
    json_build_set(object, "impulse_ns", difference_object(&spot->impulse_ns, ok), ok);
    json_build_set(object, "rolled", rolled, ok);
    json_build_set(object, "sightings", sightings, ok);
    return object;
}

static json_t *view_object(const struct session_set *set, const struct comparison_view *view, bool *ok)
{
    json_t *object = json_object();
    json_t *indices = json_array();
    json_t *spots = json_array();
    for (size_t i = 0; i < view->session_count; i++)
        json_build_append(indices, json_build_count((size_t)(view->session[i] - set->session)), ok);
    for (size_t k = 0; k < view->spot_count; k++)
        json_build_append(spots, spot_object(view, &view->spot[k], ok), ok);
    json_build_set(object, "kind", json_build_string(comparison_kind_name(view->kind)), ok);
    json_build_set(object, "leg", json_build_string(session_leg_name(view->leg)), ok);
    json_build_set(object, "sessions", indices, ok);
    json_build_set(object, "days", view->dated ? json_integer(view->days) : json_null(), ok);
    json_build_set(object, "matched_by", json_build_string(view->tracks.scale.by_percent ? "percent" : "mm"),
                   ok);
    json_build_set(object, "tolerance_mm", json_build_number(view->tracks.scale.tolerance_mm), ok);
    json_build_set(object, "forces", json_build_string(force_scale_name(view->forces)), ok);
    json_build_set(object, "spots_dwell_s", difference_object(&view->spots_dwell_s, ok), ok);
    json_build_set(object, "mean_force_n", difference_object(&view->mean_force_n, ok), ok);
    json_build_set(object, "impulse_ns", difference_object(&view->impulse_ns, ok), ok);
    json_build_set(object, "spots", spots, ok);
    return object;
}

void compare_json_add(struct text_buffer *out, const struct comparison *comparison)
{
    bool ok = true;
    json_t *object = json_object();
    json_t *views = json_array();
    for (size_t i = 0; i < comparison->view_count; i++)
        json_build_append(views, view_object(comparison->set, &comparison->view[i], &ok), &ok);
    json_build_set(object, "compare", json_integer(COMPARE_JSON_VERSION), &ok);
    json_build_set(object, "sessions", compare_json_sessions(comparison->set, &ok), &ok);
    json_build_set(object, "left_out", compare_json_left_out(comparison->set, &ok), &ok);
    json_build_set(object, "views", views, &ok);
    json_build_add_line(out, object, ok);
}
