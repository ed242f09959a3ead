/* SPDX-License-Identifier: MIT */
/* The sessions to compare, and the files that were left out. */
#pragma once

#include "multi_session/session_summary.h"

#include <stdbool.h>
#include <stddef.h>

/* How to correct a name. */
#define ANNOTATE_SUBJECT "\"roller-logger annotate --subject\""

struct left_out {
    char *file;       /* sanitized name */
    char *why;        /* reason, one sentence */
    char *subject;    /* the person whom its first lines name; "" = unknown */
    bool is_reported; /* on standard error already, or need not be reported there */
};

/* A set of all zero bytes is empty. A set owns the memory that it points to. Functions that return bool return
 * false when out of memory. */
struct session_set {
    struct session_summary *session; /* [count] */
    size_t count, capacity;
    struct left_out *left_out; /* [left_out_count] */
    size_t left_out_count, left_out_capacity;
    struct analysis_options options; /* of the analysis of every session */
    size_t other_people_count;       /* sessions of other people, which are left out too, but never named */
    size_t similar_name_count;       /* of these, sessions whose name differs in capitals and separators only */
};

/* Move a session into the set; `*summary` is empty afterwards, also on failure. */
bool session_set_add(struct session_set *set, struct session_summary *summary);

/* Add a file to those left out. If `why` begins with the file's name, it is stored without that name. `subject`: the
 * person whom it names, "" = unknown. */
bool session_set_leave_out(struct session_set *set, const char *file, const char *subject, const char *why);

/* Move session `index` to those left out, with the reason. On failure the session is removed too. */
bool session_set_leave_out_session(struct session_set *set, size_t index, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Remove session `index`, which is another person's. */
void session_set_drop_other_person(struct session_set *set, size_t index);

/* Remove the files left out that name another person than `subject`. */
void session_set_drop_left_out_of_others(struct session_set *set, const char *subject);

/* Add "30 sessions of other people were left out."; nothing if there are none. */
void session_set_add_other_people(struct text_buffer *out, const struct session_set *set);

/* Sort the sessions by their start. Sessions without a date come first. Sessions that start at the same time keep their
 * order. */
void session_set_sort(struct session_set *set);

void session_set_free(struct session_set *set);
