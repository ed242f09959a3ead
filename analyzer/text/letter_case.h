/* SPDX-License-Identifier: MIT */
/* People and programs write names in capitals. ASCII in any locale: tolower of a Turkish one leaves the I. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static inline char letter_case_lower(char letter)
{
    return (char)(letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter);
}

/* Whether `text` begins with `name`, which is in lower case. */
static inline bool letter_case_begins_with(const char *text, size_t length, const char *name)
{
    size_t name_length = strlen(name), at = 0;
    while (at < name_length && at < length && letter_case_lower(text[at]) == name[at])
        at++;
    return at == name_length;
}

/* Whether `text` is `name`, which is in lower case. */
static inline bool letter_case_is(const char *text, size_t length, const char *name)
{
    return strlen(name) == length && letter_case_begins_with(text, length, name);
}

/* Change the letters of `text` to lower case. Returns `text`. */
static inline char *letter_case_lower_text(char *text, size_t length)
{
    for (size_t k = 0; k < length; k++)
        text[k] = letter_case_lower(text[k]);
    return text;
}
