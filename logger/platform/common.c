/* SPDX-License-Identifier: MIT */
/* POSIX calls that several programs need, the same on every system. */
#include "platform/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int64_t read_us(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t platform_now_us(void)
{
    return read_us(platform_clock());
}

int64_t platform_wall_clock_us(void)
{
    return read_us(CLOCK_REALTIME);
}

bool platform_open_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
            return false;
    return true;
}

size_t platform_write(int fd, const char *bytes, size_t count)
{
    size_t written = 0;
    while (written < count) {
        ssize_t result = write(fd, bytes + written, count - written);
        if (result < 0 && errno != EINTR)
            break;
        written += result > 0 ? (size_t)result : 0;
    }
    return written;
}

bool platform_read_line(const char *path, char *line, size_t size)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC); /* a FIFO would block */
    bool is_file = fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
    ssize_t length = is_file ? read(fd, line, size - 1) : -1;
    if (fd >= 0)
        close(fd);
    line[length > 0 ? length : 0] = '\0';
    line[strcspn(line, "\n")] = '\0';
    return length > 0;
}

bool platform_find_lock_owner(const char *port, long *process)
{
    char path[PATH_MAX], number[32];
    const char *slash = strrchr(port, '/');
    snprintf(path, sizeof path, "/var/lock/LCK..%s", slash ? slash + 1 : port);
    *process = platform_read_line(path, number, sizeof number) ? strtol(number, NULL, 10) : 0;
    bool is_process = *process > 0 && (pid_t)*process == *process; /* the file may hold any number */
    return is_process && *process != getpid() && (kill((pid_t)*process, 0) == 0 || errno == EPERM);
}

int platform_make_temporary(char *path)
{
    int fd = mkstemp(path);
    mode_t mask = umask(0); /* the umask can only be read by setting it */
    umask(mask);
    /* EPERM and ENOTSUP are not errors: there are file systems without modes. */
    if (fd < 0 || fchmod(fd, 0666 & ~mask) == 0 || errno == EPERM || errno == ENOTSUP)
        return fd;
    int error = errno;
    close(fd);
    unlink(path);
    errno = error;
    return -1;
}

bool platform_close_on_exec(int fd)
{
    return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

bool platform_pipe(int ends[2])
{
    return pipe(ends) == 0 && platform_close_on_exec(ends[0]) && platform_close_on_exec(ends[1]);
}

/* The end of the pipe that the signal handler writes to. It is global because a handler takes no such argument. */
static int stop_pipe_input;

static void report_stop(int signal_number)
{
    int error = errno;
    (void)signal_number;
    (void)!write(stop_pipe_input, "", 1); /* fails only if the pipe is full, so it is readable anyway */
    errno = error;
}

bool platform_open_stop_pipe(int *fd)
{
    static const int signals[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = report_stop, .sa_flags = SA_RESTART}, inherited;
    int ends[2];
    if (!platform_pipe(ends) || fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0 || fcntl(ends[1], F_SETFL, O_NONBLOCK) != 0)
        return false;
    *fd = ends[0];
    stop_pipe_input = ends[1];
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        if (sigaction(signals[i], NULL, &inherited) == 0 && inherited.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    return true;
}
