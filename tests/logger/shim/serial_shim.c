/* SPDX-License-Identifier: MIT */
/* Preloaded into roller-logger by a test: pseudo-terminals look like serial devices to the program and to
 * libserialport, which otherwise rejects them (they are not in /sys/class/tty and have no modem lines).
 *
 *   SERIAL_SHIM_UNPLUGGED_AT=N   the device is unplugged after N reads. As with real drivers, reads then return
 *                                0 bytes, as after a timeout, and only the query of available bytes fails
 *   SERIAL_SHIM_ROOT=FOLDER      /sys/class/tty and /dev/tty* are looked up below FOLDER (serial_tree.h)
 *   SERIAL_SHIM_PULLED=PREFIX    ports with this prefix are unplugged while ports are listed
 *
 * If there is a file FOLDER/baud/NAME, the device NAME is received correctly only at the baud rate in that file,
 * and as garbage at any other rate. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "support/shim/next_function.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

static int is_pty(const char *path)
{
    return strncmp(path, "/sys/class/tty/pts/", 19) == 0;
}

/* Return the path of a serial port below the test's root, and any other path unchanged. */
static const char *redirect(const char *path, char *redirected, size_t size)
{
    const char *root = getenv("SERIAL_SHIM_ROOT");
    if (!root || is_pty(path) || (strncmp(path, "/sys/class/tty", 14) != 0 && strncmp(path, "/dev/tty", 8) != 0) ||
        strcmp(path, "/dev/tty") == 0)
        return path;
    snprintf(redirected, size, "%s%s", root, path);
    return redirected;
}

/* Return 0 at the first call for a port and 1 later, as if the port were unplugged between the two calls. */
static int is_pulled(const char *path)
{
    static const char folder[] = "/sys/class/tty/";
    static char seen[1024]; /* "/NAME/" of each such port */
    const char *prefix = getenv("SERIAL_SHIM_PULLED"), *name = path + sizeof folder - 1;
    if (!prefix || strncmp(path, folder, sizeof folder - 1) != 0 || strncmp(name, prefix, strlen(prefix)) != 0)
        return 0;
    char port[64];
    snprintf(port, sizeof port, "/%.*s/", (int)strcspn(name, "/"), name);
    if (strstr(seen, port)) {
        errno = ENOENT;
        return 1;
    }
    snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%s", port);
    return 0;
}

/* Answer an lstat of `path` if it is in /sys/class/tty and the port is unplugged or a pseudo-terminal; 1 = answered.
 * libserialport looks at st_mode only; the structure of __lxstat64 may be smaller than this one. */
static int answer_lstat(const char *path, struct stat *info, int *status)
{
    *status = is_pulled(path) ? -1 : 0;
    if (*status == 0 && !is_pty(path))
        return 0;
    info->st_mode = S_IFLNK | 0777;
    return 1;
}

/* Called by libserialport 0.1.1, which was compiled for an older C library. */
#ifdef _TIME_BITS /* a 32-bit processor */
#define __lxstat __lxstat64
#define __open_2 __open64_2
#endif
int __lxstat(int version, const char *path, struct stat *info);
int __lxstat(int version, const char *path, struct stat *info)
{
    char redirected[4096];
    int status, (*real)(int, const char *, struct stat *) = next_function(__lxstat);
    return answer_lstat(path, info, &status) ? status
                                             : real(version, redirect(path, redirected, sizeof redirected), info);
}

/* Called by libserialport 0.1.2. */
int lstat(const char *path, struct stat *info)
{
    char redirected[4096];
    int status, (*real)(const char *, struct stat *) = next_function(lstat);
    return answer_lstat(path, info, &status) ? status : real(redirect(path, redirected, sizeof redirected), info);
}

/* A port below the test's root keeps its name, although it is a symbolic link to a pseudo-terminal there. */
char *realpath(const char *path, char *resolved)
{
    char redirected[4096];
    char *(*real)(const char *, char *) = next_function(realpath);
    if (redirect(path, redirected, sizeof redirected) == path)
        return real(path, resolved);
    if (access(redirected, F_OK) != 0)
        return NULL;
    return resolved ? strcpy(resolved, path) : strdup(path);
}

/* Called instead of the function above by programs compiled with _FORTIFY_SOURCE. */
char *__realpath_chk(const char *path, char *resolved, size_t size);
char *__realpath_chk(const char *path, char *resolved, size_t size)
{
    (void)size;
    return realpath(path, resolved);
}

ssize_t readlink(const char *path, char *target, size_t size)
{
    char redirected[4096];
    ssize_t (*real)(const char *, char *, size_t) = next_function(readlink);
    if (!is_pty(path))
        return real(redirect(path, redirected, sizeof redirected), target, size);
    return (ssize_t)snprintf(target, size, "../../devices/platform/shim/tty/ttyS0");
}

/* The logger recognises a serial device by its major number. */
int stat(const char *path, struct stat *info)
{
    char redirected[4096];
    int (*real)(const char *, struct stat *) = next_function(stat);
    if (is_pulled(path))
        return -1;
    int status = real(redirect(path, redirected, sizeof redirected), info);
    if (status == 0 && S_ISCHR(info->st_mode) && major(info->st_rdev) >= 136 && major(info->st_rdev) <= 143)
        info->st_rdev = makedev(4, 64);
    return status;
}

