/* SPDX-License-Identifier: MIT */
#include "shared/text_buffer.h"

#include "shared/array_grow.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text_buffer text_fixed(char *out, size_t size)
{
    *out = '\0';
    return (struct text_buffer){.bytes = out, .capacity = size, .is_fixed = true};
}

/* Reserve space for `added` bytes and a terminator. False if there is none; `failed` is set then. */
static bool text_reserve(struct text_buffer *text, size_t added)
{
    if (text->failed)
        return false;
    if (added < text->capacity - text->length)
        return true;
    text->failed = text->is_fixed || added >= SIZE_MAX - text->length ||
                   !array_grow(&text->bytes, &text->capacity, text->length + added + 1, sizeof *text->bytes);
    return !text->failed;
}

void text_add_bytes(struct text_buffer *text, const char *bytes, size_t length)
{
    if (!text_reserve(text, length))
        return;
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void text_add(struct text_buffer *text, const char *added)
{
    text_add_bytes(text, added, strlen(added));
}

void text_addfv(struct text_buffer *text, const char *format, va_list arguments)
{
    va_list copy;
    va_copy(copy, arguments);
    int needed = vsnprintf(NULL, 0, format, arguments);
    if (needed < 0) {
        text->failed = true;
    } else if (text_reserve(text, (size_t)needed)) {
        vsnprintf(text->bytes + text->length, (size_t)needed + 1, format, copy);
        text->length += (size_t)needed;
    }
    va_end(copy);
}

void text_addf(struct text_buffer *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_addfv(text, format, arguments);
    va_end(arguments);
}

void text_add_repeated(struct text_buffer *text, const char *added, size_t count)
{
    while (count-- > 0)
        text_add(text, added);
}

void text_clear(struct text_buffer *text)
{
    text->length = 0;
    if (text->bytes)
        text->bytes[0] = '\0';
}

void text_free(struct text_buffer *text)
{
    if (!text->is_fixed)
        free(text->bytes);
    *text = (struct text_buffer){0};
}

void text_free_and_pass_failure(struct text_buffer *part, struct text_buffer *whole)
{
    whole->failed = whole->failed || part->failed;
    text_free(part);
}
