/* SPDX-License-Identifier: MIT */
/* The paths of the sessions: from the command line, from a file that lists them, and from folders. */
#pragma once

#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

/* A path in a folder that is named like a session but cannot be read as one. */
struct unusable_path {
    char *path;
    const char *why; /* "is a broken link" */
};

/* A list of all zero bytes is empty. The list owns the paths. */
struct session_list {
    char **path;       /* [count] */
    bool *from_folder; /* [count] whether the path was found in a folder, not named by the user */
    size_t count;
    size_t capacity;                /* capacity of both arrays */
    struct unusable_path *unusable; /* [unusable_count] */
    size_t unusable_count, unusable_capacity;
};

/* Make a list of the paths given[given_count], followed by those in the file `list_path` ("-" = standard input; NULL =
 * none). The file has one path per line or, if it contains a NUL, a NUL after each path, as `find -print0` writes it.
 * Empty lines are skipped. It may be UTF-16, or have a byte order mark. False (EXIT_STATUS_INPUT) if the file cannot be
 * read, if there is a file but no path at all, or when out of memory. The caller calls session_list_free in either
 * case. */
bool session_list_make(struct session_list *list, char *const given[], size_t given_count, const char *list_path,
                       struct failure *failure);

/* Add one path that the user named. False when out of memory. */
bool session_list_add(struct session_list *list, const char *path);

/* Add the regular files *.csv and *.csv.part of a folder, in upper case or compressed (.gz, .xz, .zst) too, sorted by
 * name, without subfolders. Broken links, named pipes and devices with such names become `unusable`. False
 * (EXIT_STATUS_INPUT) if the folder cannot be read. */
bool session_list_add_folder(struct session_list *list, const char *folder, struct failure *failure);

/* Return whether `path` is a folder; false also if that cannot be determined. */
bool session_list_is_folder(const char *path);

void session_list_free(struct session_list *list);
