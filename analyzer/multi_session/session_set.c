/* SPDX-License-Identifier: MIT */
#include "multi_session/session_set.h"

#include "shared/array_grow.h"
#include "shared/sanitized_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHY_SIZE 800 /* longer reasons are truncated */

/* Return a copy of `why` without the file's name, for a list that shows the name beside it: "FILE: no session." becomes
 * "no session.", and "FILE cannot ..." becomes "It cannot ...". */
static char *make_reason(const char *file, const char *why)
{
    char text[WHY_SIZE];
    size_t name_length = strlen(file);
    bool begins_with_file = name_length > 0 && strncmp(why, file, name_length) == 0;
    if (begins_with_file && strncmp(why + name_length, ": ", 2) == 0)
        return sanitized_text_dup(why + name_length + 2);
    if (!begins_with_file || why[name_length] != ' ')
        return sanitized_text_dup(why);
    snprintf(text, sizeof text, "It%s", why + name_length);
    return sanitized_text_dup(text);
}

static void free_left_out(struct left_out *left_out)
{
    free(left_out->file);
    free(left_out->why);
    free(left_out->subject);
}

bool session_set_leave_out(struct session_set *set, const char *file, const char *subject, const char *why)
{
    if (!array_grow(&set->left_out, &set->left_out_capacity, set->left_out_count + 1, sizeof *set->left_out))
        return false;
    struct left_out *added = &set->left_out[set->left_out_count];
    *added = (struct left_out){sanitized_text_dup(file), make_reason(file, why), strdup(subject), false};
    if (!added->file || !added->why || !added->subject) {
        free_left_out(added);
        return false;
    }
    set->left_out_count++;
    return true;
}

bool session_set_add(struct session_set *set, struct session_summary *summary)
{
    if (!array_grow(&set->session, &set->capacity, set->count + 1, sizeof *set->session)) {
        session_summary_free(summary);
        return false;
    }
    set->session[set->count++] = *summary;
    *summary = (struct session_summary){0};
    return true;
}

static void remove_session(struct session_set *set, size_t index)
{
    session_summary_free(&set->session[index]);
    set->count--;
    memmove(&set->session[index], &set->session[index + 1], (set->count - index) * sizeof *set->session);
}

bool session_set_leave_out_session(struct session_set *set, size_t index, const char *format, ...)
{
    char why[WHY_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, sizeof why, format, arguments);
    va_end(arguments);
    const struct session_summary *session = &set->session[index];
    bool ok = session_set_leave_out(set, session->file ? session->file : "", session->header.subject, why);
    remove_session(set, index);
    return ok;
}

void session_set_drop_other_person(struct session_set *set, size_t index)
{
    remove_session(set, index);
    set->other_people_count++;
}

void session_set_drop_left_out_of_others(struct session_set *set, const char *subject)
{
    size_t kept = 0;
    for (size_t i = 0; i < set->left_out_count; i++) {
        struct left_out *left_out = &set->left_out[i];
        if (subject[0] == '\0' || left_out->subject[0] == '\0' || strcmp(left_out->subject, subject) == 0) {
            set->left_out[kept++] = *left_out;
        } else {
            free_left_out(left_out);
            set->other_people_count++;
        }
    }
    set->left_out_count = kept;
}

void session_set_add_other_people(struct text_buffer *out, const struct session_set *set)
{
    if (set->other_people_count == 1)
        text_add(out, "1 session of another person was left out.");
    else if (set->other_people_count > 1)
        text_addf(out, "%zu sessions of other people were left out.", set->other_people_count);
    if (set->similar_name_count > 0)
        text_addf(out,
                  " In %zu of them the name differs in capitals, blanks or points only. If it is one person, correct "
                  "it with " ANNOTATE_SUBJECT ".",
                  set->similar_name_count);
}

static int compare_sessions(const void *a, const void *b)
{
    const struct session_summary *session_a = a, *session_b = b;
    int result = session_summary_compare_starts(session_a, session_b);
    return result != 0 ? result : (session_a->order > session_b->order) - (session_a->order < session_b->order);
}

void session_set_sort(struct session_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        set->session[i].order = i;
    if (set->count > 0)
        qsort(set->session, set->count, sizeof *set->session, compare_sessions);
}

void session_set_free(struct session_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        session_summary_free(&set->session[i]);
    for (size_t i = 0; i < set->left_out_count; i++)
        free_left_out(&set->left_out[i]);
    free(set->session);
    free(set->left_out);
    *set = (struct session_set){0};
}
