/* SPDX-License-Identifier: MIT */
#include "shared/fixed_text.h"

#include <stdio.h>

struct fixed_text fixed_text_begin(char *out, size_t size)
{
    *out = '\0';
    return (struct fixed_text){.at = out, .left = size};
}

void fixed_text_addv(struct fixed_text *text, const char *format, va_list arguments)
{
    int length = vsnprintf(text->at, text->left, format, arguments);
    if (length < 0 || (size_t)length >= text->left) {
        *text->at = '\0';
        return;
    }
    text->at += length;
    text->left -= (size_t)length;
}

void fixed_text_addf(struct fixed_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fixed_text_addv(text, format, arguments);
    va_end(arguments);
}
