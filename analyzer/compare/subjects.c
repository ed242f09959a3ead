/* SPDX-License-Identifier: MIT */
#include "compare/subjects.h"

#include "shared/sanitized_text.h"
#include "shared/text_buffer.h"

#include <string.h>

#define NAMES_MOST 8

static size_t sessions_of(const struct session_set *set, const char *subject)
{
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++)
        count += strcmp(set->session[i].header.subject, subject) == 0;
    return count;
}

static bool is_first_of_its_name(const struct session_set *set, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(set->session[i].header.subject, set->session[index].header.subject) == 0)
            return false;
    }
    return true;
}

/* "Anna (52 sessions), Ben (3 sessions)", in order of appearance. Returns how many names there are. */
static size_t list_names(const struct session_set *set, struct text_buffer *names)
{
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++) {
        const char *subject = set->session[i].header.subject;
        if (!subject[0] || !is_first_of_its_name(set, i))
            continue;
        size_t sessions = sessions_of(set, subject);
        if (count++ < NAMES_MOST)
            text_addf(names, "%s%s (%zu session%s)", count > 1 ? ", " : "", subject, sessions,
                      sessions == 1 ? "" : "s");
    }
    if (count > NAMES_MOST)
        text_addf(names, " and %zu more", count - NAMES_MOST);
    return count;
}

bool subjects_choose(const struct session_set *set, const char *wanted, char subject[SESSION_TEXT_SIZE],
                     struct failure *failure)
{
    struct text_buffer names = {0};
    size_t count = list_names(set, &names);
    bool good = !names.failed ||
                failure_set(failure, EXIT_STATUS_INPUT, "Not enough memory for %zu sessions.", set->count);
    sanitized_text_copy(subject, SESSION_TEXT_SIZE, wanted ? wanted : "");
    if (good && wanted && set->count > 0 && sessions_of(set, subject) == 0)
        good = failure_set(failure, EXIT_STATUS_USAGE, "No session is of \"%s\". There are sessions of: %s.",
                           subject, names.bytes ? names.bytes : "nobody by name");
    else if (good && !wanted && count > 1)
        good = failure_set(failure, EXIT_STATUS_USAGE,
                           "These are sessions of several people: %s. Choose one with --subject NAME.",
                           names.bytes ? names.bytes : "");
    for (size_t i = 0; good && !wanted && count == 1 && i < set->count; i++) {
        if (set->session[i].header.subject[0])
            memcpy(subject, set->session[i].header.subject, SESSION_TEXT_SIZE);
    }
    text_free(&names);
    return good;
}
