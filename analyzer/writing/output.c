/* SPDX-License-Identifier: MIT */
#include "writing/output.h"

#include "platform/platform.h"
#include "shared/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool output_write(int fd, const char *name, const char *bytes, size_t length, struct failure *failure)
{
    return platform_write(fd, bytes, length) == length ||
           failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot write to %s: %s.", name, strerror(errno));
}

/* Return whether the file `fd` is a page of roller-analyzer. Sets `*error` to errno if the file cannot be read,
 * else to 0. */
static bool has_signature(int fd, int *error)
{
    char head[OUTPUT_SIGNATURE_MAX_BYTES + 1];
    size_t length = 0;
    while (length < OUTPUT_SIGNATURE_MAX_BYTES) {
        ssize_t bytes_read = read(fd, head + length, OUTPUT_SIGNATURE_MAX_BYTES - length);
        if (bytes_read < 0 && errno == EINTR)
            continue;
        *error = bytes_read < 0 ? errno : 0;
        if (bytes_read <= 0)
            break;
        length += (size_t)bytes_read;
    }
    head[length] = '\0';
    return strstr(head, OUTPUT_SIGNATURE) != NULL;
}

static bool fail_cannot_write(const char *path, struct failure *failure)
{
    return failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot write %s: %s.", path, strerror(errno));
}

/* Check that a page may be written to `path`: nothing is there, or a page of roller-analyzer, which may be replaced. */
static bool check_page(const char *path, struct failure *failure)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return errno == ENOENT || fail_cannot_write(path, failure);
    if (S_ISREG(status.st_mode)) {
        int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        int error = fd < 0 ? errno : 0;
        bool is_page = fd >= 0 && has_signature(fd, &error);
        if (fd >= 0)
            close(fd);
        if (is_page)
            return true;
        if (error != 0)
            return failure_set(failure, EXIT_STATUS_OUTPUT,
                               "%s already exists and cannot be read (%s), so it was left as it is. Move it away, or "
                               "name another file with -o.",
                               path, strerror(error));
    }
    return failure_set(failure, EXIT_STATUS_OUTPUT,
                       "%s already exists and is not a page of roller-analyzer, so it was left as it is. "
                       "Move it away, or name another file with -o.",
                       path);
}

bool output_check_chart(const char *path, bool overwrite, struct failure *failure)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return errno == ENOENT || fail_cannot_write(path, failure);
    if (!S_ISREG(status.st_mode))
        return failure_set(failure, EXIT_STATUS_OUTPUT,
                           "%s exists and is not a regular file, so it was left as it is. Move it away, or "
                           "name another folder.",
                           path);
    return overwrite || failure_set(failure, EXIT_STATUS_OUTPUT,
                                    "%s already exists and was left as it is. Move it away, name another folder, or "
                                    "let it be replaced with --overwrite.",
                                    path);
}

/* Write a file completely or not at all. */
static bool write_atomically(const char *path, const struct text_buffer *bytes, struct failure *failure)
{
    struct whole_file file;
    if (!whole_file_open(&file, path))
        return fail_cannot_write(path, failure);
    bool written = platform_write(file.fd, bytes->bytes, bytes->length) == bytes->length;
    return whole_file_commit(&file, written) || fail_cannot_write(path, failure);
}

bool output_write_page(const char *path, const struct text_buffer *page, struct failure *failure)
{
    if (page->failed || page->length == 0)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "Not enough memory to write the page %s.", path);
    return check_page(path, failure) && write_atomically(path, page, failure);
}

bool output_write_chart(const char *path, const struct text_buffer *chart, bool overwrite, struct failure *failure)
{
    return output_check_chart(path, overwrite, failure) && write_atomically(path, chart, failure);
}

char *output_page_name(const char *session_path)
{
    static const char extension[] = ".csv";
    size_t stem_length = strlen(session_path), extension_length = sizeof extension - 1;
    if (stem_length > extension_length && strcmp(session_path + stem_length - extension_length, extension) == 0)
        stem_length -= extension_length;
    size_t size = stem_length + sizeof ".html";
    char *name = malloc(size);
    if (name)
        snprintf(name, size, "%.*s.html", (int)stem_length, session_path);
    return name;
}
