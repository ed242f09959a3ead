/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a program by a test: memory runs out. SCARCE_SHIM=N lets the Nth demand for memory or for a thread
 * fail, SCARCE_SHIM=N+ that one and all after it. SCARCE_COUNT names a file that gets the number of demands at the end.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* glibc's own names of what stands behind malloc: dlsym itself wants memory. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static atomic_long demands;

static int is_refused(void)
{
    long number = atomic_fetch_add(&demands, 1) + 1;
    const char *told = getenv("SCARCE_SHIM");
    long from = told ? atol(told) : 0;
    int all = told && strchr(told, '+') != NULL;
    if (from == 0 || (all ? number < from : number != from))
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return is_refused() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return is_refused() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return is_refused() ? NULL : __libc_realloc(old, size);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *context)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *) = dlsym(RTLD_NEXT, "pthread_create");
    return is_refused() ? EAGAIN : real(thread, attributes, run, context);
}

__attribute__((destructor)) static void tell(void)
{
    char text[32];
    const char *path = getenv("SCARCE_COUNT");
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : -1;
    int length = snprintf(text, sizeof text, "%ld", atomic_load(&demands));
    if (fd >= 0 && write(fd, text, (size_t)length) == length)
        close(fd);
}
