/* SPDX-License-Identifier: MIT */
#include "compare/compare_output.h"

#include "compare/compare_words.h"
#include "result/made_by.h"

#include <math.h>
#include <stdlib.h>

static json_t *difference_object(const struct difference *difference, bool *ok)
{
    json_t *object = json_object();
    json_build_set(object, "before", json_build_number(difference->first), ok);
    json_build_set(object, "after", json_build_number(difference->last), ok);
    json_build_set(object, "change", json_build_number(difference->change), ok);
    json_build_set(object, "change_percent", json_build_number(difference->change_percent), ok);
    json_build_set(object, "symmetry_percent", json_build_number(difference->symmetry_percent), ok);
    json_build_set(object, "symmetry_usual_percent", json_build_number(difference->symmetry_usual_percent), ok);
    json_build_set(object, "sessions_to_tell",
                   difference->sessions_to_tell > 0 ? json_build_count(difference->sessions_to_tell) : json_null(), ok);
    json_build_set(object, "mdc_ratio", json_build_number(difference->mdc_ratio), ok);
    json_build_set(object, "person_sd", json_build_number(difference->person_sd), ok);
    json_build_set(object, "verdict", json_build_string(difference_change_name(difference->verdict)), ok);
    return object;
}

static json_t *spot_object(const struct comparison_view *view, const struct compared_spot *spot, bool *ok)
{
    json_t *object = json_object();
    json_t *sightings = json_array();
    json_t *rolled = json_array();
    for (size_t i = 0; i < view->session_count; i++) {
        json_build_append(sightings, multi_session_json_spot(spot->track->spot[i], ok), ok);
        json_build_append(rolled, json_boolean(spot->track->sighting[i] != SIGHTING_NOT_ROLLED), ok);
    }
    json_build_set(object, "number", json_build_count(spot->number), ok);
    json_build_set(object, "center_mm", json_build_number(spot->center_mm), ok);
    json_build_set(object, "thigh_percent", json_build_number(spot->thigh_percent), ok);
    json_build_set(object, "change", json_build_string(difference_change_name(spot->change)), ok);
    json_build_set(object, "dwell_s", difference_object(&spot->dwell_s, ok), ok);
    json_build_set(object, "mean_force_n", difference_object(&spot->mean_force_n, ok), ok);
    json_build_set(object, "impulse_ns", difference_object(&spot->impulse_n_s, ok), ok); /* N s, not nanoseconds */
    json_build_set(object, "rolled", rolled, ok);
    json_build_set(object, "sightings", sightings, ok);
    return object;
}

static json_t *view_object(const struct session_set *set, const struct comparison_view *view, bool *ok)
{
    json_t *object = json_object();
    json_t *indices = json_array();
    json_t *spots = json_array();
    struct multi_session_json_notes notes = {json_array(), ok};
    for (size_t i = 0; i < view->session_count; i++)
        json_build_append(indices, json_build_count((size_t)(view->session[i] - set->session)), ok);
    for (size_t k = 0; k < view->spot_count; k++)
        json_build_append(spots, spot_object(view, &view->spot[k], ok), ok);
    json_build_set(object, "kind", json_build_string(comparison_kind_name(view->kind)), ok);
    json_build_set(object, "leg", json_build_string(session_leg_name(view->leg)), ok);
    json_build_set(object, "sessions", indices, ok);
    json_build_set(object, "days", view->both_dated ? json_integer(view->days_between) : json_null(), ok);
    json_build_set(object, "matched_by", json_build_string(view->tracks.scale.by_percent ? "percent" : "mm"), ok);
    json_build_set(object, "tolerance_mm", json_build_number(view->tracks.scale.tolerance_mm), ok);
    json_build_set(object, "mean_of", json_build_count(view->mean_of), ok);
    json_build_set(object, "person_sd_sessions", json_build_count(view->variation.session_count), ok);
    json_build_set(object, "offset_mm", multi_session_json_offsets(&view->tracks, ok), ok);
    json_build_set(object, "forces", json_build_string(force_scale_name(view->force_scale)), ok);
    json_build_set(object, "spots_dwell_s", difference_object(&view->spots_dwell_s, ok), ok);
    json_build_set(object, "mean_force_n", difference_object(&view->mean_force_n, ok), ok);
    json_build_set(object, "impulse_ns", difference_object(&view->impulse_n_s, ok), ok);
    json_build_set(object, "impulse_per_minute_ns", difference_object(&view->impulse_per_minute_n_s, ok), ok);
    json_build_set(object, "spots", spots, ok);
    compare_words_each_note(view, multi_session_json_add_note, &notes);
    json_build_set(object, "notes", notes.list, ok);
    return object;
}

/* Return the offset of each session, in the view of its leg over time or, if there is none, of both legs; the caller
 * frees them. NULL when out of memory. */
static double *make_offsets(const struct comparison *comparison)
{
    double *offset_mm = malloc((comparison->set->count + 1) * sizeof *offset_mm);
    for (size_t i = 0; offset_mm && i < comparison->set->count; i++)
        offset_mm[i] = NAN;
    for (size_t v = 0; offset_mm && v < comparison->view_count; v++) {
        const struct comparison_view *view = &comparison->view[v];
        for (size_t i = 0; i < view->session_count; i++) {
            double *session_mm = &offset_mm[view->session[i] - comparison->set->session];
            if (isnan(*session_mm))
                *session_mm = view->tracks.scale.offset[i].mm;
        }
    }
    return offset_mm;
}

void compare_json_add(struct text_buffer *out, const struct comparison *comparison)
{
    double *offset_mm = make_offsets(comparison);
    bool ok = offset_mm != NULL;
    if (!ok) {
        out->failed = true;
        return;
    }
    json_t *object = json_object();
    json_t *views = json_array();
    for (size_t i = 0; i < comparison->view_count; i++)
        json_build_append(views, view_object(comparison->set, &comparison->view[i], &ok), &ok);
    json_build_set(object, "compare", json_integer(COMPARE_JSON_VERSION), &ok);
    json_build_set(object, "sessions", multi_session_json_sessions(comparison->set, offset_mm, &ok), &ok);
    json_build_set(object, "left_out", multi_session_json_left_out(comparison->set, &ok), &ok);
    json_build_set(object, "views", views, &ok);
    json_build_set(object, "made_by", made_by_object(&comparison->set->options, &ok), &ok);
    json_build_add_line(out, object, ok);
    free(offset_mm);
}
