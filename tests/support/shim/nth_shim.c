/* SPDX-License-Identifier: MIT */
/* Preloaded into a program by a test: one of the program's requests to the system fails. NTH_SHIM is a kind of
 * request and a number:
 *
 *   memory=N   the Nth request for memory, a thread or a process
 *   read=N     the Nth read: of a file, a stream or a folder
 *   write=N    the Nth request that writes, creates, completes or renames a file
 *
 * With N+ that request and all later ones fail; with 0 no request fails. NTH_COUNT names a file to which the
 * number of requests is written at the end. The requests of a process and of its forks are counted together;
 * programs that they execute are not affected. Writes to standard error never fail, because the program
 * reports there. The real malloc, which the shim calls, may be AddressSanitizer's. */
#define _GNU_SOURCE /* RTLD_NEXT, fopencookie, program_invocation_short_name */
#include "support/shim/next_function.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHIM "NTH_SHIM"

enum kind { KIND_NONE, KIND_MEMORY, KIND_READ, KIND_WRITE };

/* Requests that the loader makes before the program begins are not counted. */
static enum kind failing_kind;
static long failing_from;
static int fails_all_after;
static atomic_long *requests; /* shared by all processes */
/* False while AddressSanitizer prepares a thread: its requests are not counted. */
static _Thread_local int is_program __attribute__((tls_model("initial-exec")));

#define NEXT(type, own, ...) ((type(*)(__VA_ARGS__))next_function(own))

static int fails(enum kind kind, int reason)
{
    if (kind != failing_kind || !is_program || !getenv(SHIM)) /* the program may have removed the variable */
        return 0;
    long number = atomic_fetch_add(requests, 1) + 1;
    if (failing_from == 0 || (fails_all_after ? number < failing_from : number != failing_from))
        return 0;
    errno = reason;
    return 1;
}

void *malloc(size_t size)
{
    static void *(*real)(size_t);
    if (!real)
        real = NEXT(void *, malloc, size_t);
    return fails(KIND_MEMORY, ENOMEM) ? NULL : real(size);
}

void *calloc(size_t count, size_t size)
{
    static void *(*real)(size_t, size_t);
    if (!real)
        real = NEXT(void *, calloc, size_t, size_t);
    return fails(KIND_MEMORY, ENOMEM) ? NULL : real(count, size);
}

