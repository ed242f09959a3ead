/* SPDX-License-Identifier: MIT */
/* Which sessions: those of the command line, then those that a file names. */
#ifndef SESSION_LIST_H
#define SESSION_LIST_H

#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct session_list {
    char **name; /* into argv, or into `text` */
    size_t count;
    char *text; /* of the file, cut into names */
};

/*
 * `given` (`given_count` names of the command line), then those in the file `path` ("-" = standard input;
 * NULL = none): one name a line, or, when there is a NUL in it, as `find -print0` ends them. Empty names are
 * passed over. On success the list is the caller's (session_list_free), while `given` must outlive it. False:
 * the file cannot be read, there is no name at all, or memory is short.
 */
bool session_list_make(struct session_list *list, char **given, size_t given_count, const char *path,
                       struct failure *failure);

void session_list_free(struct session_list *list);

#endif
