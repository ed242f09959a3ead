/* SPDX-License-Identifier: MIT */
#include "storage/file_names.h"

#include "shared/iso_time.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Write the time, `word` unless it is empty, and `number` unless it is 1. */
static void make_name(char *name, size_t size, int64_t wall_us, const char *word, unsigned number)
{
    char stamp[ISO_TIME_SIZE], suffix[16] = "";
    iso_time_format_file_name(stamp, sizeof stamp, wall_us);
    if (number > 1)
        snprintf(suffix, sizeof suffix, "_%u", number);
    snprintf(name, size, "%s%s%s%s.csv", stamp, *word ? "_" : "", word, suffix);
}

void file_names_make_session(char *name, size_t size, int64_t wall_us, enum session_leg leg, unsigned number)
{
    make_name(name, size, wall_us, session_leg_name(leg), number);
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static const char *extension_of(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && dot > name ? dot : name + strlen(name); /* a leading dot starts no extension */
}

/* Write `path` with an underscore and a word added to the name, which is cut at `end`, before its extension. */
static void add_word(char *out, size_t size, const char *path, const char *end, const char *word)
{
    snprintf(out, size, "%.*s_%s%s", (int)(end - path), path, word, extension_of(name_of(path)));
}

void file_names_add_leg(char *out, size_t size, const char *path, enum session_leg leg)
{
    add_word(out, size, path, extension_of(name_of(path)), session_leg_name(leg));
}

void file_names_add_number(char *out, size_t size, const char *path, unsigned number)
{
    char word[16];
    snprintf(word, sizeof word, "%u", number);
    const char *name = name_of(path), *end = extension_of(name);
    size_t added = strlen("_") + strlen(word) + strlen(end) + strlen(FILE_NAMES_PART_SUFFIX);
    while (end > name + 1 && ((size_t)(end - name) + added > NAME_MAX || ((unsigned char)*end & 0xC0) == 0x80))
        end--; /* never within a character of UTF-8 */
    add_word(out, size, path, end, word);
}

void file_names_make_calibration(char *name, size_t size, int64_t wall_us, unsigned number)
{
    make_name(name, size, wall_us, "calibration", number);
}

bool file_names_is_taken(const char *path)
{
    char part_path[PATH_MAX];
    struct stat existing;
    snprintf(part_path, sizeof part_path, "%s" FILE_NAMES_PART_SUFFIX, path);
    /* In this order: a file that gets its final name meanwhile is seen under one of the two. */
    return lstat(part_path, &existing) == 0 || lstat(path, &existing) == 0;
}
