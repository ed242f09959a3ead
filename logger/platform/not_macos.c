/* SPDX-License-Identifier: MIT */
/* Functions that Linux and plain POSIX share. */
#include "platform/platform.h"

#include <unistd.h>

const char *platform_page_opener(void)
{
    return "xdg-open";
}

bool platform_flush(int fd)
{
    return fdatasync(fd) == 0;
}

void platform_condition_init(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

bool platform_condition_wait(pthread_cond_t *condition, pthread_mutex_t *lock, int wait_ms)
{
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    long end_ns = end.tv_nsec + wait_ms % 1000 * 1000000L;
    end.tv_sec += wait_ms / 1000 + end_ns / 1000000000L;
    end.tv_nsec = end_ns % 1000000000L;
    return pthread_cond_timedwait(condition, lock, &end) == 0;
}
