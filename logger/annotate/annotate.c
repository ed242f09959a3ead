/* SPDX-License-Identifier: MIT */
#include "annotate/annotate.h"

#include "annotate/session_head.h"
#include "platform/platform.h"
#include "shared/whole_file.h"
#include "storage/file_names.h"
#include "storage/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK_TRIES_MAX 100 /* as many others may annotate the same session before it is our turn */

/* The session that is changed. */
struct edited_file {
    char path[PATH_MAX]; /* without symbolic links, because the file is replaced */
    int fd;
    struct stat status;
    char *head; /* the first bytes, NUL-terminated */
    size_t head_length;
};

static bool fail_to_open(const char *path, struct failure *failure)
{
    return failure_set(failure, EXIT_STATUS_INPUT, "%s cannot be opened: %s.", path, strerror(errno));
}

static bool fail_to_change(const char *path, struct failure *failure)
{
    return failure_set(failure, EXIT_STATUS_OUTPUT, "%s could not be changed: %s. It is as it was.", path,
                       strerror(errno));
}

/* Wait until no other process has the file locked. File systems without locks do not matter: that two programs annotate
 * one session at the same moment is rare. */
static void lock(int fd)
{
    const struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    while (fcntl(fd, F_SETLKW, &whole) != 0 && errno == EINTR)
        ;
}

/* Open and lock the file. Another `annotate` may replace it while this one waits; then the new file counts. */
static bool open_locked(struct edited_file *file, struct failure *failure)
{
    for (unsigned tries = 0; tries < LOCK_TRIES_MAX; tries++) {
        file->fd = open(file->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (file->fd < 0)
            return fail_to_open(file->path, failure);
        lock(file->fd);
        if (new_file_check(file->fd, file->path) == NEW_FILE_PRESENT)
            return true;
        close(file->fd);
    }
    return failure_set(failure, EXIT_STATUS_OUTPUT, "%s is changed by other programs all the time.", file->path);
}

/* Refuse a session that is being recorded: the logger would continue in the file that has been replaced. */
static bool check_name(const char *path, struct failure *failure)
{
    size_t length = strlen(path), suffix_length = strlen(FILE_NAMES_PART_SUFFIX);
    if (length < suffix_length || strcmp(path + length - suffix_length, FILE_NAMES_PART_SUFFIX) != 0)
        return true;
    return failure_set(failure, EXIT_STATUS_INPUT,
                       "%s is still being recorded, or its recording was interrupted. If no program records it, rename "
                       "it to %.*s first.",
                       path, (int)(length - suffix_length), path);
}

/* Read the head of the file. False if it has none that can be changed. */
static bool read_head(struct edited_file *file, struct failure *failure)
{
    file->head = calloc(1, SESSION_HEAD_MAX_BYTES + 1);
    if (!file->head)
        return failure_set(failure, EXIT_STATUS_INPUT, "%s: not enough memory to read it.", file->path);
    size_t length = 0;
    ssize_t step = 1;
    while (length < SESSION_HEAD_MAX_BYTES && step > 0) {
        step = pread(file->fd, file->head + length, SESSION_HEAD_MAX_BYTES - length, (off_t)length);
        length += step > 0 ? (size_t)step : 0;
    }
    if (step < 0)
        return fail_to_open(file->path, failure);
    const char *problem = session_head_find_end(file->head, length, &file->head_length);
    return !problem || failure_set(failure, EXIT_STATUS_INPUT, "%s %s.", file->path, problem);
}

static bool open_file(struct edited_file *file, const char *path, struct failure *failure)
{
    *file = (struct edited_file){.fd = -1};
    if (!check_name(path, failure))
        return false;
    if (!realpath(path, file->path))
        return fail_to_open(path, failure);
    if (stat(file->path, &file->status) == 0 && !S_ISREG(file->status.st_mode))
        return failure_set(failure, EXIT_STATUS_INPUT, "%s is not a file.", path);
    return open_locked(file, failure) && read_head(file, failure);
}

static void close_file(struct edited_file *file)
{
    free(file->head);
    if (file->fd >= 0)
        close(file->fd);
}

/* Copy owner and mode of the file; only root can give a file away, and nothing depends on it. */
static bool copy_status(int fd, const struct stat *status)
{
    if (fchown(fd, status->st_uid, status->st_gid) != 0 && errno != EPERM)
        return false;
    return fchmod(fd, status->st_mode & 07777) == 0 || errno == EPERM;
}

/* Replace the file by one with another head. */
static bool replace(const struct edited_file *file, const struct text_buffer *head, struct failure *failure)
{
    struct whole_file whole;
    if (!whole_file_open(&whole, file->path))
        return fail_to_change(file->path, failure);
    bool written = platform_write(whole.fd, head->bytes, head->length) == head->length &&
                   new_file_copy(file->fd, (off_t)file->head_length, whole.fd) && copy_status(whole.fd, &file->status);
    int error = errno;
    if (whole_file_commit(&whole, written))
        return true;
    if (!written)
        errno = error;
    return fail_to_change(file->path, failure);
}

/* Add "a.csv: note, pain_after changed." */
static void add_changes(struct text_buffer *out, const char *path, const bool changed[ANNOTATION_KEYS])
{
    const char *separator = ": ";
    text_add(out, path);
    for (enum annotation_key key = 0; key < ANNOTATION_KEYS; key++) {
        if (!changed[key])
            continue;
        text_addf(out, "%s%s", separator, annotation_key_name(key));
        separator = ", ";
    }
    text_add(out, *separator == ':' ? " says that already.\n" : " changed.\n");
}

bool annotate_run(const struct options *options, int stop_fd, struct text_buffer *out, struct failure *failure)
{
    (void)stop_fd;
    struct edited_file file;
    struct text_buffer head = {0};
    bool changed[ANNOTATION_KEYS], any = false;
    bool ok = open_file(&file, options->session, failure);
    if (ok) {
        session_head_add(&head, file.head, file.head_length, &options->annotation, changed);
        for (size_t key = 0; key < ANNOTATION_KEYS; key++)
            any = any || changed[key];
        ok = !head.failed ||
             failure_set(failure, EXIT_STATUS_OUTPUT, "%s: not enough memory for its head.", options->session);
    }
    ok = ok && (!any || replace(&file, &head, failure));
    if (ok)
        add_changes(out, options->session, changed);
    text_free(&head);
    close_file(&file);
    return ok;
}
