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

/* Whether a spreadsheet takes a cell that begins like this for a formula. Some also take the full-width signs. */
static bool begins_formula(const char *text)
{
    static const char *const signs[] = {"=",           "+", "-", "@", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
                                        "\xef\xbc\xa0"};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (strncmp(text, signs[i], strlen(signs[i])) == 0)
            return true;
    return false;
}

/* Add `text` with an apostrophe before each formula. `at_cell_start`: a cell begins with the text. `quote`: how a quote
 * is written. */
static void add_without_formulas(struct text_buffer *out, const char *text, bool at_cell_start, const char *quote)
{
    for (const char *cursor = text; *cursor; cursor++) {
        if (at_cell_start && begins_formula(cursor))
            text_add(out, "'");
        if (*cursor == ',' || *cursor == ';')
            at_cell_start = true;
        else if (*cursor != ' ' && *cursor != '"')
            at_cell_start = false;
        if (*cursor == '"')
            text_add(out, quote);
        else
            text_add_bytes(out, cursor, 1);
    }
}

void markup_add_comment(struct text_buffer *out, const char *text)
{
    char *copy = sanitize(out, text);
    if (copy)
        add_without_formulas(out, copy, false, "\"");
    free(copy);
}

void markup_add_csv(struct text_buffer *out, const char *text)
{
    char *copy = sanitize(out, text);
    bool is_quoted = copy && strpbrk(copy, ",;\"\r\n");
    if (is_quoted)
        text_add(out, "\"");
    if (copy)
        add_without_formulas(out, copy, true, "\"\"");
    if (is_quoted)
        text_add(out, "\"");
    free(copy);
}
