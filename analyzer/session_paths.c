/* SPDX-License-Identifier: MIT */
#include "session_paths.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool session_paths_is_folder(const char *path)
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

/* Takes over `path`; NULL = no memory. */
static bool add(struct session_paths *paths, char *path, bool was_named)
{
    char **grown = path ? realloc(paths->path, (paths->count + 1) * sizeof *grown) : NULL;
    if (grown)
        paths->path = grown;
    bool *named = grown ? realloc(paths->was_named, (paths->count + 1) * sizeof *named) : NULL;
    if (!named) {
        free(path);
        return false;
    }
    paths->was_named = named;
    grown[paths->count] = path;
    named[paths->count++] = was_named;
    return true;
}

bool session_paths_add(struct session_paths *paths, const char *path)
{
    return add(paths, strdup(path), true);
}

static char *join(const char *folder, const char *name)
{
    size_t length = strlen(folder), size = length + strlen(name) + 2;
    char *joined = malloc(size);
    if (joined)
        snprintf(joined, size, "%s%s%s", folder, length > 0 && folder[length - 1] == '/' ? "" : "/", name);
    return joined;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool session_paths_add_folder(struct session_paths *paths, const char *folder, struct failure *failure)
{
    size_t before = paths->count;
    DIR *listing = opendir(folder);
    if (!listing)
        return failure_set(failure, EXIT_STATUS_INPUT, "Cannot read the folder %s: %s.", folder,
                           strerror(errno));
    bool good = true;
    const struct dirent *entry;
    errno = 0;
    while (good && (entry = readdir(listing)) != NULL) {
        if (is_session_file(dirfd(listing), entry->d_name))
            good = add(paths, join(folder, entry->d_name), false);
        errno = 0;
    }
    const char *why = !good ? "not enough memory" : errno != 0 ? strerror(errno) : NULL;
    if (why)
        good = failure_set(failure, EXIT_STATUS_INPUT, "Cannot read the folder %s: %s.", folder, why);
    closedir(listing);
    if (paths->count >
        before) /* those before it keep their order, and all of these are alike but for the name */
        qsort(paths->path + before, paths->count - before, sizeof *paths->path, by_name);
    return good;
}

void session_paths_free(struct session_paths *paths)
{
    for (size_t i = 0; i < paths->count; i++)
        free(paths->path[i]);
    free(paths->path);
    free(paths->was_named);
    *paths = (struct session_paths){0};
}
