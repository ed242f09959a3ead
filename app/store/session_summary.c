/* SPDX-License-Identifier: MIT */
#include "store/session_summary.h"

#include <stdbool.h>
#include <stddef.h>

/* Copy members of an object under other names. */
struct copied {
    const char *from, *to;
};

static bool copy(json_t *to, const json_t *from, const struct copied *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        json_t *value = json_object_get(from, list[i].from);
        if (value ? json_object_set(to, list[i].to, value) != 0 : json_object_set_new(to, list[i].to, json_null()) != 0)
            return false;
    }
    return true;
}

static json_t *make_spots(const json_t *found)
{
    static const struct copied names[] = {{"center_mm", "position_mm"}, {"dwell_s", "dwell_s"}, {"marks", "marks"}};
    json_t *spots = json_array();
    for (size_t i = 0; spots && i < json_array_size(found) && i < SESSION_SUMMARY_SPOTS_MAX; i++) {
        json_t *spot = json_object();
        bool ok = spot && copy(spot, json_array_get(found, i), names, sizeof names / sizeof names[0]);
        if (!ok)
            json_decref(spot);
        if (!ok || json_array_append_new(spots, spot) != 0) {
            json_decref(spots);
            return NULL;
        }
    }
    return spots;
}

json_t *session_summary_make(const json_t *report)
{
    static const struct copied session_names[] = {
        {"started", "start"},
        {"subject", "subject"},
        {"leg", "leg"},
        {"note", "note"},
        {"duration_s", "duration_s"},
        {"pain_before", "pain_before"},
        {"pain_after", "pain_after"},
        {"lost_frames", "lost"},
    };
    static const struct copied rolling_names[] = {{"loaded_s", "on_roller_s"}, {"strokes", "strokes"}};
    const json_t *session = json_object_get(report, "session");
    json_t *summary = json_is_object(session) ? json_object() : NULL;
    bool ok = summary && copy(summary, session, session_names, sizeof session_names / sizeof session_names[0]) &&
              copy(summary, json_object_get(report, "rolling"), rolling_names,
                   sizeof rolling_names / sizeof rolling_names[0]) &&
              json_object_set_new(summary, "spots", make_spots(json_object_get(report, "tender_spots"))) == 0 &&
              json_object_set_new(summary, "warnings",
                                  json_integer((json_int_t)json_array_size(json_object_get(report, "warnings")))) == 0;
    if (ok)
        return summary;
    json_decref(summary);
    return NULL;
}
