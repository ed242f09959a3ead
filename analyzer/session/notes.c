/* SPDX-License-Identifier: MIT */
#include "session/notes.h"

#include "shared/sanitized_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGE_SIZE 500

static bool reserve(struct notes *notes)
{
    if (notes->count < notes->capacity)
        return true;
    size_t capacity = notes->capacity == 0 ? 8 : notes->capacity * 2;
    char **message = realloc(notes->message, capacity * sizeof *message);
    if (message == NULL)
        return false;
    notes->message = message;
    notes->capacity = capacity;
    return true;
}

void notes_add(struct notes *notes, const char *format, ...)
{
    char raw[MESSAGE_SIZE], sanitized[MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(raw, sizeof raw, format, arguments);
    va_end(arguments);
    sanitized_text_copy(sanitized, sizeof sanitized, raw);
    char *copy = reserve(notes) ? strdup(sanitized) : NULL;
    if (copy == NULL) {
        notes->out_of_memory = true;
        return;
    }
    notes->message[notes->count++] = copy;
}

void notes_free(struct notes *notes)
{
    for (size_t i = 0; i < notes->count; i++)
        free(notes->message[i]);
    free(notes->message);
    *notes = (struct notes){0};
}
