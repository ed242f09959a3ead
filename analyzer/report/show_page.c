/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "platform/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Run the viewer in place of this process. Makes only calls that are safe between fork and exec. On failure,
 * writes the errno to `error_fd` and exits. */
static void exec_viewer(const char *path, int error_fd)
{
    int null_fd = open("/dev/null", O_RDWR);
    setsid(); /* lets the browser outlive the terminal */
    signal(SIGPIPE, SIG_DFL);
    if (null_fd >= 0 && dup2(null_fd, STDIN_FILENO) >= 0 && dup2(null_fd, STDOUT_FILENO) >= 0 &&
        dup2(null_fd, STDERR_FILENO) >= 0)
        execlp(platform_page_opener(), platform_page_opener(), path, (char *)NULL);
    int error = errno;
    (void)!write(error_fd, &error, sizeof error);
    _exit(127);
}

/* Start the viewer as a grandchild, so that this process does not have to reap it. Returns 0 or an errno. */
static int start_viewer(const char *path)
{
    int error_pipe[2];
    if (!platform_pipe(error_pipe))
        return errno;
    int error = 0;
    pid_t child = fork();
    if (child == 0) {
        pid_t grandchild = fork();
        if (grandchild == 0)
            exec_viewer(path, error_pipe[1]);
        error = errno;
        if (grandchild < 0)
            (void)!write(error_pipe[1], &error, sizeof error);
        _exit(0);
    }
    if (child < 0)
        error = errno;
    close(error_pipe[1]);
    /* Wait for exec in the grandchild. If it succeeds, the pipe is closed; if it fails, the grandchild writes to the
     * pipe. */
    while (child > 0 && read(error_pipe[0], &error, sizeof error) < 0 && errno == EINTR)
        continue;
    close(error_pipe[0]);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
    return error;
}

bool show_page(const char *path, struct failure *failure)
{
    char absolute_path[PATH_MAX]; /* the viewer would take a relative path such as "-a.html" for an option */
    int error = realpath(path, absolute_path) ? start_viewer(absolute_path) : errno;
    if (error == 0)
        return true;
    return failure_set(failure, EXIT_STATUS_DONE,
                       "The page %s was written, but %s cannot be run (%s). Open the page yourself.", path,
                       platform_page_opener(), strerror(error));
}
