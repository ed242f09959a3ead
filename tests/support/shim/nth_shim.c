/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a program by a test: one of its demands upon the system is refused. NTH_SHIM is a kind and
 * which:
 *
 *   memory=N   the Nth demand for memory, a thread or a process
 *   read=N     the Nth read, also by way of a stream or of a folder's list
 *   write=N    the Nth write to a file, or another demand that a file come to be, be whole or have its name
 *
 * N+ stands for that one and all after it, 0 for none. NTH_COUNT names a file that gets their number at the
 * end. A process and those that it forks are counted together; what it executes is another program, and is
 * left alone. Standard error is never refused, for there the program says what was. Behind malloc may stand
 * AddressSanitizer.
 */
#define _GNU_SOURCE /* RTLD_NEXT, fopencookie, program_invocation_short_name */
#include <dirent.h>
#include <dlfcn.h>
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

/* What the program asked for before it began is not counted: it is the loader's. */
static enum kind refused_kind;
static long refused_from;
static int refuses_all_after;
static atomic_long *demands; /* shared by all processes */
/* Neither is what AddressSanitizer asks for in a thread that it prepares. */
static _Thread_local int is_program __attribute__((tls_model("initial-exec")));

#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

static int is_refused(enum kind kind, int reason)
{
    if (kind != refused_kind || !is_program || !getenv(SHIM)) /* which may be unset meanwhile */
        return 0;
    long number = atomic_fetch_add(demands, 1) + 1;
    if (refused_from == 0 || (refuses_all_after ? number < refused_from : number != refused_from))
        return 0;
    errno = reason;
    return 1;
}

void *malloc(size_t size)
{
    static void *(*real)(size_t);
    if (!real)
        real = REAL(void *, "malloc", size_t);
    return is_refused(KIND_MEMORY, ENOMEM) ? NULL : real(size);
}

void *calloc(size_t count, size_t size)
{
    static void *(*real)(size_t, size_t);
    if (!real)
        real = REAL(void *, "calloc", size_t, size_t);
    return is_refused(KIND_MEMORY, ENOMEM) ? NULL : real(count, size);
}

void *realloc(void *old, size_t size)
{
    static void *(*real)(void *, size_t);
    if (!real)
        real = REAL(void *, "realloc", void *, size_t);
    return is_refused(KIND_MEMORY, ENOMEM) ? NULL : real(old, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    if (is_refused(KIND_MEMORY, ENOMEM))
        return ENOMEM;
    return REAL(int, "posix_memalign", void **, size_t, size_t)(memory, alignment, size);
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
    if (is_refused(KIND_MEMORY, EAGAIN))
        return EAGAIN;
    struct start *start = REAL(void *, "malloc", size_t)(sizeof *start);
    if (!start)
        return EAGAIN;
    *start = (struct start){run, context};
    int error = REAL(int, "pthread_create", pthread_t *, const pthread_attr_t *, void *(*)(void *),
                     void *)(thread, attributes, run_thread, start);
    if (error != 0)
        free(start);
    return error;
}

pid_t fork(void)
{
    return is_refused(KIND_MEMORY, EAGAIN) ? -1 : REAL(pid_t, "fork", void)();
}

ssize_t read(int fd, void *bytes, size_t size)
{
    return is_refused(KIND_READ, EIO) ? -1 : REAL(ssize_t, "read", int, void *, size_t)(fd, bytes, size);
}

struct dirent *readdir(DIR *folder)
{
    return is_refused(KIND_READ, EIO) ? NULL : REAL(struct dirent *, "readdir", DIR *)(folder);
}

/* The C library reads for a stream by a name of its own, so a stream gets a reader here. */
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
    if (refused_kind == KIND_READ && mode[0] == 'r' && !strchr(mode, '+'))
        return stream_on(open(path, O_RDONLY | O_CLOEXEC));
    return REAL(FILE *, "fopen", const char *, const char *)(path, mode);
}

static int is_file(int fd)
{
    struct stat info;
    return fd != STDERR_FILENO && fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    int refused = is_file(fd) && is_refused(KIND_WRITE, ENOSPC);
    return refused ? -1 : REAL(ssize_t, "write", int, const void *, size_t)(fd, bytes, size);
}

int fsync(int fd)
{
    return is_refused(KIND_WRITE, EIO) ? -1 : REAL(int, "fsync", int)(fd);
}

int fchmod(int fd, mode_t mode)
{
    return is_refused(KIND_WRITE, EIO) ? -1 : REAL(int, "fchmod", int, mode_t)(fd, mode);
}

/* A file that was written may tell only now that it is not whole; it is closed all the same. */
int close(int fd)
{
    int mode = refused_kind == KIND_WRITE ? fcntl(fd, F_GETFL) : -1;
    int refused = mode >= 0 && (mode & O_ACCMODE) != O_RDONLY && is_file(fd) && is_refused(KIND_WRITE, EIO);
    int status = REAL(int, "close", int)(fd);
    if (refused)
        errno = EIO;
    return refused ? -1 : status;
}

int rename(const char *from, const char *to)
{
    return is_refused(KIND_WRITE, EIO) ? -1 : REAL(int, "rename", const char *, const char *)(from, to);
}

int mkdir(const char *path, mode_t mode)
{
    return is_refused(KIND_WRITE, ENOSPC) ? -1 : REAL(int, "mkdir", const char *, mode_t)(path, mode);
}

int mkstemp(char *path)
{
    return is_refused(KIND_WRITE, ENOSPC) ? -1 : REAL(int, "mkstemp", char *)(path);
}

char *mkdtemp(char *path)
{
    return is_refused(KIND_WRITE, ENOSPC) ? NULL : REAL(char *, "mkdtemp", char *)(path);
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if (flags & O_CREAT && is_refused(KIND_WRITE, ENOSPC))
        return -1;
    return REAL(int, "openat", int, const char *, int, ...)(folder, path, flags, mode);
}

__attribute__((constructor)) static void listen(void)
{
    static const char *const names[] = {
        [KIND_MEMORY] = "memory", [KIND_READ] = "read", [KIND_WRITE] = "write"};
    const char *told = getenv(SHIM), *which = told ? strchr(told, '=') : NULL;
    if (strncmp(program_invocation_short_name, "roller-", 7) != 0)
        return; /* what starts a program (valgrind) has this too, and hands it on */
    unsetenv("LD_PRELOAD");
    demands = mmap(NULL, sizeof *demands, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!which || demands == MAP_FAILED)
        abort();
    refused_from = atol(which + 1);
    refuses_all_after = strchr(which, '+') != NULL;
    for (enum kind kind = KIND_MEMORY; kind <= KIND_WRITE; kind++) {
        if (strncmp(told, names[kind], strlen(names[kind])) == 0)
            refused_kind = kind;
    }
    is_program = 1;
    if (refused_kind == KIND_READ)
        stdin = stream_on(STDIN_FILENO);
}

__attribute__((destructor)) static void tell(void)
{
    char text[32];
    const char *path = getenv("NTH_COUNT");
    if (!demands)
        return;
    int length = snprintf(text, sizeof text, "%ld", atomic_load(demands));
    refused_kind = KIND_NONE;
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : -1;
    if (fd >= 0 && write(fd, text, (size_t)length) == length)
        close(fd);
}
