/* SPDX-License-Identifier: MIT */
#include "metric_words.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define LABEL "aria-label=\""

static bool is_metric(const char *word, size_t length)
{
    static const char *const words[] = {"mm",          "cm",         "kg",     "N",       "millimetre",
                                        "millimetres", "centimetre", "newton", "newtons", "kilograms"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i]) == length && strncmp(word, words[i], length) == 0)
            return true;
    return false;
}

/* Return the first metric word of [text, end); NULL if there is none. */
static const char *find_in(const char *text, const char *end)
{
    for (const char *at = text; at < end; at++) {
        size_t length = 0;
        while (at + length < end && isalpha((unsigned char)at[length]))
            length++;
        bool is_metre = length == 1 && *at == 'm' && at >= text + 2 && at[-1] == ' ' && isdigit((unsigned char)at[-2]);
        if (is_metre || is_metric(at, length))
            return at;
        at += length > 0 ? length - 1 : 0;
    }
    return NULL;
}

/* Return the end of a tag or of a style sheet that begins at `tag`, and set `*found` to a metric word in its label. */
static const char *skip_tag(const char *tag, const char **found)
{
    bool is_style = strncmp(tag, "<style", 6) == 0;
    const char *end = strstr(tag, is_style ? "</style>" : ">"), *label = strstr(tag, LABEL);
    if (!end)
        return tag + strlen(tag);
    if (!is_style && label && label < end)
        *found = find_in(label + strlen(LABEL), strchr(label + strlen(LABEL), '"'));
    return end + 1;
}

const char *metric_words_find(const char *text)
{
    bool is_page = strncmp(text, "<!DOCTYPE", 9) == 0;
    const char *found = NULL;
    if (!is_page)
        return find_in(text, text + strlen(text));
    while (*text && !found) {
        const char *end = text + strcspn(text, "<");
        found = find_in(text, end);
        text = end;
        if (!found && *text)
            text = skip_tag(text, &found);
    }
    return found;
}
