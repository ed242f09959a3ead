/* SPDX-License-Identifier: MIT */
#include "multi_session/comparable.h"

#include "text/header_text.h"
#include "text/letter_case.h"
#include "shared/text_buffer.h"

#include <math.h>
#include <string.h>

#define SUBJECTS_MAX 8 /* a message lists up to this many subjects, then only says how many more there are */

static bool is_same_recording(const struct session_summary *a, const struct session_summary *b)
{
    return a->header.started[0] != '\0' && strcmp(a->header.started, b->header.started) == 0 &&
           strcmp(a->header.device, b->header.device) == 0 && a->header.leg == b->header.leg &&
           a->row_count == b->row_count && a->duration_s == b->duration_s && a->distance_mm == b->distance_mm;
}

/* Return the name of a file earlier in the set with the same recording; NULL if there is none. */
static const char *find_earlier_copy(const struct session_set *set, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (is_same_recording(&set->session[i], &set->session[index]))
            return set->session[i].file;
    return NULL;
}

/* Leave session `*index` out of the set, or keep it and advance `*index`. False when out of memory. */
static bool keep_or_leave_out(struct session_set *set, size_t *index, bool any_leg_known)
{
    const struct session_summary *session = &set->session[*index];
    const char *earlier_copy = find_earlier_copy(set, *index);
    if (!(session->loaded_s > 0) || !isfinite(session->min_mm))
        return session_set_leave_out_session(set, *index, "The roller was never loaded, so its positions are unknown.");
    if (session->loaded_s < COMPARABLE_LOADED_MIN_S)
        return session_set_leave_out_session(set, *index, "Too short: %.0f s on the roller; a comparison needs %.0f s.",
                                             session->loaded_s, COMPARABLE_LOADED_MIN_S);
    if (session->stroke_count == 0)
        return session_set_leave_out_session(set, *index,
                                             "The roller hardly moved along the thigh, so its position is unknown.");
    if (earlier_copy)
        return session_set_leave_out_session(set, *index, "The same recording as %s.", earlier_copy);
    if (any_leg_known && session->header.leg == SESSION_LEG_UNKNOWN)
        return session_set_leave_out_session(
            set, *index,
            "It does not say which leg it was. Add \"# leg: left\" or \"# leg: right\" to its first lines.");
    (*index)++;
    return true;
}

bool comparable_keep_usable(struct session_set *set)
{
    bool any_leg_known = false;
    for (size_t i = 0; i < set->count; i++)
        any_leg_known = any_leg_known || set->session[i].header.leg != SESSION_LEG_UNKNOWN;
    bool ok = true;
    for (size_t i = 0; ok && i < set->count;)
        ok = keep_or_leave_out(set, &i, any_leg_known);
    return ok;
}

/* Whether `byte` separates the parts of a name, or ends it. */
static bool is_separator(char byte)
{
    return strchr(" .,-_", byte) != NULL; /* strchr finds the end too */
}

/* Whether two different names differ in capitals and separators only, as a name that is typed again each time may. */
static bool is_similar_name(const char *a, const char *b)
{
    if (strcmp(a, b) == 0)
        return false;
    for (;; a++, b++) {
        while (*a && is_separator(*a))
            a++;
        while (*b && is_separator(*b))
            b++;
        if (letter_case_lower(*a) != letter_case_lower(*b))
            return false;
        if (!*a)
            return true;
    }
}

/* Remove session `index`, which is not of `subject`. */
static void drop_other_person(struct session_set *set, size_t index, const char *subject)
{
    set->similar_name_count += is_similar_name(set->session[index].header.subject, subject);
    session_set_drop_other_person(set, index);
}

void comparable_keep_one_subject(struct session_set *set)
{
    char first_subject[SESSION_TEXT_SIZE] = "";
    for (size_t i = 0; i < set->count;) {
        const char *subject = set->session[i].header.subject;
        if (subject[0] && first_subject[0] && strcmp(subject, first_subject) != 0) {
            drop_other_person(set, i, first_subject);
            continue;
        }
        if (!first_subject[0])
            memcpy(first_subject, subject, sizeof first_subject);
        i++;
    }
    session_set_drop_left_out_of_others(set, first_subject);
}

