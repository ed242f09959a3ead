/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into roller-logger by a test: pseudo-terminals look like serial devices to it and to
 * libserialport, which refuses them (they are not in /sys/class/tty and know no modem lines). With
 * SERIAL_SHIM_UNPLUGGED_AT=N the device is gone after N reads of it: reads find nothing, as on a timeout, and
 * only the count of waiting bytes fails, as with real drivers.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

int __lxstat(int version, const char *path, struct stat *info);

/* The function that this one stands in front of. */
static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

static int is_pty(const char *path)
{
    return strncmp(path, "/sys/class/tty/pts/", 19) == 0;
}

int __lxstat(int version, const char *path, struct stat *info)
{
    int (*real)(int, const char *, struct stat *) = next("__lxstat");
    if (!is_pty(path))
        return real(version, path, info);
    memset(info, 0, sizeof *info);
    info->st_mode = S_IFLNK | 0777;
    return 0;
}

ssize_t readlink(const char *path, char *target, size_t size)
{
    ssize_t (*real)(const char *, char *, size_t) = next("readlink");
    if (!is_pty(path))
        return real(path, target, size);
    return (ssize_t)snprintf(target, size, "../../devices/platform/shim/tty/ttyS0");
}

/* What the logger asks to tell a serial device: the major number. */
int stat(const char *path, struct stat *info)
{
    int (*real)(const char *, struct stat *) = next("stat");
    int status = real(path, info);
    if (status == 0 && strncmp(path, "/dev/pts/", 9) == 0)
        info->st_rdev = makedev(4, 64);
    return status;
}

static int unplugged(int read_now)
{
    static int reads;
    const char *at = getenv("SERIAL_SHIM_UNPLUGGED_AT");
    reads += read_now;
    return at && reads >= atoi(at);
}

static int is_link(int fd)
{
    return fd > 2 && isatty(fd);
}

ssize_t read(int fd, void *bytes, size_t size)
{
    ssize_t (*real)(int, void *, size_t) = next("read");
    if (is_link(fd) && unplugged(1))
        return 0;
    return real(fd, bytes, size);
}

int ioctl(int fd, unsigned long request, ...)
{
    int (*real)(int, unsigned long, ...) = next("ioctl");
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (request == TIOCMGET) {
        *(int *)argument = 0;
        return 0;
    }
    if (request == TIOCMSET || request == TIOCMBIS || request == TIOCMBIC)
        return 0;
    if (request == FIONREAD && is_link(fd) && unplugged(0)) {
        errno = EIO;
        return -1;
    }
    return real(fd, request, argument);
}
