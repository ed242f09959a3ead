/* SPDX-License-Identifier: MIT */
/* Sessions to compare, and files that were left out, each with its reason. */
#ifndef SESSION_SET_H
#define SESSION_SET_H

#include "compare/session_summary.h"

#include <stdbool.h>
#include <stddef.h>

struct left_out {
    char *file; /* sanitised */
    char *why;  /* one sentence */
};

/* All zero bytes is an empty set. It owns what it points to. Adding and leaving out are false when out of
 * memory. */
struct session_set {
    struct session_summary *session; /* [count] */
    size_t count;
    struct left_out *left_out; /* [left_out_count] */
    size_t left_out_count;
};

/* Add a session. The set takes over what the summary owns, also on failure. */
bool session_set_add(struct session_set *set, struct session_summary *summary);

/* Add a file to those left out. A message that begins with the file's name is stored without it. */
bool session_set_leave_out(struct session_set *set, const char *file, const char *why);

/* Move session `index` to those left out, with the reason. On failure it is gone all the same. */
bool session_set_drop(struct session_set *set, size_t index, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Sort the sessions by start, those without a date first. Stable. */
void session_set_sort(struct session_set *set);

void session_set_free(struct session_set *set);

#endif
