/* SPDX-License-Identifier: MIT */
#include "session_list.h"

#include "shared/array_grow.h"
#include "shared/text_buffer.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Add `path`, and take ownership of it, also on failure. False if it is NULL, or when out of memory. */
static bool add_path(struct session_list *list, char *path, bool from_folder)
{
    size_t needed = list->count + 1, path_capacity = list->capacity;
    if (!path || !array_grow(&list->path, &path_capacity, needed, sizeof *list->path) ||
        !array_grow(&list->from_folder, &list->capacity, needed, sizeof *list->from_folder)) {
        free(path);
        return false;
    }
    list->path[list->count] = path;
    list->from_folder[list->count++] = from_folder;
    return true;
}

bool session_list_add(struct session_list *list, const char *path)
{
    return add_path(list, strdup(path), false);
}

/* Add the content of a file to `text`. Messages call the file `display_name`. */
static bool read_file(struct text_buffer *text, const char *path, const char *display_name, struct failure *failure)
{
    bool standard_input = strcmp(path, "-") == 0;
    FILE *stream = standard_input ? stdin : fopen(path, "r");
    if (!stream)
        return failure_set(failure, EXIT_STATUS_INPUT, "%s cannot be opened: %s.", display_name, strerror(errno));
    char chunk[4096];
    size_t length;
    while ((length = fread(chunk, 1, sizeof chunk, stream)) > 0)
        text_add_bytes(text, chunk, length);
    bool ok = !ferror(stream) ||
              failure_set(failure, EXIT_STATUS_INPUT, "%s cannot be read: %s.", display_name, strerror(errno));
    if (!standard_input)
        fclose(stream);
    return ok;
}

/* Add the paths in `text`, each ended by `delimiter`. False when out of memory. */
static bool add_listed(struct session_list *list, const struct text_buffer *text, char delimiter)
{
    bool ok = true;
    for (size_t offset = 0; ok && offset < text->length;) {
        const char *path = text->bytes + offset, *path_end = memchr(path, delimiter, text->length - offset);
        size_t length = path_end ? (size_t)(path_end - path) : text->length - offset;
        offset += length + 1;
        if (delimiter == '\n' && length > 0 && path[length - 1] == '\r')
            length--;
        if (length > 0)
            ok = add_path(list, strndup(path, length), false);
    }
    return ok;
}

bool session_list_make(struct session_list *list, char *const given[], size_t given_count, const char *list_path,
                       struct failure *failure)
{
    const char *display_name = list_path && strcmp(list_path, "-") == 0 ? "standard input" : list_path;
    struct text_buffer text = {0};
    *list = (struct session_list){0};
    bool ok = true;
    for (size_t i = 0; ok && i < given_count; i++)
        ok = session_list_add(list, given[i]);
    if (list_path && !read_file(&text, list_path, display_name, failure)) {
        text_free(&text);
        return false;
    }
    char delimiter = text.length > 0 && memchr(text.bytes, '\0', text.length) != NULL ? '\0' : '\n';
    ok = ok && !text.failed && add_listed(list, &text, delimiter);
    text_free(&text);
    if (!ok)
        return failure_set(failure, EXIT_STATUS_INPUT, "Not enough memory for the list of sessions.");
    if (list_path && list->count == 0)
        return failure_set(failure, EXIT_STATUS_INPUT, "%s names no session.", display_name);
    return true;
}

bool session_list_is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool ends_with(const char *name, const char *suffix)
{
    size_t length = strlen(name), suffix_length = strlen(suffix);
    return length > suffix_length && strcmp(name + length - suffix_length, suffix) == 0;
}

static bool is_session_file(int folder_fd, const char *name)
{
    struct stat status;
    return name[0] != '.' && (ends_with(name, ".csv") || ends_with(name, ".csv.part")) &&
           fstatat(folder_fd, name, &status, 0) == 0 && S_ISREG(status.st_mode);
}

static char *join(const char *folder, const char *name)
{
    size_t length = strlen(folder), size = length + strlen(name) + sizeof "/";
    char *joined = malloc(size);
    if (joined)
        snprintf(joined, size, "%s%s%s", folder, length > 0 && folder[length - 1] == '/' ? "" : "/", name);
    return joined;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool session_list_add_folder(struct session_list *list, const char *folder, struct failure *failure)
{
    size_t first = list->count;
    DIR *listing = opendir(folder);
    if (!listing)
        return failure_set(failure, EXIT_STATUS_INPUT, "Cannot read the folder %s: %s.", folder, strerror(errno));
    bool ok = true;
    const struct dirent *entry;
    errno = 0; /* readdir reports an error only through errno */
    while (ok && (entry = readdir(listing)) != NULL) {
        if (is_session_file(dirfd(listing), entry->d_name))
            ok = add_path(list, join(folder, entry->d_name), true);
        errno = 0;
    }
    const char *reason = !ok ? "not enough memory" : errno != 0 ? strerror(errno) : NULL;
    if (reason)
        ok = failure_set(failure, EXIT_STATUS_INPUT, "Cannot read the folder %s: %s.", folder, reason);
    closedir(listing);
    if (list->count > first) /* from_folder is true for all new paths, so only the paths are sorted */
        qsort(list->path + first, list->count - first, sizeof *list->path, compare_names);
    return ok;
}

void session_list_free(struct session_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->path[i]);
    free(list->path);
    free(list->from_folder);
    *list = (struct session_list){0};
}
