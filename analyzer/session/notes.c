/* SPDX-License-Identifier: MIT */
#include "session/notes.h"

#include "shared/array_grow.h"
#include "shared/sanitized_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGE_SIZE 500

void notes_add(struct notes *notes, const char *format, ...)
{
    char raw[MESSAGE_SIZE], sanitized[MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(raw, sizeof raw, format, arguments);
    va_end(arguments);
    sanitized_text_copy(sanitized, sizeof sanitized, raw);
    char *copy = NULL;
    if (array_grow(&notes->message, &notes->capacity, notes->count + 1, sizeof *notes->message))
        copy = strdup(sanitized);
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
