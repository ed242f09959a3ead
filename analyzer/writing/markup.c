/* SPDX-License-Identifier: MIT */
#include "writing/markup.h"

#include "shared/sanitized_text.h"

#include <stdlib.h>
#include <string.h>

/* Return a sanitized copy of `text`, which the caller frees. When out of memory, return NULL and set out->failed. */
static char *sanitize(struct text_buffer *out, const char *text)
{
    char *copy = sanitized_text_dup(text);
    if (!copy)
        out->failed = true;
    return copy;
}

void markup_add_html(struct text_buffer *out, const char *text)
{
    static const char special[] = "&<>\"'`";
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&#96;"};
    char *copy = sanitize(out, text);
    for (const char *cursor = copy; cursor && *cursor; cursor++) {
        const char *found = strchr(special, *cursor);
        if (found)
            text_add(out, references[found - special]);
        else
            text_add_bytes(out, cursor, 1);
    }
    free(copy);
}

void markup_add_sanitized(struct text_buffer *out, const char *text)
{
    char *copy = sanitize(out, text);
    if (copy)
        text_add(out, copy);
    free(copy);
}

void markup_add_comment(struct text_buffer *out, const char *text)
{
    char *copy = sanitize(out, text);
    bool at_cell_start = false;
    for (const char *cursor = copy; cursor && *cursor; cursor++) {
        if (at_cell_start && strchr("=+-@", *cursor))
            text_add(out, "'");
        if (*cursor == ',' || *cursor == ';')
            at_cell_start = true;
        else if (*cursor != ' ' && *cursor != '"')
            at_cell_start = false;
        text_add_bytes(out, cursor, 1);
    }
    free(copy);
}
