/* SPDX-License-Identifier: MIT */
/* Which files to read as sessions: some were named by the user, others lie in a folder that was. */
#ifndef SESSION_PATHS_H
#define SESSION_PATHS_H

#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>

/* It owns the names. All zero bytes is empty. */
struct session_paths {
    char **path;
    bool *was_named; /* by the user; else it was found in a folder */
    size_t count;
};

/* Add a file as it was named. False without memory. */
bool session_paths_add(struct session_paths *paths, const char *path);

/*
 * Add the files *.csv and *.csv.part of a folder by name, not those of folders in it. What is a pipe, a
 * device or a folder is passed over, whatever its name. False with the failure filled in (EXIT_STATUS_INPUT)
 * when it cannot be read.
 */
bool session_paths_add_folder(struct session_paths *paths, const char *folder, struct failure *failure);

/* Whether `path` is a folder. */
bool session_paths_is_folder(const char *path);

void session_paths_free(struct session_paths *paths);

#endif
