/* SPDX-License-Identifier: MIT */
/* Sessions to compare, and those that were left out, each with its reason: none is dropped in silence. */
#ifndef SESSION_SET_H
#define SESSION_SET_H

#include "compare/session_summary.h"

#include <stdbool.h>
#include <stddef.h>

struct left_out {
    char *file; /* plain text */
    char *why;  /* plain words, one sentence */
};

/* All zero bytes is an empty set. It owns what it points to. */
struct session_set {
    struct session_summary *session;
    size_t count;
    struct left_out *left_out;
    size_t left_out_count;
};

/* Add a session; the set takes over what the summary owns, also when memory is short: false. */
bool session_set_add(struct session_set *set, struct session_summary *summary);

/* Name a file as left out. A reason that begins with the file's name is kept without it. False without
 * memory. */
bool session_set_leave_out(struct session_set *set, const char *file, const char *why);

/* Move session `index` to those left out, with the reason. False without memory; the session is then gone all
 * the same. */
bool session_set_drop(struct session_set *set, size_t index, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Order the sessions by the time they began, those without a time first, otherwise as they came. */
void session_set_sort(struct session_set *set);

void session_set_free(struct session_set *set);

#endif
