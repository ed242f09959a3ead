/* SPDX-License-Identifier: MIT */
/* Preloaded into roller-logger by a test: the disk with the program's files is bad. DISK_SHIM is a list of
 * options:
 *
 *   slow=MS    each fdatasync takes this long
 *   short      each write writes up to 100 bytes
 *   eintr      every other write is interrupted before it starts
 *   full=N     from the Nth write on, writes fail with ENOSPC
 *   eio=N      from the Nth write on, writes fail with EIO
 *   sync       fdatasync fails with EIO
 *   room=KB    the free space of the disk, before the program writes anything
 *   close      close fails with EIO, as a network disk reports an earlier error
 *   name       renaming a file fails with EIO
 *   killed     the program is killed as soon as the file has its final name, too
 *   fat        hard links are not supported (EPERM), as on FAT
 *   gone=N     from the Nth write on, every call fails with EIO, as on a removed disk
 *
 * DISK_LOG names a file that logs the calls in order, one line each: "W N" for a write, followed by its N
 * bytes, "S" for an fdatasync and "R" for a rename. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "support/shim/next_function.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

/* Return the number of an option: 0 if the option has no number, -1 if it is not in the list. */
static long option(const char *word)
{
    const char *list = getenv("DISK_SHIM"), *found = list ? strstr(list, word) : NULL;
    if (!found)
        return -1;
    found += strlen(word);
    return *found == '=' ? atol(found + 1) : 0;
}

static int is_disk(int fd)
{
    struct stat info;
    return fd > 2 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
}

static long writes; /* number of writes so far */

static int is_over(const char *word)
{
    long from = option(word);
    return from >= 0 && writes >= from;
}

static ssize_t real_write(int fd, const void *bytes, size_t size)
{
    ssize_t (*real)(int, const void *, size_t) = next_function(write);
    return real(fd, bytes, size);
}

static int real_close(int fd)
{
    int (*real)(int) = next_function(close);
    return real(fd);
}

static void append_to_log(const char *what, const void *bytes, size_t count)
{
    const char *path = getenv("DISK_LOG");
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;
    if (fd < 0)
        return;
    if (real_write(fd, what, strlen(what)) < 0 || real_write(fd, bytes, count) < 0)
        abort();
    real_close(fd);
}

static long written; /* number of bytes written so far */

ssize_t write(int fd, const void *bytes, size_t size)
{
    if (!is_disk(fd))
        return real_write(fd, bytes, size);
    writes++;
    int error = 0;
    if (is_over("full"))
        error = ENOSPC;
    else if (is_over("eio") || is_over("gone"))
        error = EIO;
    else if (option("eintr") == 0 && writes % 2 == 1)
        error = EINTR;
    if (error != 0) {
        errno = error;
        return -1;
    }
    char what[32];
    ssize_t count = real_write(fd, bytes, option("short") == 0 && size > 100 ? 100 : size);
    snprintf(what, sizeof what, "W %zd\n", count);
    written += count > 0 ? count : 0;
    append_to_log(what, bytes, count > 0 ? (size_t)count : 0);
    return count;
}

static int fail_with_eio(void)
{
    errno = EIO;
    return -1;
}

int fdatasync(int fd)
{
    int (*real)(int) = next_function(fdatasync);
    long slow_ms = option("slow");
    if (slow_ms > 0) {
        struct timespec pause = {.tv_sec = slow_ms / 1000, .tv_nsec = slow_ms % 1000 * 1000000};
        nanosleep(&pause, NULL);
    }
    if (option("sync") == 0 || is_over("gone"))
        return fail_with_eio();
    int status = real(fd);
    append_to_log("S\n", "", 0);
    return status;
}

int ftruncate(int fd, off_t length)
{
    int (*real)(int, off_t) = next_function(ftruncate);
    return is_over("gone") ? fail_with_eio() : real(fd, length);
}

int close(int fd)
{
    int must_fail = is_disk(fd) && (option("close") == 0 || is_over("gone"));
    int status = real_close(fd);
    return must_fail ? fail_with_eio() : status;
}

/* Call `real`, the system's link or rename. */
static int give_name(int (*real)(const char *, const char *), const char *from, const char *to)
{
    if (option("name") == 0 || is_over("gone"))
        return fail_with_eio();
    append_to_log("R\n", "", 0);
    return real(from, to);
}

int rename(const char *from, const char *to)
{
    return give_name(next_function(rename), from, to);
}

int link(const char *from, const char *to)
{
    if (option("fat") == 0) {
        errno = EPERM;
        return -1;
    }
    int status = give_name(next_function(link), from, to);
    if (option("killed") == 0)
        raise(SIGKILL);
    return status;
}

int fstatvfs(int fd, struct statvfs *disk)
{
    int (*real)(int, struct statvfs *) = next_function(fstatvfs);
    int status = real(fd, disk);
    long capacity_kb = option("room");
    if (capacity_kb >= 0) {
        long free_bytes = capacity_kb * 1000 - written;
        disk->f_frsize = 1;
        disk->f_bavail = free_bytes > 0 ? (unsigned long)free_bytes : 0;
    }
    return status;
}
