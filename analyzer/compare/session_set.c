/* SPDX-License-Identifier: MIT */
#include "session_set.h"

#include "plain_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHY_SIZE 800

static char *plain_copy(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (copy)
        plain_text_copy(copy, size, text);
    return copy;
}

bool session_set_leave_out(struct session_set *set, const char *file, const char *why)
{
    struct left_out *grown = realloc(set->left_out, (set->left_out_count + 1) * sizeof *grown);
    if (!grown)
        return false;
    set->left_out = grown;
    struct left_out *added = &grown[set->left_out_count];
    *added = (struct left_out){plain_copy(file), plain_copy(why)};
    if (!added->file || !added->why) {
        free(added->file);
        free(added->why);
        return false;
    }
    set->left_out_count++;
    return true;
}

bool session_set_read(struct session_set *set, const char *path, const struct analyze_options *options,
                      struct failure *failure)
{
    struct result result = {0};
    if (!analyze_session(path, options, &result, failure)) {
        /* Where the sentence begins with the file's name, which stands beside it already, take what comes behind. */
        size_t named = strlen(path);
        bool repeats = strncmp(failure->sentence, path, named) == 0 && strncmp(failure->sentence + named, ": ", 2) == 0;
        if (!session_set_leave_out(set, path, failure->sentence + (repeats ? named + 2 : 0)))
            failure_set(failure, EXIT_STATUS_INPUT, "Not enough memory for the sessions.");
        return false;
    }
    struct session_summary *grown = realloc(set->session, (set->count + 1) * sizeof *grown);
    if (!grown) {
        result_free(&result);
        return failure_set(failure, EXIT_STATUS_INPUT, "Not enough memory for the sessions.");
    }
    set->session = grown;
    session_summary_take(&grown[set->count++], &result);
    return true;
}

bool session_set_drop(struct session_set *set, size_t index, const char *format, ...)
{
    char why[WHY_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, sizeof why, format, arguments);
    va_end(arguments);
    bool named = session_set_leave_out(set, set->session[index].file ? set->session[index].file : "", why);
    session_summary_free(&set->session[index]);
    set->count--;
    memmove(&set->session[index], &set->session[index + 1], (set->count - index) * sizeof *set->session);
    return named;
}

static bool begins_later(const struct session_summary *a, const struct session_summary *b)
{
    if (a->started.known != b->started.known)
        return a->started.known;
    return a->started.known && a->started.utc_s > b->started.utc_s;
}

/* Stable, and quick for files that come by name, which are in order already. */
void session_set_sort(struct session_set *set)
{
    for (size_t i = 1; i < set->count; i++) {
        struct session_summary moved = set->session[i];
        size_t k = i;
        for (; k > 0 && begins_later(&set->session[k - 1], &moved); k--)
            set->session[k] = set->session[k - 1];
        set->session[k] = moved;
    }
}

void session_set_free(struct session_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        session_summary_free(&set->session[i]);
    for (size_t i = 0; i < set->left_out_count; i++) {
        free(set->left_out[i].file);
        free(set->left_out[i].why);
    }
    free(set->session);
    free(set->left_out);
    *set = (struct session_set){0};
}
