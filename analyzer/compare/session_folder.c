/* SPDX-License-Identifier: MIT */
#include "session_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool session_folder_is(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name), tail = strlen(ending);
    return length > tail && strcmp(name + length - tail, ending) == 0;
}

static bool is_session_file(int folder_fd, const char *name)
{
    struct stat status;
    return name[0] != '.' && (ends_with(name, ".csv") || ends_with(name, ".csv.part")) &&
           fstatat(folder_fd, name, &status, 0) == 0 && S_ISREG(status.st_mode);
}

static bool add(struct session_folder *folder, const char *path, const char *name)
{
    char **grown = realloc(folder->path, (folder->count + 1) * sizeof *grown);
    if (!grown)
        return false;
    folder->path = grown;
    size_t length = strlen(path), size = length + strlen(name) + 2;
    char *joined = malloc(size);
    if (!joined)
        return false;
    snprintf(joined, size, "%s%s%s", path, length > 0 && path[length - 1] == '/' ? "" : "/", name);
    grown[folder->count++] = joined;
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool session_folder_list(struct session_folder *folder, const char *path, struct failure *failure)
{
    *folder = (struct session_folder){0};
    DIR *open_folder = opendir(path);
    if (!open_folder)
        return failure_set(failure, EXIT_STATUS_INPUT, "Cannot read the folder %s: %s.", path, strerror(errno));
    bool good = true;
    const struct dirent *entry;
    errno = 0;
    while (good && (entry = readdir(open_folder)) != NULL) {
        if (is_session_file(dirfd(open_folder), entry->d_name))
            good = add(folder, path, entry->d_name);
        errno = 0;
    }
    if (!good || errno != 0) {
        failure_set(failure, EXIT_STATUS_INPUT, "Cannot read the folder %s: %s.", path,
                    good ? strerror(errno) : "not enough memory");
        good = false;
    }
    closedir(open_folder);
    if (good && folder->count > 0)
        qsort(folder->path, folder->count, sizeof *folder->path, by_name);
    if (!good)
        session_folder_free(folder);
    return good;
}

void session_folder_free(struct session_folder *folder)
{
    for (size_t i = 0; i < folder->count; i++)
        free(folder->path[i]);
    free(folder->path);
    *folder = (struct session_folder){0};
}
