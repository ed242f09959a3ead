/* SPDX-License-Identifier: MIT */
/* People and programs write names in capitals. ASCII in any locale: tolower of a Turkish one leaves the I. */
#pragma once

#include <stddef.h>

static inline char letter_case_lower(char letter)
{
    return (char)(letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter);
}

/* Change the letters of `text` to lower case. Returns `text`. */
static inline char *letter_case_lower_text(char *text, size_t length)
{
    for (size_t k = 0; k < length; k++)
        text[k] = letter_case_lower(text[k]);
    return text;
}
