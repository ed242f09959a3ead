/* SPDX-License-Identifier: MIT */
#include "temp_dir.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void abort_with(const char *what, const char *path)
{
    fprintf(stderr, "test support: %s %s: %s\n", what, path, strerror(errno));
    abort();
}

void temp_dir_make(struct temp_dir *dir)
{
    const char *parent = getenv("TMPDIR");
    snprintf(dir->path, sizeof dir->path, "%s/roller-test-XXXXXX", parent && *parent ? parent : "/tmp");
    if (!mkdtemp(dir->path))
        abort_with("cannot make the folder", dir->path);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *position)
{
    (void)info;
    (void)kind;
    (void)position;
    return remove(path);
}

void temp_dir_remove(const struct temp_dir *dir)
{
    nftw(dir->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

char *temp_dir_join(const struct temp_dir *dir, const char *name, char *path, size_t size)
{
    int length = snprintf(path, size, "%s/%s", dir->path, name);
    if (length < 0 || (size_t)length >= size)
        abort_with("the path is too long for its buffer:", name);
    return path;
}

char *temp_file_read(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *bytes = NULL;
    size_t used = 0, size = 0, got;
    do {
        size = size ? size * 2 : 65536;
        bytes = realloc(bytes, size);
        if (!bytes)
            abort_with("out of memory for", path);
        got = fread(bytes + used, 1, size - used - 1, file);
        used += got;
    } while (used == size - 1);
    fclose(file);
    bytes[used] = '\0';
    if (length)
        *length = used;
    return bytes;
}

void temp_file_write(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        abort_with("cannot write", path);
    if (fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
        abort_with("cannot write", path);
}
