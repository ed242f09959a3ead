/* SPDX-License-Identifier: MIT */
#include "both_legs.h"

#include "compare/compare_words.h"
#include "compare/comparison.h"
#include "multi_session/comparable.h"
#include "session/session_head.h"
#include "writing/output.h"

#include <stdlib.h>
#include <string.h>

bool both_legs_find(const char *first_path, const char *second_path, bool *are_together, struct failure *failure)
{
    struct session_header first, second;
    bool is_first, is_second;
    *are_together = false;
    if (!session_head_read(first_path, &first, &is_first, failure) ||
        !session_head_read(second_path, &second, &is_second, failure))
        return false;
    if (is_first && is_second)
        *are_together = first.recording_id[0] && strcmp(first.recording_id, second.recording_id) == 0 &&
                        strcmp(first.subject, second.subject) == 0 && first.leg != second.leg &&
                        first.leg != SESSION_LEG_UNKNOWN && second.leg != SESSION_LEG_UNKNOWN;
    return true;
}

static bool add_summary(struct session_set *set, const struct result *result)
{
    struct session_summary summary;
    bool ok = session_summary_copy_from_result(&summary, result) && session_set_add(set, &summary);
    session_summary_free(&summary);
    return ok;
}

bool both_legs_compare(struct text_buffer *words, const struct result *left, const struct result *right,
                       struct failure *failure)
{
    struct session_set set = {.options = left->options};
    struct comparison comparison;
    bool ok = add_summary(&set, left) && add_summary(&set, right) && comparable_keep_usable(&set);
    if (!ok)
        failure_set(failure, EXIT_STATUS_INPUT, "Not enough memory to compare the two legs.");
    if (ok && set.count == 2) {
        ok = comparison_make(&comparison, &set, failure);
        for (size_t i = 0; ok && i < comparison.view_count; i++)
            if (comparison.view[i].kind == COMPARISON_LEFT_AND_RIGHT)
                compare_words_add_headline(words, &comparison.view[i]);
        if (ok)
            comparison_free(&comparison);
    }
    session_set_free(&set);
    return ok;
}

/* Return the length of a path without an ending. */
static size_t length_without(const char *path, size_t length, const char *ending)
{
    size_t end = strlen(ending);
    return length > end && strncmp(path + length - end, ending, end) == 0 ? length - end : length;
}

char *both_legs_page_name(const char *session_path)
{
    struct text_buffer name = {0};
    char *page = output_page_name(session_path);
    if (!page)
        return NULL;
    size_t length = length_without(page, strlen(page), ".html");
    length = length_without(page, length_without(page, length, "_left"), "_right");
    text_add_bytes(&name, page, length);
    text_add(&name, "_both-legs.html");
    free(page);
    if (name.failed)
        text_free(&name);
    return name.bytes;
}
