/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* pipe2 */
#include "report/show_page.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "xdg-open"

/* In the grandchild: only calls that are safe between fork and exec. Tells through `told` when it cannot run
 * it. */
static void become_viewer(const char *path, int told)
{
    int null = open("/dev/null", O_RDWR);
    setsid(); /* the browser goes on when the terminal is closed */
    signal(SIGPIPE, SIG_DFL);
    if (null >= 0 && dup2(null, STDIN_FILENO) >= 0 && dup2(null, STDOUT_FILENO) >= 0 &&
        dup2(null, STDERR_FILENO) >= 0)
        execlp(PROGRAM, PROGRAM, path, (char *)NULL);
    int error = errno;
    (void)!write(told, &error, sizeof error);
    _exit(127);
}

/* Start it as nobody's child. Returns 0, or why not. */
static int start(const char *path)
{
    int told[2];
    if (pipe2(told, O_CLOEXEC) != 0)
        return errno;
    int error = 0;
    pid_t child = fork();
    if (child == 0) {
        pid_t grandchild = fork();
        if (grandchild == 0)
            become_viewer(path, told[1]);
        error = errno;
        if (grandchild < 0)
            (void)!write(told[1], &error, sizeof error);
        _exit(0);
    }
    if (child < 0)
        error = errno;
    close(told[1]);
    /* Ends when the pipe is closed by a successful exec, or by the end of both. */
    while (child > 0 && read(told[0], &error, sizeof error) < 0 && errno == EINTR)
        continue;
    close(told[0]);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
    return error;
}

bool show_page(const char *path, struct failure *failure)
{
    char whole[PATH_MAX]; /* a name that begins with '-' would be an option of xdg-open */
    int error = realpath(path, whole) ? start(whole) : errno;
    if (error == 0)
        return true;
    return failure_set(failure, EXIT_STATUS_DONE,
                       "The page %s is written, but " PROGRAM " cannot be run (%s): open it yourself.", path,
                       strerror(error));
}