bool comparable_keep_subject(struct session_set *set, const char *subject)
{
    bool ok = true;
    for (size_t i = 0; ok && i < set->count;) {
        const char *session_subject = set->session[i].header.subject;
        if (strcmp(session_subject, subject) == 0)
            i++;
        else if (session_subject[0])
            drop_other_person(set, i, subject);
        else
            ok = session_set_leave_out_session(set, i, "It does not name a person.");
    }
    session_set_drop_left_out_of_others(set, subject);
    return ok;
}

/* Return the first subject in the set; "" if there is none. */
static const char *find_first_subject(const struct session_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->session[i].header.subject[0])
            return set->session[i].header.subject;
    return "";
}

bool comparable_keep_named(struct session_set *set)
{
    bool any_named = find_first_subject(set)[0] != '\0', ok = true;
    for (size_t i = 0; ok && any_named && i < set->count;)
        if (set->session[i].header.subject[0])
            i++;
        else
            ok = session_set_leave_out_session(set, i, "It does not say whose session it is.");
    return ok;
}

bool comparable_keep_dated(struct session_set *set)
{
    bool ok = true;
    for (size_t i = 0; ok && i < set->count;) {
        const struct session_summary *session = &set->session[i];
        if (session->started.known)
            i++;
        else if (session->header.started[0] == '\0')
            ok = session_set_leave_out_session(set, i, "It does not say when it was recorded.");
        else
            ok = session_set_leave_out_session(
                set, i, "The clock of its computer was wrong: it says %s. Correct its line \"# started\".",
                session->header.started);
    }
    return ok;
}

static size_t count_sessions(const struct session_set *set, const char *subject)
{
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++)
        count += strcmp(set->session[i].header.subject, subject) == 0;
    return count;
}

static bool is_first_of_subject(const struct session_set *set, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(set->session[i].header.subject, set->session[index].header.subject) == 0)
            return false;
    return true;
}

/* Add the subjects in the order of their first sessions: "Anna (52 sessions), Ben (3 sessions)". Returns their
 * number. */
static size_t add_subjects(const struct session_set *set, struct text_buffer *names)
{
    size_t subject_count = 0;
    for (size_t i = 0; i < set->count; i++) {
        const char *subject = set->session[i].header.subject;
        if (!subject[0] || !is_first_of_subject(set, i))
            continue;
        size_t session_count = count_sessions(set, subject);
        if (subject_count++ < SUBJECTS_MAX)
            text_addf(names, "%s%s (%zu session%s)", subject_count > 1 ? ", " : "", subject, session_count,
                      session_count == 1 ? "" : "s");
    }
    if (subject_count > SUBJECTS_MAX)
        text_addf(names, " and %zu more", subject_count - SUBJECTS_MAX);
    return subject_count;
}

/* Add a hint if two names may be of one person. */
static void add_similar_names(const struct session_set *set, struct text_buffer *out)
{
    for (size_t i = 0; i < set->count; i++) {
        for (size_t k = 0; is_first_of_subject(set, i) && k < i; k++) {
            const char *a = set->session[k].header.subject, *b = set->session[i].header.subject;
            if (!a[0] || !is_similar_name(a, b))
                continue;
            text_addf(out, " If \"%s\" and \"%s\" are one person, correct the name with " ANNOTATE_SUBJECT ".", a, b);
            return;
        }
    }
}

bool comparable_choose_subject(const struct session_set *set, const char *wanted, char subject[SESSION_TEXT_SIZE],
                               struct failure *failure)
{
    struct text_buffer names = {0}, hint = {0};
    size_t subject_count = add_subjects(set, &names);
    bool ok = true;
    const char *chosen = wanted ? wanted : find_first_subject(set);
    header_text_copy(subject, SESSION_TEXT_SIZE, chosen, strlen(chosen));
    add_similar_names(set, &hint);
    if (names.failed || hint.failed)
        ok = failure_set(failure, EXIT_STATUS_INPUT, "Not enough memory for %zu sessions.", set->count);
    else if (wanted && set->count > 0 && count_sessions(set, subject) == 0)
        ok = failure_set(failure, EXIT_STATUS_USAGE, "No session names \"%s\"; the sessions name %zu other %s.",
                         subject, subject_count, subject_count == 1 ? "person" : "people");
    else if (!wanted && subject_count > 1)
        ok = failure_set(failure, EXIT_STATUS_USAGE,
                         "These are sessions of several people: %s. Choose one with --subject NAME.%s",
                         names.bytes ? names.bytes : "", hint.bytes ? hint.bytes : "");
    text_free(&names);
    text_free(&hint);
    return ok;
}
