/* SPDX-License-Identifier: MIT */
/* macOS. Written from Apple's documentation, never compiled or run: if you have a Mac, please try it. */
#include "platform/platform.h"

#include <fcntl.h>
#include <mach-o/dyld.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Pseudo-terminals are /dev/ttys000 and up; serial ports are /dev/cu.NAME and /dev/tty.NAME. */
bool platform_is_pseudo_terminal(const char *path)
{
    char name[PATH_MAX];
    return realpath(path, name) && strncmp(name, "/dev/ttys", strlen("/dev/ttys")) == 0;
}

/* mach_continuous_time in nanoseconds; it also advances while the computer sleeps. */
clockid_t platform_clock(void)
{
    return CLOCK_MONOTONIC_RAW;
}

bool platform_program_path(const char *name, char path[PATH_MAX])
{
    char unresolved[PATH_MAX];
    uint32_t size = sizeof unresolved;
    (void)name;
    return _NSGetExecutablePath(unresolved, &size) == 0 && realpath(unresolved, path);
}

const char *platform_page_opener(void)
{
    return "open";
}

/* fsync leaves the data in the cache of the disk. Not every file system supports F_FULLFSYNC. */
bool platform_flush(int fd)
{
    return fcntl(fd, F_FULLFSYNC) == 0 || fsync(fd) == 0;
}

/* macOS lacks pthread_condattr_setclock; it has a wait for a length of time instead. */
void platform_condition_init(pthread_cond_t *condition)
{
    pthread_cond_init(condition, NULL);
}

bool platform_condition_wait(pthread_cond_t *condition, pthread_mutex_t *lock, int wait_ms)
{
    struct timespec wait = {.tv_sec = wait_ms / 1000, .tv_nsec = wait_ms % 1000 * 1000000L};
    return pthread_cond_timedwait_relative_np(condition, lock, &wait) == 0;
}
