/* SPDX-License-Identifier: MIT */
/* Linux: what POSIX does not provide is read from /proc and /sys. */
#define _GNU_SOURCE /* madvise, mallopt, major */
#include "platform/platform.h"

#include <asm/termbits.h>
#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define HUGE_PAGE_BYTES ((size_t)2 << 20) /* on most processors */

#define TTY_FOLDER "/sys/class/tty/"

/* Major numbers of pseudo-terminals (Linux, Documentation/admin-guide/devices.txt). */
#define PTY_MAJOR_MIN 136
#define PTY_MAJOR_MAX 143

/* Whether the port /dev/NAME has hardware. Consoles and pseudo-terminals have no device in sysfs. The kernel lists
 * standard serial ports (ttyS0, ttyS1, ...) even if they do not exist; their type is then 0. */
static bool has_hardware(const char *name)
{
    char path[PATH_MAX], type[16];
    struct stat info;
    snprintf(path, sizeof path, TTY_FOLDER "%s/device", name);
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
        return false;
    snprintf(path, sizeof path, TTY_FOLDER "%s/type", name);
    /* Other kinds of ports have no type. */
    return !platform_read_line(path, type, sizeof type) || strcmp(type, "0") != 0;
}

/* Find the driver of the port /dev/NAME: `device/driver` is a symbolic link to a folder with the driver's name. */
static void find_driver(const char *name, char *driver, size_t size)
{
    char path[PATH_MAX], target[PATH_MAX];
    snprintf(path, sizeof path, TTY_FOLDER "%s/device/driver", name);
    ssize_t length = readlink(path, target, sizeof target - 1);
    target[length > 0 ? length : 0] = '\0';
    const char *slash = strrchr(target, '/');
    snprintf(driver, size, "%.*s", (int)size - 1, slash ? slash + 1 : target);
}

/* sp_list_ports is not used: if a port is unplugged during the listing, libserialport 0.1.1 continues with a list that
 * it has freed (seen with ftdi_sio). */
bool platform_list_ports(struct platform_port *ports, size_t max, size_t *count)
{
    DIR *folder = opendir(TTY_FOLDER);
    *count = 0;
    if (!folder)
        return false;
    for (const struct dirent *entry; *count < max && (entry = readdir(folder));) {
        struct platform_port *port = &ports[*count];
        int length = snprintf(port->path, sizeof port->path, "/dev/%s", entry->d_name);
        if ((size_t)length >= sizeof port->path || !has_hardware(entry->d_name))
            continue;
        find_driver(entry->d_name, port->driver, sizeof port->driver);
        (*count)++;
    }
    closedir(folder);
    return true;
}

bool platform_is_pseudo_terminal(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISCHR(info.st_mode) && major(info.st_rdev) >= PTY_MAJOR_MIN &&
           major(info.st_rdev) <= PTY_MAJOR_MAX;
}

static bool process_has_open(long process, const struct stat *port)
{
    char path[64];
    bool found = false;
    snprintf(path, sizeof path, "/proc/%ld/fd", process);
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && !found && (entry = readdir(folder));) {
        struct stat open_file;
        found = fstatat(dirfd(folder), entry->d_name, &open_file, 0) == 0 && open_file.st_ino == port->st_ino &&
                open_file.st_dev == port->st_dev;
    }
    if (folder)
        closedir(folder);
    return found;
}

/* /proc shows the files of other users' processes only to root. */
bool platform_find_holder(const char *path, long *process, char *name, size_t size)
{
    struct stat info;
    char comm[64], *end;
    bool found = false;
    DIR *folder = stat(path, &info) == 0 ? opendir("/proc") : NULL;
    for (struct dirent *entry; folder && !found && (entry = readdir(folder));) {
        *process = strtol(entry->d_name, &end, 10);
        /* Only the entries of processes are numbers. */
        found = *process > 0 && *end == '\0' && *process != getpid() && process_has_open(*process, &info);
    }
    if (folder)
        closedir(folder);
    if (!found && !platform_find_lock_owner(path, process))
        return false;
    snprintf(comm, sizeof comm, "/proc/%ld/comm", *process);
    (void)platform_read_line(comm, name, size); /* a process that has just ended has no name */
    return true;
}

/* tcgetattr does not report a speed without a constant, such as 250000 baud, so tcsetattr cannot restore it. */
#ifdef TCGETS2
typedef struct termios2 settings_t;
#define GET_SETTINGS TCGETS2
#define SET_SETTINGS TCSETS2
#else /* these processors' struct termios has the speeds */
typedef struct termios settings_t;
#define GET_SETTINGS TCGETS
#define SET_SETTINGS TCSETS
#endif
_Static_assert(sizeof(settings_t) <= sizeof((struct platform_terminal){0}.settings), "the settings fit");

void platform_save_terminal(int fd, struct platform_terminal *saved)
{
    settings_t settings;
    saved->is_saved = ioctl(fd, GET_SETTINGS, &settings) == 0;
    if (saved->is_saved)
        memcpy(saved->settings, &settings, sizeof settings);
}

void platform_restore_terminal(int fd, const struct platform_terminal *saved)
{
    settings_t settings;
    if (!saved->is_saved)
        return;
    memcpy(&settings, saved->settings, sizeof settings);
    settings.c_cflag &= ~(tcflag_t)HUPCL;
    (void)ioctl(fd, SET_SETTINGS, &settings); /* fails if the device was unplugged */
}

clockid_t platform_clock(void)
{
    return CLOCK_BOOTTIME;
}

bool platform_program_path(const char *name, char path[PATH_MAX])
{
    (void)name;
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = '\0';
    return length > 0;
}

void *platform_reserve_heap(size_t bytes)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_MAX, 0);        /* large blocks come from the heap, too ... */
    mallopt(M_TRIM_THRESHOLD, -1); /* ... which keeps what is freed */
    size_t reserved = (bytes / HUGE_PAGE_BYTES + 1) * HUGE_PAGE_BYTES;
    char *start = malloc(HUGE_PAGE_BYTES + reserved);
    if (!start)
        return NULL;
    size_t before = HUGE_PAGE_BYTES - (uintptr_t)start % HUGE_PAGE_BYTES; /* bytes before the first huge page */
    (void)madvise(start + before, reserved, MADV_HUGEPAGE); /* a refusal is harmless: the pages stay small */
    char *shrunk = realloc(start, before);                  /* frees the huge pages for later blocks */
    if (shrunk)
        return shrunk;
    return start;
#else
    (void)bytes;
    return NULL;
#endif
}