/* The test keeps its ports open to count unread bytes; it is not another program that uses them. */
static int is_own_test(const char *path)
{
    char own[64];
    snprintf(own, sizeof own, "/proc/%d/fd", (int)getppid());
    return strcmp(path, own) == 0;
}

DIR *opendir(const char *path)
{
    char redirected[4096];
    if (is_own_test(path))
        return NULL;
    DIR *(*real)(const char *) = next_function(opendir);
    return real(redirect(path, redirected, sizeof redirected));
}

FILE *fopen(const char *path, const char *mode)
{
    char redirected[4096];
    FILE *(*real)(const char *, const char *) = next_function(fopen);
    return real(redirect(path, redirected, sizeof redirected), mode);
}

/* ---- Baud rates ---- */

#define FD_MAX 256
static int wanted_baud[FD_MAX]; /* baud rate at which a descriptor is received correctly; 0 = at any rate */
static int set_baud[FD_MAX];    /* baud rate that the program has set */

static void note_wanted_baud(int fd, const char *path)
{
    char name[4096];
    const char *root = getenv("SERIAL_SHIM_ROOT"), *base = strrchr(path, '/');
    if (fd < 0 || fd >= FD_MAX)
        return;
    wanted_baud[fd] = 0;
    if (!root || !base)
        return;
    snprintf(name, sizeof name, "%s/baud/%s", root, base + 1);
    FILE *(*real)(const char *, const char *) = next_function(fopen);
    FILE *file = real(name, "r");
    if (file && fscanf(file, "%d", &wanted_baud[fd]) != 1)
        wanted_baud[fd] = 0;
    if (file)
        fclose(file);
}

static int open_redirected(const char *path, int flags, mode_t mode)
{
    char redirected[4096];
    int (*real)(const char *, int, ...) = next_function(open);
    int fd = real(redirect(path, redirected, sizeof redirected), flags, mode);
    note_wanted_baud(fd, path);
    return fd;
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? (mode_t)va_arg(arguments, int) : 0;
    va_end(arguments);
    return open_redirected(path, flags, mode);
}

int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags)
{
    return open_redirected(path, flags, 0);
}

int tcsetattr(int fd, int when, const struct termios *settings)
{
    static const struct {
        speed_t speed;
        int baud;
    } rates[] = {{B115200, 115200}, {B500000, 500000}, {B1000000, 1000000}};
    int (*real)(int, int, const struct termios *) = next_function(tcsetattr);
    for (size_t i = 0; fd >= 0 && fd < FD_MAX && i < sizeof rates / sizeof rates[0]; i++)
        if (cfgetospeed(settings) == rates[i].speed)
            set_baud[fd] = rates[i].baud;
    return real(fd, when, settings);
}

/* Note a baud rate that has no constant: it is set by an ioctl with a struct termios2. */
static void note_termios2(int fd, unsigned long request, const void *argument)
{
    enum { SET_TERMIOS2 = 0x402C542B, OUTPUT_SPEED_OFFSET = 40 };
    unsigned speed;
    if (request != SET_TERMIOS2 || fd < 0 || fd >= FD_MAX)
        return;
    memcpy(&speed, (const char *)argument + OUTPUT_SPEED_OFFSET, sizeof speed);
    set_baud[fd] = (int)speed;
}

static void garble(int fd, unsigned char *bytes, ssize_t count)
{
    if (fd < 0 || fd >= FD_MAX || wanted_baud[fd] == 0 || wanted_baud[fd] == set_baud[fd])
        return;
    for (ssize_t i = 0; i < count; i++)
        bytes[i] = (unsigned char)(bytes[i] * 7 + 129);
}

/* Whether the device is unplugged after `new_reads` more reads. */
static int is_unplugged(int new_reads)
{
    static int reads;
    const char *limit = getenv("SERIAL_SHIM_UNPLUGGED_AT");
    reads += new_reads;
    return limit && reads >= atoi(limit);
}

static int is_link(int fd)
{
    return fd > 2 && isatty(fd);
}

ssize_t read(int fd, void *bytes, size_t size)
{
    ssize_t (*real)(int, void *, size_t) = next_function(read);
    if (is_link(fd) && is_unplugged(1))
        return 0;
    ssize_t count = real(fd, bytes, size);
    garble(fd, bytes, count);
    return count;
}

int ioctl(int fd, unsigned long request, ...)
{
    int (*real)(int, unsigned long, ...) = next_function(ioctl);
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    note_termios2(fd, request, argument);
    if (request == TIOCMGET) {
        *(int *)argument = 0;
        return 0;
    }
    if (request == TIOCMSET || request == TIOCMBIS || request == TIOCMBIC)
        return 0;
    if (request == FIONREAD && is_link(fd) && is_unplugged(0)) {
        errno = EIO;
        return -1;
    }
    return real(fd, request, argument);
}

#ifdef _TIME_BITS /* the function above is __ioctl_time64; libserialport calls the ioctl for 32-bit times */
int ioctl_of_libraries(int fd, unsigned long request, ...) __asm__("ioctl");
int ioctl_of_libraries(int fd, unsigned long request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    return ioctl(fd, request, argument);
}
#endif
