/* SPDX-License-Identifier: MIT */
#include "trend/trend_output.h"

#include "trend/trend_words.h"
#include "result/made_by.h"

#include <stdlib.h>

static json_t *line_object(const struct trend_line *line, bool *ok)
{
    json_t *object = json_object();
    json_build_set(object, "values", json_build_count(line->value_count), ok);
    json_build_set(object, "slope_per_week", json_build_number(line->fit.slope), ok);
    json_build_set(object, "low_per_week", json_build_number(line->fit.low), ok);
    json_build_set(object, "high_per_week", json_build_number(line->fit.high), ok);
    json_build_set(object, "percent_per_week", json_build_number(line->percent_per_week), ok);
    json_build_set(object, "low_percent_per_week", json_build_number(line->low_percent_per_week), ok);
    json_build_set(object, "high_percent_per_week", json_build_number(line->high_percent_per_week), ok);
    json_build_set(object, "start", json_build_number(line->start_value), ok);
    json_build_set(object, "end", json_build_number(line->end_value), ok);
    json_build_set(object, "direction", json_build_string(trend_direction_name(line->direction)), ok);
    return object;
}

static json_t *often_object(const struct trend_often *often, bool *ok)
{
    json_t *object = json_object();
    json_build_set(object, "early_evenings", json_build_count(often->early_evenings), ok);
    json_build_set(object, "early_seen", json_build_count(often->early_seen), ok);
    json_build_set(object, "late_evenings", json_build_count(often->late_evenings), ok);
    json_build_set(object, "late_seen", json_build_count(often->late_seen), ok);
    json_build_set(object, "direction", json_build_string(trend_direction_name(often->direction)), ok);
    return object;
}

static json_t *spot_object(const struct trend_leg *leg, const struct trend_spot *spot, bool *ok)
{
    size_t count = leg->session_count;
    json_t *object = json_object();
    json_t *sightings = json_array();
    for (size_t i = 0; i < count; i++)
        json_build_append(sightings, multi_session_json_spot(spot->track->spot[i], ok), ok);
    json_build_set(object, "number", json_build_count(spot->number), ok);
    json_build_set(object, "center_mm", json_build_number(spot->center_mm), ok);
    json_build_set(object, "thigh_percent", json_build_number(spot->thigh_percent), ok);
    json_build_set(object, "state", json_build_string(trend_spot_state_name(spot->state)), ok);
    json_build_set(object, "seen", json_build_count(spot->track->seen_count), ok);
    json_build_set(object, "first_started", json_build_string(leg->session[spot->track->first]->header.started), ok);
    json_build_set(object, "last_started", json_build_string(leg->session[spot->track->last]->header.started), ok);
    json_build_set(object, "usual_dwell_s", json_build_number(spot->median_dwell_s), ok);
    json_build_set(object, "dwell_trend_s", line_object(&spot->dwell, ok), ok);
    json_build_set(object, "impulse_trend_ns", line_object(&spot->impulse, ok), ok);
    json_build_set(object, "often_trend", often_object(&spot->often, ok), ok);
    json_build_set(object, "dwell_s", json_build_numbers(spot->dwell_s, count, ok), ok);
    json_build_set(object, "impulse_ns", json_build_numbers(spot->impulse_n_s, count, ok), ok);
    json_build_set(object, "sightings", sightings, ok);
    return object;
}

static json_t *leg_object(const struct session_set *set, const struct trend_leg *leg, bool *ok)
{
    json_t *object = json_object();
    json_t *indices = json_array();
    json_t *spots = json_array();
    struct multi_session_json_notes notes = {json_array(), ok};
    for (size_t i = 0; i < leg->session_count; i++)
        json_build_append(indices, json_build_count((size_t)(leg->session[i] - set->session)), ok);
    for (size_t k = 0; k < leg->spot_count; k++)
        json_build_append(spots, spot_object(leg, &leg->spot[k], ok), ok);
    json_build_set(object, "leg", json_build_string(session_leg_name(leg->leg)), ok);
    json_build_set(object, "sessions", indices, ok);
    json_build_set(object, "week", json_build_numbers(leg->week, leg->session_count, ok), ok);
    json_build_set(object, "matched_by", json_build_string(leg->tracks.scale.by_percent ? "percent" : "mm"), ok);
    json_build_set(object, "tolerance_mm", json_build_number(leg->tracks.scale.tolerance_mm), ok);
    json_build_set(object, "offset_mm", multi_session_json_offsets(&leg->tracks, ok), ok);
    json_build_set(object, "forces", json_build_string(force_scale_name(leg->force_scale)), ok);
    json_build_set(object, "person_sd", json_build_number(leg->variation.dwell_sd), ok);
    json_build_set(object, "person_sd_sessions", json_build_count(leg->variation.session_count), ok);
    json_build_set(object, "mdc_ratio", json_build_number(person_variation_mdc_ratio(leg->variation.dwell_sd, 1, 1)),
                   ok);
    json_build_set(object, "spots", spots, ok);
    trend_words_each_note(leg, multi_session_json_add_note, &notes);
    json_build_set(object, "notes", notes.list, ok);
    return object;
}

/* Return the offset of each session in its leg; the caller frees them. NULL when out of memory. */
static double *make_offsets(const struct trend *trend)
{
    double *offset_mm = calloc(trend->set->count + 1, sizeof *offset_mm);
    for (size_t k = 0; offset_mm && k < trend->leg_count; k++)
        for (size_t i = 0; i < trend->leg[k].session_count; i++)
            offset_mm[trend->leg[k].session[i] - trend->set->session] = trend->leg[k].tracks.scale.offset[i].mm;
    return offset_mm;
}

void trend_json_add(struct text_buffer *out, const struct trend *trend)
{
    double *offset_mm = make_offsets(trend);
    bool ok = offset_mm != NULL;
    if (!ok) {
        out->failed = true;
        return;
    }
    json_t *object = json_object();
    json_t *legs = json_array();
    for (size_t i = 0; i < trend->leg_count; i++)
        json_build_append(legs, leg_object(trend->set, &trend->leg[i], &ok), &ok);
    json_build_set(object, "trend", json_integer(TREND_JSON_VERSION), &ok);
    json_build_set(object, "subject", json_build_string(trend->set->session[0].header.subject), &ok);
    json_build_set(object, "sessions", multi_session_json_sessions(trend->set, offset_mm, &ok), &ok);
    json_build_set(object, "left_out", multi_session_json_left_out(trend->set, &ok), &ok);
    json_build_set(object, "legs", legs, &ok);
    json_build_set(object, "made_by", made_by_object(&trend->set->options, &ok), &ok);
    json_build_add_line(out, object, ok);
    free(offset_mm);
}
