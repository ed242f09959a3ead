/* SPDX-License-Identifier: MIT */
/* Messages of an analysis to its user, in the order in which they arose. All zero bytes are an empty list. */
#ifndef NOTES_H
#define NOTES_H

#include <stdbool.h>
#include <stddef.h>

struct notes {
    char **message;
    size_t count;
    size_t capacity;
    bool out_of_memory; /* a message was lost */
};

/* Add a message as printf would make it, cut at 500 bytes and made plain text. */
void notes_add(struct notes *notes, const char *format, ...) __attribute__((format(printf, 2, 3)));

void notes_free(struct notes *notes);

#endif
