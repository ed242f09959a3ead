/* SPDX-License-Identifier: MIT */
#include "folder_snapshot.h"

#include "support/cmocka_includes.h"
#include "support/temp_dir.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void add_folder(struct folder_snapshot *snapshot, const char *folder, const char *within)
{
    char path[700];
    snprintf(path, sizeof path, "%s/%s", folder, within);
    DIR *listing = opendir(path);
    assert_non_null(listing);
    const struct dirent *entry;
    while ((entry = readdir(listing)) != NULL) {
        char name[300];
        struct stat status;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        assert_true(snprintf(name, sizeof name, "%s%s%s", within, within[0] ? "/" : "", entry->d_name) <
                    (int)sizeof name);
        snprintf(path, sizeof path, "%s/%s", folder, name);
        assert_int_equal(lstat(path, &status), 0);
        assert_true(snapshot->count < FOLDER_FILES_MAX);
        struct snapshot_file *file = &snapshot->file[snapshot->count++];
        file->length = 0;
        file->bytes = S_ISDIR(status.st_mode) ? calloc(1, 1) : temp_file_read(path, &file->length);
        memcpy(file->name, name, sizeof name);
        assert_non_null(file->bytes);
        if (S_ISDIR(status.st_mode))
            add_folder(snapshot, folder, name);
    }
    closedir(listing);
}

void folder_snapshot_take(struct folder_snapshot *snapshot, const char *folder)
{
    snapshot->count = 0;
    add_folder(snapshot, folder, "");
}

const struct snapshot_file *folder_snapshot_find(const struct folder_snapshot *snapshot, const char *name)
{
    for (size_t i = 0; i < snapshot->count; i++)
        if (strcmp(snapshot->file[i].name, name) == 0)
            return &snapshot->file[i];
    return NULL;
}

bool snapshot_file_equal(const struct snapshot_file *a, const struct snapshot_file *b)
{
    return a && b && a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

void folder_snapshot_restore(const struct folder_snapshot *snapshot, const char *folder)
{
    char path[700];
    struct folder_snapshot now;
    folder_snapshot_take(&now, folder);
    for (size_t i = now.count; i-- > 0;) { /* backwards, because a folder precedes its contents */
        snprintf(path, sizeof path, "%s/%s", folder, now.file[i].name);
        if (!folder_snapshot_find(snapshot, now.file[i].name))
            assert_int_equal(remove(path), 0);
    }
    for (size_t i = 0; i < snapshot->count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, snapshot->file[i].name);
        if (!snapshot_file_equal(&snapshot->file[i], folder_snapshot_find(&now, snapshot->file[i].name)))
            temp_file_write(path, snapshot->file[i].bytes, snapshot->file[i].length);
    }
    folder_snapshot_free(&now);
}

void folder_snapshot_free(struct folder_snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->count; i++)
        free(snapshot->file[i].bytes);
    snapshot->count = 0;
}
