/* SPDX-License-Identifier: MIT */
#include "multi_session/multi_session_output.h"

#include <math.h>

json_t *multi_session_json_sessions(const struct session_set *set, const double offset_mm[], bool *ok)
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
        json_build_set(object, "condition", json_build_string(header->condition), ok);
        json_build_set(object, "study_visit", json_build_string(header->study_visit), ok);
        json_build_set(object, "thigh_length_mm",
                       json_build_number(header->thigh_length_mm > 0 ? header->thigh_length_mm : NAN), ok);
        json_build_set(object, "offset_mm", json_build_number(offset_mm[i]), ok);
        json_build_set(object, "loaded_s", json_build_number(session->loaded_s), ok);
        json_build_set(object, "min_mm", json_build_number(session->min_mm), ok);
        json_build_set(object, "max_mm", json_build_number(session->max_mm), ok);
        json_build_set(object, "spots_dwell_s", json_build_number(session_summary_spots_s(session)), ok);
        json_build_set(object, "mean_force_n", json_build_number(session->mean_force_n), ok);
        json_build_set(object, "impulse_ns", json_build_number(session->impulse_n_s), ok);
        json_build_append(list, object, ok);
    }
    return list;
}

json_t *multi_session_json_offsets(const struct spot_tracks *tracks, bool *ok)
{
    json_t *list = json_array();
    for (size_t i = 0; i < tracks->session_count; i++)
        json_build_append(list, json_build_number(tracks->scale.offset[i].mm), ok);
    return list;
}

json_t *multi_session_json_left_out(const struct session_set *set, bool *ok)
{
    json_t *list = json_array();
    if (set->other_people_count > 0) {
        struct text_buffer why = {0};
        json_t *object = json_object();
        session_set_add_other_people(&why, set);
        json_build_set(object, "file", json_null(), ok);
        json_build_set(object, "why", json_build_string(why.bytes ? why.bytes : ""), ok);
        json_build_set(object, "count", json_build_count(set->other_people_count), ok);
        json_build_append(list, object, ok);
        *ok = *ok && !why.failed;
        text_free(&why);
    }
    for (size_t i = 0; i < set->left_out_count; i++) {
        json_t *object = json_object();
        json_build_set(object, "file", json_build_string(set->left_out[i].file), ok);
        json_build_set(object, "why", json_build_string(set->left_out[i].why), ok);
        json_build_append(list, object, ok);
    }
    return list;
}

json_t *multi_session_json_spot(const struct result_spot *spot, bool *ok)
{
    if (!spot)
        return json_null();
    json_t *object = json_object();
    json_build_set(object, "rank", json_build_count(spot->rank), ok);
    json_build_set(object, "center_mm", json_build_number(spot->center_mm), ok);
    json_build_set(object, "dwell_s", json_build_number(spot->dwell_s), ok);
    json_build_set(object, "visits", json_build_count(spot->visit_count), ok);
    json_build_set(object, "mean_force_n", json_build_number(spot->mean_force_n), ok);
    json_build_set(object, "impulse_ns", json_build_number(spot->impulse_n_s), ok);
    json_build_set(object, "marks", json_build_count(spot->mark_count), ok);
    return object;
}

void multi_session_json_add_note(void *context, const char *note)
{
    struct multi_session_json_notes *notes = context;
    *notes->ok = *notes->ok && note;
    json_build_append(notes->list, json_build_string(note ? note : ""), notes->ok);
}
