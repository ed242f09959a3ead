/* SPDX-License-Identifier: MIT */
#include "repeatability/repeatability.h"

#include "multi_session/multi_session_output.h"
#include "result/made_by.h"
#include "writing/json_build.h"

#define VERSION 1

static const char *const SOURCES[] = {
    "ICC(2,1): Shrout and Fleiss, Psychological Bulletin 86 (1979) 420-428",
    "95 % interval of the ICC: McGraw and Wong, Psychological Methods 1 (1996) 30-46",
    "SEM and MDC95: Weir, Journal of Strength and Conditioning Research 19 (2005) 231-240",
    "words for the ICC: Koo and Li, Journal of Chiropractic Medicine 15 (2016) 155-163",
};

static json_t *make_measure(const struct repeatability_group *group, enum repeatability_measure measure, bool *ok)
{
    const struct reliability *reliability = &group->measure[measure];
    json_t *object = json_object();
    json_build_set(object, "name", json_build_string(repeatability_measure_name(measure)), ok);
    json_build_set(object, "subjects", json_build_count(reliability->subject_count), ok);
    json_build_set(object, "mean", json_build_number(reliability->mean), ok);
    json_build_set(object, "icc_2_1", json_build_number(reliability->icc), ok);
    json_build_set(object, "icc_low", json_build_number(reliability->low), ok);
    json_build_set(object, "icc_high", json_build_number(reliability->high), ok);
    json_build_set(object, "sem", json_build_number(reliability->sem), ok);
    json_build_set(object, "mdc95", json_build_number(reliability->mdc95), ok);
    return object;
}

static json_t *make_group(const struct repeatability_group *group, bool *ok)
{
    json_t *object = json_object(), *measures = json_array();
    json_build_set(object, "leg", json_build_string(session_leg_name(group->leg)), ok);
    json_build_set(object, "condition", json_build_string(group->condition), ok);
    json_build_set(object, "subjects", json_build_count(group->subject_count), ok);
    json_build_set(object, "sessions", json_build_count(group->session_count), ok);
    for (enum repeatability_measure measure = 0; measure < REPEATABILITY_MEASURES; measure++)
        if (group->measure[measure].subject_count > 0)
            json_build_append(measures, make_measure(group, measure, ok), ok);
    json_build_set(object, "measures", measures, ok);
    return object;
}

void repeatability_json_add(struct text_buffer *out, const struct repeatability *repeatability,
                            const struct session_set *set)
{
    bool ok = true;
    json_t *object = json_object(), *groups = json_array(), *sources = json_array();
    json_build_set(object, "repeatability", json_build_count(VERSION), &ok);
    for (size_t i = 0; i < repeatability->count; i++)
        if (repeatability->group[i].session_count > 0)
            json_build_append(groups, make_group(&repeatability->group[i], &ok), &ok);
    json_build_set(object, "groups", groups, &ok);
    json_build_set(object, "left_out", multi_session_json_left_out(set, &ok), &ok);
    for (size_t i = 0; i < sizeof SOURCES / sizeof SOURCES[0]; i++)
        json_build_append(sources, json_build_string(SOURCES[i]), &ok);
    json_build_set(object, "sources", sources, &ok);
    json_build_set(object, "made_by", made_by_object(&set->options, &ok), &ok);
    json_build_add_line(out, object, ok);
}
