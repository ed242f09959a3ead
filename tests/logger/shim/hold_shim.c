/* SPDX-License-Identifier: MIT */
/* Preloaded into roller-logger by a test: delays a thread, as a busy machine may do. HOLD_SHIM names a file.
 * While that file exists, a thread whose timed wait has expired stops as soon as it has released the lock. The
 * shim then creates the file HOLD_SHIM.held, so that the test knows. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "support/shim/next_function.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static __thread int timed_out;

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *lock, const struct timespec *until)
{
    int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *) = next_function(pthread_cond_timedwait);
    int status = real(condition, lock, until);
    timed_out = status == ETIMEDOUT;
    return status;
}

int pthread_mutex_unlock(pthread_mutex_t *lock)
{
    int (*real)(pthread_mutex_t *) = next_function(pthread_mutex_unlock);
    int status = real(lock);
    const char *hold_path = getenv("HOLD_SHIM");
    if (!timed_out || !hold_path || access(hold_path, F_OK) != 0)
        return status;
    char held_path[512];
    snprintf(held_path, sizeof held_path, "%s.held", hold_path);
    close(open(held_path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    while (access(hold_path, F_OK) == 0)
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    timed_out = 0;
    return status;
}
