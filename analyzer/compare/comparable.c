/* SPDX-License-Identifier: MIT */
#include "compare/comparable.h"

#include <math.h>
#include <string.h>

static bool same_recording(const struct session_summary *a, const struct session_summary *b)
{
    return a->header.started[0] != '\0' && strcmp(a->header.started, b->header.started) == 0 &&
           strcmp(a->header.device, b->header.device) == 0 && a->header.leg == b->header.leg &&
           a->rows == b->rows && a->duration_s == b->duration_s && a->distance_mm == b->distance_mm;
}

/* The file of an earlier session that is the same recording; NULL = none. */
static const char *twin_of(const struct session_set *set, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (same_recording(&set->session[i], &set->session[index]))
            return set->session[i].file;
    }
    return NULL;
}

/* Whether `*index` stays; it moves on when it does. */
static bool keep_or_drop(struct session_set *set, size_t *index, bool legs_are_said)
{
    const struct session_summary *session = &set->session[*index];
    const char *twin = twin_of(set, *index);
    if (!(session->loaded_s > 0) || !isfinite(session->min_mm))
        return session_set_drop(set, *index, "The roller was never loaded, so it has no places.");
    if (session->loaded_s < COMPARABLE_MIN_LOADED_S)
        return session_set_drop(set, *index,
                                "Too short: %.0f s on the roller; from %.0f s on there is enough to compare.",
                                session->loaded_s, COMPARABLE_MIN_LOADED_S);
    if (session->strokes == 0)
        return session_set_drop(set, *index,
                                "The roller hardly moved along the thigh, so its place on it is not known.");
    if (twin)
        return session_set_drop(set, *index, "The same recording as %s.", twin);
    if (legs_are_said && session->header.leg == SESSION_LEG_UNKNOWN)
        return session_set_drop(set, *index,
                                "It does not say which leg it is of. Add \"# leg: left\" or \"# leg: right\" "
                                "to its first lines.");
    (*index)++;
    return true;
}

bool comparable_filter(struct session_set *set)
{
    bool legs_are_said = false;
    for (size_t i = 0; i < set->count; i++)
        legs_are_said = legs_are_said || set->session[i].header.leg != SESSION_LEG_UNKNOWN;
    bool good = true;
    for (size_t i = 0; good && i < set->count;)
        good = keep_or_drop(set, &i, legs_are_said);
    return good;
}

bool comparable_filter_first_person(struct session_set *set)
{
    char person[SESSION_TEXT_SIZE] = "";
    bool good = true;
    for (size_t i = 0; good && i < set->count;) {
        const char *subject = set->session[i].header.subject;
        if (subject[0] && person[0] && strcmp(subject, person) != 0) {
            good = session_set_drop(set, i, "Another person: %s, not %s.", subject, person);
            continue;
        }
        if (!person[0])
            memcpy(person, subject, sizeof person);
        i++;
    }
    return good;
}

bool comparable_filter_subject(struct session_set *set, const char *subject)
{
    bool good = true;
    for (size_t i = 0; good && i < set->count;) {
        const char *found = set->session[i].header.subject;
        if (strcmp(found, subject) == 0)
            i++;
        else if (found[0])
            good = session_set_drop(set, i, "Another person: %s.", found);
        else
            good = session_set_drop(set, i, "It does not say whose it is.");
    }
    return good;
}

bool comparable_filter_dated(struct session_set *set)
{
    bool good = true;
    for (size_t i = 0; good && i < set->count;) {
        if (set->session[i].started.known)
            i++;
        else
            good = session_set_drop(set, i, "It does not say when it was recorded.");
    }
    return good;
}
