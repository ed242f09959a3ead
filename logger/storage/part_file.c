/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* renameat2 */
#include "storage/part_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int part_file_create(const char *path)
{
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
}

enum part_file_state part_file_check(int fd, const char *path)
{
    struct stat open_file, named;
    if (fstat(fd, &open_file) != 0 || !S_ISREG(open_file.st_mode))
        return PART_FILE_PRESENT;
    if (open_file.st_nlink == 0)
        return PART_FILE_DELETED;
    bool same =
        lstat(path, &named) == 0 && named.st_dev == open_file.st_dev && named.st_ino == open_file.st_ino;
    return same ? PART_FILE_PRESENT : PART_FILE_MOVED;
}

static bool write_all(int fd, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t wrote = write(fd, bytes, count);
        if (wrote < 0 && errno != EINTR)
            return false;
        bytes += wrote > 0 ? wrote : 0;
        count -= wrote > 0 ? (size_t)wrote : 0;
    }
    return true;
}

static bool copy(int from, int to)
{
    char bytes[16384];
    ssize_t got;
    while ((got = read(from, bytes, sizeof bytes)) != 0) {
        if (got < 0 ? errno != EINTR : !write_all(to, bytes, (size_t)got))
            return false;
    }
    return fdatasync(to) == 0 || errno == EINVAL || errno == EROFS; /* EINVAL: nothing with a disk beneath */
}

int part_file_recreate(int fd, const char *path)
{
    char open_file[64];
    snprintf(open_file, sizeof open_file, "/proc/self/fd/%d", fd); /* the way to bytes that have no name */
    int from = open(open_file, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return -1;
    int to = part_file_create(path);
    if (to >= 0 && !copy(from, to)) {
        int error = errno;
        close(to);
        unlink(path);
        errno = error;
        to = -1;
    }
    int error = errno;
    close(from);
    errno = error;
    return to;
}

static bool rename_new(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    if (link(from, to) == 0) /* file systems that do not know NOREPLACE: a second name, then drop the first */
        return unlink(from) == 0;
    if (errno != EPERM && errno != EOPNOTSUPP)
        return false;
    struct stat there;
    if (lstat(to, &there) == 0) {
        errno = EEXIST;
        return false;
    }
    return rename(from, to) == 0; /* nor hard links: FAT, where nothing better exists */
}

static void sync_folder(const char *path)
{
    char copy_of_path[PATH_MAX];
    snprintf(copy_of_path, sizeof copy_of_path, "%s", path);
    int fd = open(dirname(copy_of_path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd); /* some file systems refuse it; the file itself is on the disk already */
    close(fd);
}

bool part_file_finalize(const char *part_path, const char *path)
{
    if (!rename_new(part_path, path))
        return false;
    sync_folder(path);
    return true;
}
