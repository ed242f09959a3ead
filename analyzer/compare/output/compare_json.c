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
        json_add(object, "file", json_of_string(session->file ? session->file : ""), ok);
        json_add(object, "started", json_of_string(header->started), ok);
        json_add(object, "subject", json_of_string(header->subject), ok);
        json_add(object, "leg", json_of_string(session_leg_name(header->leg)), ok);
        json_add(object, "thigh_length_mm",
                 json_of_number(header->thigh_length_mm > 0 ? header->thigh_length_mm : NAN), ok);
        json_add(object, "loaded_s", json_of_number(session->loaded_s), ok);
        json_add(object, "min_mm", json_of_number(session->min_mm), ok);
        json_add(object, "max_mm", json_of_number(session->max_mm), ok);
        json_add(object, "spots_dwell_s", json_of_number(session_summary_spots_s(session)), ok);
        json_add(object, "mean_force_n", json_of_number(session->mean_force_n), ok);
        json_add(object, "impulse_ns", json_of_number(session->impulse_ns), ok);
        json_append(list, object, ok);
    }
    return list;
}

json_t *compare_json_left_out(const struct session_set *set, bool *ok)
{
    json_t *list = json_array();
    for (size_t i = 0; i < set->left_out_count; i++) {
        json_t *object = json_object();
        json_add(object, "file", json_of_string(set->left_out[i].file), ok);
        json_add(object, "why", json_of_string(set->left_out[i].why), ok);
        json_append(list, object, ok);
    }
    return list;
}

json_t *compare_json_sighting(const struct result_spot *spot, bool *ok)
{
    if (!spot)
        return json_null();
    json_t *object = json_object();
    json_add(object, "rank", json_build_count(spot->rank), ok);
    json_add(object, "center_mm", json_of_number(spot->center_mm), ok);
    json_add(object, "dwell_s", json_of_number(spot->dwell_s), ok);
    json_add(object, "visits", json_build_count(spot->visit_count), ok);
    json_add(object, "mean_force_n", json_of_number(spot->mean_force_n), ok);
    json_add(object, "impulse_ns", json_of_number(spot->impulse_ns), ok);
    json_add(object, "marks", json_build_count(spot->marks), ok);
    return object;
}

static json_t *difference_object(const struct difference *difference, bool *ok)
{
    json_t *object = json_object();
    json_add(object, "before", json_of_number(difference->before), ok);
    json_add(object, "after", json_of_number(difference->after), ok);
    json_add(object, "change", json_of_number(difference->change), ok);
    json_add(object, "change_percent", json_of_number(difference->change_percent), ok);
    json_add(object, "symmetry_percent", json_of_number(difference->symmetry_percent), ok);
    json_add(object, "verdict", json_of_string(change_name(difference->verdict)), ok);
    return object;
}

static json_t *spot_object(const struct comparison_view *view, const struct compared_spot *spot, bool *ok)
{
    json_t *object = json_object();
    json_t *sightings = json_array();
    json_t *rolled = json_array();
    for (size_t i = 0; i < view->session_count; i++) {
        json_append(sightings, compare_json_sighting(spot->track->spot[i], ok), ok);
        json_append(rolled, json_boolean(spot->track->sighting[i] != SIGHTING_NOT_ROLLED), ok);
    }
    json_add(object, "number", json_build_count(spot->number), ok);
    json_add(object, "center_mm", json_of_number(spot->center_mm), ok);
    json_add(object, "thigh_percent", json_of_number(spot->thigh_percent), ok);
    json_add(object, "change", json_of_string(change_name(spot->change)), ok);
    json_add(object, "dwell_s", difference_object(&spot->dwell_s, ok), ok);
    json_add(object, "mean_force_n", difference_object(&spot->mean_force_n, ok), ok);
    json_add(object, "impulse_ns", difference_object(&spot->impulse_ns, ok), ok);
    json_add(object, "rolled", rolled, ok);
    json_add(object, "sightings", sightings, ok);
    return object;
}

static json_t *view_object(const struct session_set *set, const struct comparison_view *view, bool *ok)
{
    json_t *object = json_object();
    json_t *indices = json_array();
    json_t *spots = json_array();
    for (size_t i = 0; i < view->session_count; i++)
        json_append(indices, json_build_count((size_t)(view->session[i] - set->session)), ok);
    for (size_t k = 0; k < view->spot_count; k++)
        json_append(spots, spot_object(view, &view->spot[k], ok), ok);
    json_add(object, "kind", json_of_string(comparison_kind_name(view->kind)), ok);
    json_add(object, "leg", json_of_string(session_leg_name(view->leg)), ok);
    json_add(object, "sessions", indices, ok);
    json_add(object, "days", view->dated ? json_integer(view->days) : json_null(), ok);
    json_add(object, "matched_by", json_of_string(view->tracks.scale.by_percent ? "percent" : "mm"), ok);
    json_add(object, "tolerance_mm", json_of_number(view->tracks.scale.tolerance_mm), ok);
    json_add(object, "forces", json_of_string(force_scale_name(view->forces)), ok);
    json_add(object, "spots_dwell_s", difference_object(&view->spots_dwell_s, ok), ok);
    json_add(object, "mean_force_n", difference_object(&view->mean_force_n, ok), ok);
    json_add(object, "impulse_ns", difference_object(&view->impulse_ns, ok), ok);
    json_add(object, "spots", spots, ok);
    return object;
}

void compare_json_add(struct text_buffer *out, const struct comparison *comparison)
{
    bool ok = true;
    json_t *object = json_object();
    json_t *views = json_array();
    for (size_t i = 0; i < comparison->view_count; i++)
        json_append(views, view_object(comparison->set, &comparison->view[i], &ok), &ok);
    json_add(object, "compare", json_integer(COMPARE_JSON_VERSION), &ok);
    json_add(object, "sessions", compare_json_sessions(comparison->set, &ok), &ok);
    json_add(object, "left_out", compare_json_left_out(comparison->set, &ok), &ok);
    json_add(object, "views", views, &ok);
    json_add_line(out, object, ok);
}
