/* SPDX-License-Identifier: MIT */
/* Messages of an analysis to the user, in order of occurrence. A zeroed struct is an empty list. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct notes {
    char **message; /* [count] owned */
    size_t count;
    size_t capacity;
    bool out_of_memory; /* at least one message could not be stored */
};

/* Add a message, formatted like printf, sanitized and truncated to 500 bytes. */
void notes_add(struct notes *notes, const char *format, ...) __attribute__((format(printf, 2, 3)));

void notes_free(struct notes *notes);
