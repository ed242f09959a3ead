/* SPDX-License-Identifier: MIT */
#include "store/session_files.h"

#include "shared/array_grow.h"
#include "shared/sanitized_text.h"
#include "store/path_format.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".csv"
#define PART_SUFFIX ".csv.part"
#define DEPTH_MAX 2
#define TRASH_NAMES_MAX 1000

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);
    return length > end_length && strcmp(text + length - end_length, end) == 0;
}

bool session_files_is_part(const char *path)
{
    return ends_with(path, PART_SUFFIX);
}

bool session_files_is_simulated(const char *path)
{
    return strncmp(path, SESSION_FILES_SIMULATED "/", strlen(SESSION_FILES_SIMULATED "/")) == 0;
}

void session_files_person_folder(const char *path, char *out, size_t size)
{
    const char *start = session_files_is_simulated(path) ? path + strlen(SESSION_FILES_SIMULATED "/") : path;
    const char *slash = strchr(start, '/');
    (void)snprintf(out, size, "%.*s", slash ? (int)(slash - start) : 0, start);
}

static bool add(struct session_files *files, const char *path, const struct stat *info)
{
    errno = ENOMEM;
    if (!array_grow(&files->file, &files->capacity, files->count + 1, sizeof *files->file))
        return false;
    struct session_file *file = &files->file[files->count];
    file->path = strdup(path);
    file->size = info->st_size;
    file->mtime_ns = (int64_t)info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec;
    files->count += file->path ? 1 : 0;
    return file->path != NULL;
}

/* Whether a folder at the top holds no sessions of a person. */
static bool is_no_person(const char *name)
{
    return strcmp(name, SESSION_FILES_TRASH) == 0 || strcmp(name, SESSION_FILES_CALIBRATION) == 0;
}

/* Add the sessions in `below`, a path in the folder or "", and in its subfolders. */
static bool find_below(struct session_files *files, int folder_fd, const char *below, unsigned depth,
                       int64_t quiet_since_s)
{
    char path[PATH_MAX];
    int fd = openat(folder_fd, *below ? below : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *entries = fd >= 0 ? fdopendir(fd) : NULL;
    bool ok = true;
    if (!entries) {
        if (fd >= 0)
            close(fd);
        return depth > 0 && errno != ENOMEM &&
               errno != EMFILE; /* a folder that is gone or closed to us has no sessions */
    }
    for (const struct dirent *entry; ok && (entry = readdir(entries)) != NULL;) {
        struct stat info;
        if (entry->d_name[0] == '.' || (depth == 0 && is_no_person(entry->d_name)) ||
            fstatat(fd, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (!path_format(path, sizeof path, "%s%s%s", below, *below ? "/" : "", entry->d_name))
            continue;
        if (S_ISDIR(info.st_mode) && (depth == 0 || (depth < DEPTH_MAX && strcmp(below, SESSION_FILES_SIMULATED) == 0)))
            ok = find_below(files, folder_fd, path, depth + 1, quiet_since_s);
        else if (S_ISREG(info.st_mode) &&
                 (ends_with(path, SUFFIX) || (session_files_is_part(path) && info.st_mtime < quiet_since_s)))
            ok = add(files, path, &info);
    }
    closedir(entries);
    return ok;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct session_file *)a)->path, ((const struct session_file *)b)->path);
}

bool session_files_find(struct session_files *files, const char *folder, int64_t quiet_since_s)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *files = (struct session_files){0};
    if (fd < 0)
        return false;
    bool ok = find_below(files, fd, "", 0, quiet_since_s);
    int error = errno;
    close(fd);
    if (ok && files->count > 0)
        qsort(files->file, files->count, sizeof files->file[0], by_path);
    if (!ok)
        session_files_free(files);
    errno = error;
    return ok;
}

void session_files_free(struct session_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        free(files->file[i].path);
    free(files->file);
    *files = (struct session_files){0};
}

const char *session_files_find_below(const char *folder, const char *path)
{
    size_t length = strlen(folder);
    if (strncmp(path, folder, length) != 0 || path[length] != '/' || path[length + 1] == '\0')
        return NULL;
    for (const char *name = path + length; name; name = strchr(name + 1, '/'))
        if (strncmp(name, "/..", 3) == 0 && (name[3] == '/' || name[3] == '\0'))
            return NULL;
    return path + length + 1;
}

/* Make the folders of `path` below `folder`. */
static bool make_folders(const char *folder, const char *path)
{
    char full[PATH_MAX];
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/'))
        if (!path_format(full, sizeof full, "%s/%.*s", folder, (int)(slash - path), path) ||
            (mkdir(full, 0777) != 0 && errno != EEXIST))
            return false;
    return true;
}

bool session_files_move_to_trash(const char *folder, const char *path)
{
    char from[PATH_MAX], in_trash[PATH_MAX], to[PATH_MAX];
    if (!path_format(from, sizeof from, "%s/%s", folder, path))
        return false;
    for (int number = 1; number <= TRASH_NAMES_MAX; number++) {
        struct stat info;
        bool ok = number == 1 ? path_format(in_trash, sizeof in_trash, SESSION_FILES_TRASH "/%s", path)
                              : path_format(in_trash, sizeof in_trash, SESSION_FILES_TRASH "/%s.%d", path, number);
        if (!ok || !path_format(to, sizeof to, "%s/%s", folder, in_trash) || !make_folders(folder, in_trash))
            return false;
        /* link, not rename: it never replaces a file. */
        if (link(from, to) == 0)
            return unlink(from) == 0;
        int error = errno;
        if (error == EEXIST || lstat(to, &info) == 0)
            continue;
        /* A file system without hard links; nothing has the name. */
        errno = error;
        return (error == EPERM || error == ENOTSUP || error == ENOSYS) && rename(from, to) == 0;
    }
    errno = EEXIST;
    return false;
}

void session_files_make_folder_name(const char *name, char *out, size_t size)
{
    static const char *const taken[] = {SESSION_FILES_SIMULATED, SESSION_FILES_TRASH, SESSION_FILES_CALIBRATION, ""};
    sanitized_text_copy(out, size, name);
    for (char *c = out; *c; c++)
        if (strchr("/\\:*?\"<>|", *c) || (c == out && (*c == '.' || *c == ' ' || *c == '-')))
            *c = '_';
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        if (strcasecmp(out, taken[i]) == 0) {
            size_t length = strlen(out);
            (void)snprintf(out + length, size - length, "_");
        }
}
