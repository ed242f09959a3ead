/* SPDX-License-Identifier: MIT */
/* The sessions of a folder. */
#ifndef SESSION_FOLDER_H
#define SESSION_FOLDER_H

#include "failure.h"

#include <stdbool.h>
#include <stddef.h>

/* Names, with the folder before them. It owns them. */
struct session_folder {
    char **path;
    size_t count;
};

/* Whether `path` is a folder. */
bool session_folder_is(const char *path);

/*
 * List the files *.csv and *.csv.part of a folder by name, not of folders in it. Only files with content to read: what is a pipe, a
 * device or a folder is passed over, whatever its name. False with the failure filled in (EXIT_STATUS_INPUT) when the
 * folder cannot be read.
 */
bool session_folder_list(struct session_folder *folder, const char *path, struct failure *failure);
void session_folder_free(struct session_folder *folder);

#endif
