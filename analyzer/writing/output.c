/* SPDX-License-Identifier: MIT */
#include "writing/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool output_write_bytes(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

bool output_write(int fd, const char *name, const char *bytes, size_t length, struct failure *failure)
{
    return output_write_bytes(fd, bytes, length) ||
           failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot write to %s: %s.", name, strerror(errno));
}

/* Whether the file `fd` is an earlier page of ours. `*error` is the errno when it cannot be read. */
static bool has_signature(int fd, int *error)
{
    char head[OUTPUT_SIGNATURE_WITHIN + 1];
    size_t length = 0;
    while (length < OUTPUT_SIGNATURE_WITHIN) {
        ssize_t got = read(fd, head + length, OUTPUT_SIGNATURE_WITHIN - length);
        if (got < 0 && errno == EINTR)
            continue;
        *error = got < 0 ? errno : 0;
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    head[length] = '\0';
    return strstr(head, OUTPUT_SIGNATURE) != NULL;
}

static bool cannot_write(const char *path, struct failure *failure)
{
    return failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot write %s: %s.", path, strerror(errno));
}

static bool check_page(const char *path, struct failure *failure)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return errno == ENOENT || cannot_write(path, failure);
    if (S_ISREG(status.st_mode)) {
        int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        int error = fd < 0 ? errno : 0;
        bool ours = fd >= 0 && has_signature(fd, &error);
        if (fd >= 0)
            close(fd);
        if (ours)
            return true;
        if (error != 0)
            return failure_set(
                failure, EXIT_STATUS_OUTPUT,
                "%s is there already and cannot be read (%s), so it was left as it is. Move it away, or "
                "name another file with -o.",
                path, strerror(error));
    }
    return failure_set(failure, EXIT_STATUS_OUTPUT,
                       "%s is there already and is not a page of roller-analyzer, so it was left as it is. "
                       "Move it away, or name another file with -o.",
                       path);
}

bool output_check_chart(const char *path, bool overwrite, struct failure *failure)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return errno == ENOENT || cannot_write(path, failure);
    if (!S_ISREG(status.st_mode))
        return failure_set(failure, EXIT_STATUS_OUTPUT,
                           "%s exists and is not a regular file, so it was left as it is. Move it away, or "
                           "name another folder.",
                           path);
    return overwrite ||
           failure_set(failure, EXIT_STATUS_OUTPUT,
                       "%s is there already and was left as it is. Move it away, name another folder, or "
                       "let it be replaced with --overwrite.",
                       path);
}

/* Write, flush to the disk and close; the first error is reported. */
static bool fill_and_close(int fd, const char *path, const struct text_buffer *bytes, struct failure *failure)
{
    bool ok = output_write(fd, path, bytes->bytes, bytes->length, failure);
    mode_t mask = umask(0);
    umask(mask);
    /* Some file systems have no modes or cannot flush (EINVAL); the file is good all the same. */
    if (ok && fchmod(fd, 0666 & ~mask) != 0 && errno != EPERM && errno != ENOTSUP)
        ok =
            failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot set the mode of %s: %s.", path, strerror(errno));
    if (ok && fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP)
        ok = failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot write %s to the disk: %s.", path,
                         strerror(errno));
    if (close(fd) != 0 && ok)
        ok = failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot close %s: %s.", path, strerror(errno));
    return ok;
}

static bool write_whole(const char *path, const struct text_buffer *bytes, struct failure *failure)
{
    static const char ending[] = ".XXXXXX";
    size_t size = strlen(path) + sizeof ending;
    char *temporary = malloc(size);
    if (!temporary)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "Not enough memory to write %s.", path);
    snprintf(temporary, size, "%s%s", path, ending);
    int fd = mkstemp(temporary);
    bool ok = fd >= 0 || cannot_write(path, failure);
    if (fd >= 0) {
        ok = fill_and_close(fd, path, bytes, failure);
        if (ok && rename(temporary, path) != 0)
            ok = cannot_write(path, failure);
        if (!ok)
            unlink(temporary);
    }
    free(temporary);
    return ok;
}

bool output_write_page(const char *path, const struct text_buffer *page, struct failure *failure)
{
    if (page->failed || page->length == 0)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "Not enough memory to write the page %s.", path);
    return check_page(path, failure) && write_whole(path, page, failure);
}

bool output_write_chart(const char *path, const struct text_buffer *chart, bool overwrite,
                        struct failure *failure)
{
    return output_check_chart(path, overwrite, failure) && write_whole(path, chart, failure);
}

char *output_page_name(const char *session_path)
{
    static const char ending[] = ".csv";
    size_t stem = strlen(session_path), length = sizeof ending - 1;
    if (stem > length && strcmp(session_path + stem - length, ending) == 0)
        stem -= length;
    size_t size = stem + sizeof ".html";
    char *name = malloc(size);
    if (name)
        snprintf(name, size, "%.*s.html", (int)stem, session_path);
    return name;
}
