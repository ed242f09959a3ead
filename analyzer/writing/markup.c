/* SPDX-License-Identifier: MIT */
#include "writing/markup.h"

#include "shared/sanitized_text.h"

#include <stdlib.h>
#include <string.h>

/* A sanitized copy, which the caller frees. NULL when out of memory; `out` has then failed. */
static char *sanitize(struct text_buffer *out, const char *text)
{
    char *copy = sanitized_text_dup(text);
    out->failed = out->failed || !copy;
    return copy;
}

void markup_add_html(struct text_buffer *out, const char *text)
{
    static const char special[] = "&<>\"'`";
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&#96;"};
    char *copy = sanitize(out, text);
    for (const char *at = copy; at && *at; at++) {
        const char *found = strchr(special, *at);
        if (found)
            text_add(out, references[found - special]);
        else
            text_add_bytes(out, at, 1);
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
    bool starts_cell = false;
    for (const char *at = copy; at && *at; at++) {
        if (starts_cell && strchr("=+-@", *at))
            text_add(out, "'");
        if (*at == ',' || *at == ';')
            starts_cell = true;
        else if (*at != ' ' && *at != '"')
            starts_cell = false;
        text_add_bytes(out, at, 1);
    }
    free(copy);
}
