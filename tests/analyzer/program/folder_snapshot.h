/* SPDX-License-Identifier: MIT */
/* What stood in a folder at one time, to tell afterwards what came, went or changed. */
#ifndef FOLDER_SNAPSHOT_H
#define FOLDER_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>

#define FOLDER_FILES_MAX 64

struct snapshot_file {
    char name[300]; /* from the folder: "charts/a-thigh.svg" */
    char *bytes;    /* of a folder: none */
    size_t length;
};

struct folder_snapshot {
    struct snapshot_file file[FOLDER_FILES_MAX];
    size_t count;
};

/* All files and folders in the folder and in those within. Ends the test when they cannot be read. */
void folder_snapshot_take(struct folder_snapshot *kept, const char *folder);
/* NULL = none of that name. */
const struct snapshot_file *folder_snapshot_find(const struct folder_snapshot *kept, const char *name);
bool snapshot_file_equal(const struct snapshot_file *a, const struct snapshot_file *b);
/* Make the folder as it was: what came goes, and files come back. A folder that went does not. */
void folder_snapshot_restore(const struct folder_snapshot *kept, const char *folder);
void folder_snapshot_free(struct folder_snapshot *kept);

#endif
