/* SPDX-License-Identifier: MIT */
#include "since_last_time.h"

#include "compare/compare_words.h"
#include "compare/comparison.h"
#include "multi_session/comparable.h"
#include "pipeline/pipeline.h"
#include "session/session_date.h"
#include "session/session_head.h"
#include "session_list.h"
#include "shared/array_grow.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define TRIES_MAX 3 /* earlier sessions that cannot be compared, until the search ends */

static bool out_of_memory(struct failure *failure)
{
    return failure_set(failure, EXIT_STATUS_INPUT, "Not enough memory to compare with the last session.");
}

void folder_heads_free(struct folder_heads *heads)
{
    for (size_t i = 0; i < heads->count; i++)
        free(heads->head[i].path);
    free(heads->head);
    free(heads->folder);
    *heads = (struct folder_heads){0};
}

static bool add_head(struct folder_heads *heads, const char *path, struct failure *failure)
{
    struct session_header header;
    bool is_session;
    if (!session_head_read(path, &header, &is_session, failure))
        return false;
    if (!is_session)
        return true;
    const struct iso_time started = session_date_find_start(&header, (double)time(NULL));
    if (!started.known)
        return true;
    if (!array_grow(&heads->head, &heads->capacity, heads->count + 1, sizeof *heads->head))
        return out_of_memory(failure);
    struct folder_head *head = &heads->head[heads->count];
    *head = (struct folder_head){.path = strdup(path), .utc_s = started.utc_s, .leg = header.leg};
    memcpy(head->subject, header.subject, sizeof head->subject);
    heads->count += head->path != NULL;
    return head->path != NULL || out_of_memory(failure);
}

/* Read the headers of the folder's sessions. A folder that cannot be listed has none. */
static bool read_heads(struct folder_heads *heads, char *folder, struct failure *failure)
{
    struct session_list list = {0};
    heads->folder = folder;
    if (access(folder, R_OK | X_OK) != 0)
        return true;
    bool ok = session_list_add_folder(&list, folder, failure);
    for (size_t i = 0; ok && i < list.count; i++)
        ok = add_head(heads, list.path[i], failure);
    session_list_free(&list);
    return ok;
}

/* Let `heads` be those of the folder of `path`. */
static bool enter_folder(struct folder_heads *heads, const char *path, struct failure *failure)
{
    const char *slash = strrchr(path, '/');
    char *folder = !slash ? strdup(".") : slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
    if (!folder)
        return out_of_memory(failure);
    if (heads->folder && strcmp(heads->folder, folder) == 0) {
        free(folder);
        return true;
    }
    folder_heads_free(heads);
    bool ok = read_heads(heads, folder, failure);
    if (!ok)
        folder_heads_free(heads);
    return ok;
}

static bool has_named_session(const struct folder_heads *heads)
{
    for (size_t i = 0; i < heads->count; i++)
        if (heads->head[i].subject[0])
            return true;
    return false;
}

/* Return the newest session of the person and the leg that began before `before_s`; NULL if there is none. */
static const struct folder_head *find_newest(const struct folder_heads *heads, const struct session_header *header,
                                             double before_s)
{
    const struct folder_head *newest = NULL;
    for (size_t i = 0; i < heads->count; i++) {
        const struct folder_head *head = &heads->head[i];
        if (head->utc_s < before_s && head->leg == header->leg && strcmp(head->subject, header->subject) == 0 &&
            (!newest || head->utc_s > newest->utc_s))
            newest = head;
    }
    return newest;
}

/* Add a sentence on its own line to the text_buffer `context`, which fails if it is NULL; a callback for
 * compare_words_each_note. */
static void add_line(void *context, const char *sentence)
{
    struct text_buffer *lines = context;
    lines->failed = lines->failed || !sentence;
    text_addf(lines, "%s\n", sentence ? sentence : "");
}

/* Whether a spot or all together took clearly longer, or a spot is new. */
static bool is_longer(const struct comparison_view *view)
{
    bool is_any = view->spots_dwell_s.verdict == CHANGE_MORE;
    for (size_t k = 0; k < view->spot_count; k++)
        is_any = is_any || view->spot[k].change == CHANGE_MORE || view->spot[k].change == CHANGE_NEW;
    return is_any;
}

static void describe(struct text_buffer *lines, const struct comparison_view *view)
{
    text_add(lines, "Your last session: ");
    iso_time_add(lines, &comparison_first_session(view)->started);
    text_add(lines, ".\n");
    compare_words_add_headline(lines, view);
    text_add(lines, "\n");
    size_t length = lines->length;
    compare_words_add_spot_counts(lines, view);
    if (lines->length > length)
        text_add(lines, "\n");
    compare_words_each_note(view, add_line, lines);
}

/* Compare the sessions of the set, if there are two that can be compared. */
static bool compare(struct text_buffer *lines, bool *longer, struct session_set *set, struct failure *failure)
{
    struct comparison comparison;
    if (!comparable_keep_usable(set))
        return out_of_memory(failure);
    if (set->count < 2)
        return true;
    if (!comparison_make(&comparison, set, failure))
        return false;
    if (comparison.view_count > 0 && comparison.view[0].kind == COMPARISON_THEN_AND_NOW) {
        describe(lines, &comparison.view[0]);
        *longer = is_longer(&comparison.view[0]);
    }
    comparison_free(&comparison);
    return true;
}

/* Add what is compared with the session at `path`; nothing if it cannot be analysed or compared. */
static bool compare_with(struct text_buffer *lines, bool *longer, const char *path, const struct result *result,
                         struct failure *failure)
{
    struct session_set set = {.options = result->options};
    struct session_summary summary;
    struct result earlier;
    if (!pipeline_run(path, &result->options, &earlier, failure))
        return !failure->input_unreadable;
    bool ok = session_summary_from_result(&summary, &earlier);
    ok = (ok && session_set_add(&set, &summary)) || out_of_memory(failure);
    if (ok) {
        ok = session_summary_copy_from_result(&summary, result) && session_set_add(&set, &summary);
        ok = ok ? compare(lines, longer, &set, failure) : out_of_memory(failure);
    }
    session_summary_free(&summary);
    session_set_free(&set);
    return ok;
}

bool since_last_time_find(struct folder_heads *heads, const char *path, struct result *result, struct failure *failure)
{
    const struct iso_time started = session_date_find_start(&result->header, (double)time(NULL));
    if (strcmp(path, "-") == 0 || !started.known)
        return true;
    if (!enter_folder(heads, path, failure))
        return false;
    if (!result->header.subject[0] && has_named_session(heads))
        return true; /* it is unknown whose this session is */
    struct text_buffer lines = {0};
    double before_s = started.utc_s;
    bool ok = true, longer = false;
    for (int tries = 0; ok && lines.length == 0 && tries < TRIES_MAX; tries++) {
        const struct folder_head *head = find_newest(heads, &result->header, before_s);
        if (!head)
            break;
        before_s = head->utc_s;
        ok = compare_with(&lines, &longer, head->path, result, failure);
    }
    if (ok && lines.failed)
        ok = out_of_memory(failure);
    if (ok && lines.length > 0)
        result->since_last_time = strdup(lines.bytes);
    result->is_longer_than_last_time = ok && longer;
    if (ok && lines.length > 0 && !result->since_last_time)
        ok = out_of_memory(failure);
    text_free(&lines);
    return ok;
}
