/* SPDX-License-Identifier: MIT */
#include "writing/markup.h"

#include "shared/sanitized_text.h"

#include <stdlib.h>
#include <string.h>

/* A plain copy of `text`, the caller's to free; NULL, and the failure latched in `out`, without memory. */
static char *plain_copy(struct text_buffer *out, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (!copy) {
        out->failed = true;
        return NULL;
    }
    sanitized_text_copy(copy, size, text);
    return copy;
}

void markup_add_html(struct text_buffer *out, const char *text)
{
    char *plain = plain_copy(out, text);
    for (const char *at = plain; at && *at; at++) {
        switch (*at) {
        case '&':
            text_add(out, "&amp;");
            break;
        case '<':
            text_add(out, "&lt;");
            break;
        case '>':
            text_add(out, "&gt;");
            break;
        case '"':
            text_add(out, "&quot;");
            break;
        case '\'':
            text_add(out, "&#39;");
            break;
        case '`':
            text_add(out, "&#96;");
            break;
        default:
            text_add_bytes(out, at, 1);
        }
    }
    free(plain);
}

void markup_add_sanitized(struct text_buffer *out, const char *text)
{
    char *plain = plain_copy(out, text);
    if (plain)
        text_add(out, plain);
    free(plain);
}

void markup_add_comment(struct text_buffer *out, const char *text)
{
    char *plain = plain_copy(out, text);
    bool cell_begins = false;
    for (const char *at = plain; at && *at; at++) {
        if (cell_begins && strchr("=+-@", *at))
            text_add(out, "'");
        if (*at == ',' || *at == ';')
            cell_begins = true;
        else if (*at != ' ' && *at != '"')
            cell_begins = false;
        text_add_bytes(out, at, 1);
    }
    free(plain);
}
