/* SPDX-License-Identifier: MIT */
#include "record/last_time.h"

#include "platform/platform.h"
#include "shared/config_file.h"
#include "shared/decimal.h"
#include "shared/sanitized_text.h"
#include "shared/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_NAME "last-session"
#define FIRST_LINE "foam-roller-last-session: 1"
#define FILE_MAX_BYTES 4096
#define KEY_FOLDER "folder"

/* Read all of a file that belongs to this user. Returns why it cannot be trusted; NULL = it can. */
static const char *read_own_file(int fd, char *text, size_t size)
{
    struct stat status;
    size_t length = 0;
    ssize_t step = 1;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return "is not a file";
    if (status.st_uid != geteuid())
        return "belongs to another user";
    while (length + 1 < size && step > 0) {
        step = read(fd, text + length, size - 1 - length);
        length += step > 0 ? (size_t)step : 0;
    }
    text[length] = '\0';
    if (step < 0)
        return "cannot be read";
    if (length + 1 == size)
        return "is too large";
    return strlen(text) == length && length > 0 && text[length - 1] == '\n' ? NULL : "is damaged";
}

/* Copy a value if it is safe to print and fits. */
static bool copy_value(char *out, size_t size, const char *value)
{
    return strlen(value) < size && sanitized_text_copy(out, size, value) == strlen(value) && strcmp(out, value) == 0;
}

static bool parse_length(const char *value, double *length_mm)
{
    return decimal_parse(value, strlen(value), length_mm) && *length_mm >= SESSION_THIGH_MIN_MM &&
           *length_mm <= SESSION_THIGH_MAX_MM;
}

/* Parse a line "key: value". Keys of later versions are skipped. */
static bool parse_line(struct last_time *last, char *line)
{
    char *value = strstr(line, ": ");
    if (!value)
        return false;
    *value = '\0';
    value += strlen(": ");
    if (strcmp(line, SESSION_KEY_SUBJECT) == 0)
        return copy_value(last->subject, sizeof last->subject, value);
    if (strcmp(line, SESSION_KEY_THIGH_LENGTH) == 0)
        return parse_length(value, &last->thigh_length_mm);
    if (strcmp(line, KEY_FOLDER) == 0)
        return *value == '/' && copy_value(last->folder, sizeof last->folder, value);
    return true;
}

static bool parse(struct last_time *last, char *text)
{
    bool is_first = true, ok = true;
    for (char *line = text, *end; ok && *line; line = end + 1) {
        end = strchr(line, '\n');
        *end = '\0';
        ok = is_first ? strcmp(line, FIRST_LINE) == 0 : parse_line(last, line);
        is_first = false;
    }
    return ok;
}

bool last_time_load(struct last_time *last, const char **problem)
{
    char path[PATH_MAX], text[FILE_MAX_BYTES + 1];
    *last = (struct last_time){0};
    *problem = NULL;
    if (!config_file_path(path, sizeof path, FILE_NAME))
        return true;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC); /* a FIFO must not block */
    if (fd < 0) {
        *problem = errno == ENOENT || errno == ENOTDIR ? NULL : "cannot be opened";
        return *problem == NULL;
    }
    *problem = read_own_file(fd, text, sizeof text);
    close(fd);
    if (!*problem && !parse(last, text))
        *problem = "is damaged";
    if (*problem)
        *last = (struct last_time){0};
    return *problem == NULL;
}

bool last_time_save(const struct last_time *last)
{
    char path[PATH_MAX], text[FILE_MAX_BYTES];
    struct whole_file file;
    if (!config_file_path(path, sizeof path, FILE_NAME)) {
        errno = ENOENT;
        return false;
    }
    int length = snprintf(text, sizeof text, FIRST_LINE "\n");
    if (*last->subject)
        length += snprintf(text + length, sizeof text - (size_t)length, SESSION_KEY_SUBJECT ": %s\n", last->subject);
    if (last->thigh_length_mm > 0)
        length += snprintf(text + length, sizeof text - (size_t)length, SESSION_KEY_THIGH_LENGTH ": %.6g\n",
                           last->thigh_length_mm);
    if (*last->folder)
        length += snprintf(text + length, sizeof text - (size_t)length, KEY_FOLDER ": %s\n", last->folder);
    config_file_make_folders(path);
    if (!whole_file_open(&file, path))
        return false;
    bool written = fchmod(file.fd, 0600) == 0 && platform_write(file.fd, text, (size_t)length) == (size_t)length;
    return whole_file_commit(&file, written);
}