void *realloc(void *old, size_t size)
{
    static void *(*real)(void *, size_t);
    if (!real)
        real = NEXT(void *, realloc, void *, size_t);
    return fails(KIND_MEMORY, ENOMEM) ? NULL : real(old, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    if (fails(KIND_MEMORY, ENOMEM))
        return ENOMEM;
    return NEXT(int, posix_memalign, void **, size_t, size_t)(memory, alignment, size);
}

struct start {
    void *(*run)(void *);
    void *context;
};

static void *run_thread(void *context)
{
    struct start start = *(struct start *)context;
    free(context);
    is_program = 1;
    return start.run(start.context);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *context)
{
    if (fails(KIND_MEMORY, EAGAIN))
        return EAGAIN;
    struct start *start = NEXT(void *, malloc, size_t)(sizeof *start);
    if (!start)
        return EAGAIN;
    *start = (struct start){run, context};
    int error = NEXT(int, pthread_create, pthread_t *, const pthread_attr_t *, void *(*)(void *),
                     void *)(thread, attributes, run_thread, start);
    if (error != 0)
        free(start);
    return error;
}

pid_t fork(void)
{
    return fails(KIND_MEMORY, EAGAIN) ? -1 : NEXT(pid_t, fork, void)();
}

ssize_t read(int fd, void *bytes, size_t size)
{
    return fails(KIND_READ, EIO) ? -1 : NEXT(ssize_t, read, int, void *, size_t)(fd, bytes, size);
}

struct dirent *readdir(DIR *folder)
{
    return fails(KIND_READ, EIO) ? NULL : NEXT(struct dirent *, readdir, DIR *)(folder);
}

/* The C library's streams do not call this read(), so they get a reader that does. */
static ssize_t read_for_stream(void *fd, char *bytes, size_t size)
{
    return read((int)(intptr_t)fd, bytes, size);
}

static int close_for_stream(void *fd)
{
    return close((int)(intptr_t)fd);
}

static FILE *stream_on(int fd)
{
    const cookie_io_functions_t calls = {.read = read_for_stream, .close = close_for_stream};
    return fd < 0 ? NULL : fopencookie((void *)(intptr_t)fd, "r", calls);
}

FILE *fopen(const char *path, const char *mode)
{
    if (failing_kind == KIND_READ && mode[0] == 'r' && !strchr(mode, '+'))
        return stream_on(open(path, O_RDONLY | O_CLOEXEC));
    return NEXT(FILE *, fopen, const char *, const char *)(path, mode);
}

static int is_file(int fd)
{
    struct stat info;
    return fd != STDERR_FILENO && fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    int failed = is_file(fd) && fails(KIND_WRITE, ENOSPC);
    return failed ? -1 : NEXT(ssize_t, write, int, const void *, size_t)(fd, bytes, size);
}

int fsync(int fd)
{
    return fails(KIND_WRITE, EIO) ? -1 : NEXT(int, fsync, int)(fd);
}

int fdatasync(int fd)
{
    return fails(KIND_WRITE, EIO) ? -1 : NEXT(int, fdatasync, int)(fd);
}

int fchmod(int fd, mode_t mode)
{
    return fails(KIND_WRITE, EIO) ? -1 : NEXT(int, fchmod, int, mode_t)(fd, mode);
}

/* close() may be the first to report a failed write; the file is closed anyway. */
int close(int fd)
{
    int mode = failing_kind == KIND_WRITE ? fcntl(fd, F_GETFL) : -1;
    int failed = mode >= 0 && (mode & O_ACCMODE) != O_RDONLY && is_file(fd) && fails(KIND_WRITE, EIO);
    int status = NEXT(int, close, int)(fd);
    if (failed)
        errno = EIO;
    return failed ? -1 : status;
}

int rename(const char *from, const char *to)
{
    return fails(KIND_WRITE, EIO) ? -1 : NEXT(int, rename, const char *, const char *)(from, to);
}

int mkdir(const char *path, mode_t mode)
{
    return fails(KIND_WRITE, ENOSPC) ? -1 : NEXT(int, mkdir, const char *, mode_t)(path, mode);
}

int mkstemp(char *path)
{
    return fails(KIND_WRITE, ENOSPC) ? -1 : NEXT(int, mkstemp, char *)(path);
}

char *mkdtemp(char *path)
{
    return fails(KIND_WRITE, ENOSPC) ? NULL : NEXT(char *, mkdtemp, char *)(path);
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if (flags & O_CREAT && fails(KIND_WRITE, ENOSPC))
        return -1;
    return NEXT(int, openat, int, const char *, int, ...)(folder, path, flags, mode);
}

__attribute__((constructor)) static void read_settings(void)
{
    static const char *const names[] = {[KIND_MEMORY] = "memory", [KIND_READ] = "read", [KIND_WRITE] = "write"};
    const char *setting = getenv(SHIM), *which = setting ? strchr(setting, '=') : NULL;
    if (strncmp(program_invocation_short_name, "roller-", 7) != 0)
        return; /* valgrind is preloaded too, and passes the variables on */
    unsetenv("LD_PRELOAD");
    requests = mmap(NULL, sizeof *requests, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!which || requests == MAP_FAILED)
        abort();
    failing_from = atol(which + 1);
    fails_all_after = strchr(which, '+') != NULL;
    for (enum kind kind = KIND_MEMORY; kind <= KIND_WRITE; kind++)
        if (strncmp(setting, names[kind], strlen(names[kind])) == 0)
            failing_kind = kind;
    is_program = 1;
    if (failing_kind == KIND_READ)
        stdin = stream_on(STDIN_FILENO);
}

__attribute__((destructor)) static void write_count(void)
{
    char text[32];
    const char *path = getenv("NTH_COUNT");
    if (!requests)
        return;
    int length = snprintf(text, sizeof text, "%ld", atomic_load(requests));
    failing_kind = KIND_NONE;
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : -1;
    if (fd >= 0 && write(fd, text, (size_t)length) == length)
        close(fd);
}
