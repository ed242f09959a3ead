/* SPDX-License-Identifier: MIT */
#include "session_list.h"

#include "text/letter_case.h"
#include "shared/array_grow.h"
#include "shared/text_buffer.h"
#include "text/text_source.h"

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
    struct text_source source = {.bytes.stream = stream};
    while ((length = text_source_read(&source, chunk, sizeof chunk)) > 0)
        text_add_bytes(text, chunk, length);
    const char *problem = byte_source_problem(&source.bytes);
    bool ok =
        problem == NULL || failure_set(failure, EXIT_STATUS_INPUT, "%s cannot be read: %s.", display_name, problem);
    text_source_close(&source);
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

/* Whether the name ends with `suffix` (in lower case), written in any case, within its first `length` bytes. */
static bool ends_with(const char *name, size_t length, const char *suffix)
{
    size_t suffix_length = strlen(suffix);
    return length > suffix_length && letter_case_is(name + length - suffix_length, suffix_length, suffix);
}

static bool is_session_name(const char *name)
{
    static const char *const compressions[] = {".gz", ".xz", ".zst"};
    size_t length = strlen(name);
    for (size_t k = 0; k < sizeof compressions / sizeof compressions[0]; k++)
        if (ends_with(name, length, compressions[k])) {
            length -= strlen(compressions[k]);
            break;
        }
    return name[0] != '.' && (ends_with(name, length, ".csv") || ends_with(name, length, ".csv.part"));
}

/* Return why the file is none that can be read; NULL if it can be, or if it is a folder. */
static const char *why_unusable(int folder_fd, const char *name, bool *is_file)
{
    struct stat status;
    *is_file = false;
    if (fstatat(folder_fd, name, &status, 0) != 0)
        return errno == ENOENT || errno == ELOOP ? "is a broken link" : strerror(errno);
    *is_file = S_ISREG(status.st_mode);
    return *is_file || S_ISDIR(status.st_mode) ? NULL
           : S_ISFIFO(status.st_mode)          ? "is a named pipe, not a file"
                                               : "is a device or socket, not a file";
}

/* Add `path`, and take ownership of it, also on failure. False if it is NULL, or when out of memory. */
static bool add_unusable(struct session_list *list, char *path, const char *why)
{
    if (!path ||
        !array_grow(&list->unusable, &list->unusable_capacity, list->unusable_count + 1, sizeof *list->unusable)) {
        free(path);
        return false;
    }
    list->unusable[list->unusable_count++] = (struct unusable_path){path, why};
    return true;
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
        bool is_file = false;
        const char *why = is_session_name(entry->d_name) ? why_unusable(dirfd(listing), entry->d_name, &is_file) : NULL;
        if (is_file)
            ok = add_path(list, join(folder, entry->d_name), true);
        else if (why)
            ok = add_unusable(list, join(folder, entry->d_name), why);
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
    for (size_t i = 0; i < list->unusable_count; i++)
        free(list->unusable[i].path);
    free(list->unusable);
    free(list->path);
    free(list->from_folder);
    *list = (struct session_list){0};
}
