/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into roller-logger by a test: a bad disk beneath the files it writes. DISK_SHIM is a list of words:
 *
 *   slow=MS    each fdatasync takes so long
 *   short      each write takes 100 bytes at most
 *   eintr      every other write is interrupted before it begins
 *   full=N     from the Nth write on there is no space
 *   eio=N      from the Nth write on the disk is broken
 *   sync       fdatasync fails with EIO
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* The number behind a word; 0 when the word is there without one, -1 when it is not there. */
static long told(const char *word)
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

static int is_over(const char *word, long writes)
{
    long from = told(word);
    return from >= 0 && writes >= from;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    static long writes;
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    if (!is_disk(fd))
        return real(fd, bytes, size);
    writes++;
    errno = is_over("full", writes)                  ? ENOSPC
            : is_over("eio", writes)                 ? EIO
            : told("eintr") == 0 && writes % 2 == 1 ? EINTR
                                                     : 0;
    if (errno != 0)
        return -1;
    return real(fd, bytes, told("short") == 0 && size > 100 ? 100 : size);
}

int fdatasync(int fd)
{
    int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
    long slow_ms = told("slow");
    if (slow_ms > 0) {
        struct timespec pause = {.tv_sec = slow_ms / 1000, .tv_nsec = slow_ms % 1000 * 1000000};
        nanosleep(&pause, NULL);
    }
    if (told("sync") == 0) {
        errno = EIO;
        return -1;
    }
    return real(fd);
}
