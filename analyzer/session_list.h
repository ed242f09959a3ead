/* SPDX-License-Identifier: MIT */
/* Which files are the sessions: those of the command line, of a file with names, and of folders. */
#ifndef SESSION_LIST_H
#define SESSION_LIST_H

#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

/* All zero bytes is an empty list. It owns the paths. */
struct session_list {
    char **path;       /* [count] */
    bool *from_folder; /* [count]: found in a folder; else named by the user */
    size_t count;
};

/*
 * The `given_count` paths `given`, then those in the file `names_path` ("-" = standard input; NULL = none):
 * one a line or, when the file has a NUL in it, each ended by NUL as by `find -print0`. Empty names are
 * skipped. False (EXIT_STATUS_INPUT) when the file cannot be read, when it was asked for and there is no path
 * at all, or out of memory. session_list_free in either case.
 */
bool session_list_make(struct session_list *list, char *const given[], size_t given_count,
                       const char *names_path, struct failure *failure);

/* Add one path that the user named. False when out of memory. */
bool session_list_add(struct session_list *list, const char *path);

/* Add the regular files *.csv and *.csv.part of a folder, by name, without those in its subfolders. False
 * (EXIT_STATUS_INPUT) when it cannot be read. */
bool session_list_add_folder(struct session_list *list, const char *folder, struct failure *failure);

bool session_list_is_folder(const char *path);

void session_list_free(struct session_list *list);

#endif
