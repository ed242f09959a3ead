/* SPDX-License-Identifier: MIT */
#include "storage/new_file.h"

#include "platform/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int new_file_create(const char *path)
{
    return open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
}

enum new_file_state new_file_check(int fd, const char *path)
{
    struct stat open_file, named_file;
    if (fstat(fd, &open_file) != 0 || !S_ISREG(open_file.st_mode))
        return NEW_FILE_PRESENT; /* a pipe or a device, whose content cannot be deleted */
    if (open_file.st_nlink == 0)
        return NEW_FILE_DELETED;
    bool is_same_file =
        lstat(path, &named_file) == 0 && named_file.st_dev == open_file.st_dev && named_file.st_ino == open_file.st_ino;
    return is_same_file ? NEW_FILE_PRESENT : NEW_FILE_MOVED;
}

bool new_file_sync(int fd)
{
    return platform_flush(fd) || errno == EINVAL || errno == EROFS; /* the file cannot be synced */
}

bool new_file_copy(int from_fd, off_t offset, int to_fd)
{
    char bytes[16384];
    ssize_t length;
    for (; (length = pread(from_fd, bytes, sizeof bytes, offset)) > 0; offset += length)
        if (platform_write(to_fd, bytes, (size_t)length) < (size_t)length)
            return false;
    return length == 0;
}

int new_file_recreate(int fd, const char *path)
{
    int new_fd = new_file_create(path);
    if (new_fd < 0 || (new_file_copy(fd, 0, new_fd) && new_file_sync(new_fd)))
        return new_fd;
    int error = errno;
    close(new_fd);
    unlink(path);
    errno = error;
    return -1;
}

/* If a file called `to` exists, link() fails, but rename() would replace it. After SIGKILL or a power cut between link
 * and unlink, the file has both names. */
static bool rename_without_replacing(const char *from, const char *to)
{
    struct stat existing;
    if (link(from, to) == 0)
        return unlink(from) == 0;
    if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS)
        return false;
    if (lstat(to, &existing) == 0) {
        errno = EEXIST;
        return false;
    }
    return rename(from, to) == 0; /* on FAT, which has no hard links, checking and renaming are two steps */
}

static void sync_folder(const char *path)
{
    char copy_of_path[PATH_MAX];
    snprintf(copy_of_path, sizeof copy_of_path, "%s", path);
    int fd = open(dirname(copy_of_path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd); /* some file systems cannot sync a folder; the file itself is on the disk */
    close(fd);
}

bool new_file_finalize(const char *part_path, const char *path)
{
    if (!rename_without_replacing(part_path, path))
        return false;
    sync_folder(path);
    return true;
}
