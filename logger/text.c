/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <stdio.h>

struct text text_begin(char *out, size_t size)
{
    *out = '\0';
    return (struct text){.at = out, .left = size};
}

void text_add_arguments(struct text *text, const char *format, va_list arguments)
{
    int length = vsnprintf(text->at, text->left, format, arguments);
    if (length < 0 || (size_t)length >= text->left) {
        *text->at = '\0';
        return;
    }
    text->at += length;
    text->left -= (size_t)length;
}

void text_add(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_add_arguments(text, format, arguments);
    va_end(arguments);
}
