/* SPDX-License-Identifier: MIT */
/* A copy of a folder's contents. Tests later compare the folder with it, or restore the folder from it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define FOLDER_FILES_MAX 64

struct snapshot_file {
    char name[300]; /* path relative to the folder, such as "charts/a-thigh.svg" */
    char *bytes;    /* "" for a folder */
    size_t length;
};

struct folder_snapshot {
    struct snapshot_file file[FOLDER_FILES_MAX];
    size_t count;
};

/* Copy all files and folders, recursively. Fails the test if they cannot be read. */
void folder_snapshot_take(struct folder_snapshot *snapshot, const char *folder);
/* Return the copy of the file or folder `name`; NULL if there is none. */
const struct snapshot_file *folder_snapshot_find(const struct folder_snapshot *snapshot, const char *name);
bool snapshot_file_equal(const struct snapshot_file *a, const struct snapshot_file *b);
/* Remove new files and folders, and restore changed and removed files. Removed folders are not restored. */
void folder_snapshot_restore(const struct folder_snapshot *snapshot, const char *folder);
void folder_snapshot_free(struct folder_snapshot *snapshot);
