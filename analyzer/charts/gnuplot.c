/* SPDX-License-Identifier: MIT */
#include "charts/gnuplot.h"

#include "platform/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SCRIPT_NAME "charts.gp"
#define MESSAGES_NAME "messages.txt"
#define PICTURE_BYTES_MAX (8u << 20) /* a larger picture is rejected */
#define MESSAGES_BYTES_MAX 16384
#define POLL_INTERVAL_NS 2000000
#define EXEC_FAILED 127        /* exit status, as in a shell */
#define MESSAGE_LENGTH_MAX 300 /* a longer gnuplot message is truncated */

/* The temporary folder of one run. Its files are opened relative to `fd`. */
struct workspace {
    char path[PATH_MAX];
    int fd;
};

/* Set the failure. The value is false. */
#define NO_CHARTS(failure, ...)                                                                                        \
    failure_set(failure, EXIT_STATUS_NO_CHARTS, "The charts could not be drawn: " __VA_ARGS__)

static bool workspace_open(struct workspace *workspace, struct failure *failure)
{
    const char *base = getenv("TMPDIR");
    if (!base || base[0] != '/')
        base = "/tmp";
    int length = snprintf(workspace->path, sizeof workspace->path, "%s/roller-analyzer.XXXXXX", base);
    if (length < 0 || (size_t)length >= sizeof workspace->path)
        return NO_CHARTS(failure, "the name of the temporary folder is too long.");
    if (!mkdtemp(workspace->path))
        return NO_CHARTS(failure, "cannot make a temporary folder: %s.", strerror(errno));
    workspace->fd = open(workspace->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (workspace->fd < 0) {
        NO_CHARTS(failure, "cannot open the temporary folder: %s.", strerror(errno));
        rmdir(workspace->path);
        return false;
    }
    return true;
}

static void workspace_close(struct workspace *workspace, const char *const file_name[], size_t count)
{
    unlinkat(workspace->fd, SCRIPT_NAME, 0);
    unlinkat(workspace->fd, MESSAGES_NAME, 0);
    for (size_t i = 0; i < count; i++)
        unlinkat(workspace->fd, file_name[i], 0);
    close(workspace->fd);
    rmdir(workspace->path);
}

static bool write_script(const struct workspace *workspace, const struct text_buffer *script, struct failure *failure)
{
    int fd = openat(workspace->fd, SCRIPT_NAME, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    int error = fd < 0 || platform_write(fd, script->bytes, script->length) < script->length ? errno : 0;
    if (fd >= 0 && close(fd) != 0 && error == 0)
        error = errno;
    return error == 0 || NO_CHARTS(failure, "cannot write the script: %s.", strerror(error));
}

/* Replace the child process with gnuplot. Uses only calls that are safe between fork and exec, and does not return. */
static void exec_gnuplot(const struct workspace *workspace, const char *program, int stderr_fd)
{
    /* The CPU time limit stops gnuplot even if the parent has been killed. */
    const struct rlimit cpu = {GNUPLOT_PROCESSOR_LIMIT_S, GNUPLOT_PROCESSOR_LIMIT_S};
    int null_fd = open("/dev/null", O_RDWR);
    /* Start a process group, so that the parent's timeout also kills any process started by gnuplot. */
    if (setpgid(0, 0) == 0 && setrlimit(RLIMIT_CPU, &cpu) == 0 && signal(SIGPIPE, SIG_DFL) != SIG_ERR && null_fd >= 0 &&
        dup2(null_fd, STDIN_FILENO) >= 0 && dup2(null_fd, STDOUT_FILENO) >= 0 && dup2(stderr_fd, STDERR_FILENO) >= 0 &&
        fchdir(workspace->fd) == 0)
        execlp(program, program, "-d", SCRIPT_NAME, (char *)NULL);
    _exit(EXEC_FAILED);
}

static double monotonic_s(void)
{
    struct timespec now = {0, 0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Wait for the child. If it exceeds the time limit, or waiting fails, kill it and return false. */
static bool wait_for_child(pid_t child, int *status)
{
    const struct timespec poll_interval = {0, POLL_INTERVAL_NS};
    double deadline_s = monotonic_s() + GNUPLOT_TIME_LIMIT_S;
    for (;;) {
        pid_t pid = waitpid(child, status, WNOHANG);
        if (pid == child)
            return true;
        if (monotonic_s() > deadline_s || (pid < 0 && errno != EINTR)) {
            kill(-child, SIGKILL);
            kill(child, SIGKILL);
            while (waitpid(child, status, 0) < 0 && errno == EINTR)
                continue;
            return false;
        }
        nanosleep(&poll_interval, NULL);
    }
}

/* Add the content of a file in the workspace to `text`. Returns 0 or an errno: EFBIG if the file has `limit` bytes or
 * more. */
static int read_file_at(const struct workspace *workspace, const char *name, size_t limit, struct text_buffer *text)
{
    int fd = openat(workspace->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno;
    char block[16384];
    size_t total = 0;
    ssize_t length = 0;
    while (total < limit && ((length = read(fd, block, sizeof block)) > 0 || (length < 0 && errno == EINTR))) {
        if (length > 0) {
            text_add_bytes(text, block, (size_t)length);
            total += (size_t)length;
        }
    }
    int error = length < 0 ? errno : total >= limit ? EFBIG : 0;
    close(fd);
    return error;
}

/* Whether a picture begins and ends as its format requires; SVG and PDF may end in white space. */
static bool is_complete(const struct text_buffer *picture, const char *file_name)
{
    enum { SVG, PNG, PDF };
    static const struct {
        const char *extension, *start, *end;
        size_t start_length, end_length;
    } formats[] = {
        [SVG] = {".svg", "<", "</svg>", 1, 6},
        [PNG] = {".png", "\x89PNG\r\n\x1a\n", "IEND\xae\x42\x60\x82", 8, 8},
        [PDF] = {".pdf", "%PDF-", "%%EOF", 5, 5},
    };
    const char *extension = strrchr(file_name, '.');
    size_t format = SVG;
    while (format < PDF && (!extension || strcmp(extension, formats[format].extension) != 0))
        format++;
    size_t length = picture->length;
    while (format != PNG && length > 0 && strchr(" \t\r\n", picture->bytes[length - 1]))
        length--;
    return length >= formats[format].start_length + formats[format].end_length &&
           memcmp(picture->bytes, formats[format].start, formats[format].start_length) == 0 &&
           memcmp(picture->bytes + length - formats[format].end_length, formats[format].end,
                  formats[format].end_length) == 0 &&
           (format != SVG || strstr(picture->bytes, "<svg") != NULL);
}

/* Report why gnuplot failed, with the first line of its standard error. */
static bool report_exit(const struct workspace *workspace, const char *program, int status, struct failure *failure)
{
    struct text_buffer messages = {0};
    read_file_at(workspace, MESSAGES_NAME, MESSAGES_BYTES_MAX, &messages);
    const char *line = messages.length > 0 ? messages.bytes + strspn(messages.bytes, "\r\n \t") : "";
    int length = (int)strcspn(line, "\r\n");
    if (length > MESSAGE_LENGTH_MAX)
        length = MESSAGE_LENGTH_MAX;
    if (WIFSIGNALED(status))
        NO_CHARTS(failure, "%s was killed by signal %d.", program, WTERMSIG(status));
    else if (WEXITSTATUS(status) == EXEC_FAILED)
        NO_CHARTS(failure, "%s cannot be run. Install gnuplot (Debian: apt install gnuplot-nox).", program);
    else
        NO_CHARTS(failure, "%s exited with status %d%s%.*s.", program, WEXITSTATUS(status),
                  length > 0 ? " and said: " : "", length, line);
    text_free(&messages);
    return false;
}

/* Find the program to run. A name with a slash is made absolute, because the child changes its working folder; any
 * other name is searched for in PATH. */
static bool find_program(char name[PATH_MAX], struct failure *failure)
{
    const char *wanted = getenv(GNUPLOT_VARIABLE);
    if (!wanted || !wanted[0])
        wanted = "gnuplot";
    if (strchr(wanted, '/')) {
        if (!realpath(wanted, name))
            return NO_CHARTS(failure, "the program that " GNUPLOT_VARIABLE " names cannot be run: %s.",
                             strerror(errno));
        return true;
    }
    int length = snprintf(name, PATH_MAX, "%s", wanted);
    return length < PATH_MAX || NO_CHARTS(failure, "the name in " GNUPLOT_VARIABLE " is too long.");
}

/* Run the program with the script in the workspace. */
static bool run_program(const struct workspace *workspace, const char *program, const struct text_buffer *script,
                        struct failure *failure)
{
    if (!write_script(workspace, script, failure))
        return false;
    int messages_fd = openat(workspace->fd, MESSAGES_NAME, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (messages_fd < 0)
        return NO_CHARTS(failure, "cannot make a file for gnuplot's messages: %s.", strerror(errno));
    pid_t child = fork();
    if (child == 0)
        exec_gnuplot(workspace, program, messages_fd);
    int error = errno;
    close(messages_fd);
    if (child < 0)
        return NO_CHARTS(failure, "cannot start another process: %s.", strerror(error));
    int status = 0;
    if (!wait_for_child(child, &status))
        return NO_CHARTS(failure, "%s did not finish within %d s and was stopped.", program, GNUPLOT_TIME_LIMIT_S);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return report_exit(workspace, program, status, failure);
    return true;
}

bool gnuplot_run(const struct text_buffer *script, const char *const file_name[], struct text_buffer picture[],
                 size_t picture_count, struct failure *failure)
{
    if (script->failed)
        return NO_CHARTS(failure, "not enough memory.");
    char program[PATH_MAX];
    struct workspace workspace = {.fd = -1};
    if (!find_program(program, failure) || !workspace_open(&workspace, failure))
        return false;
    bool ok = run_program(&workspace, program, script, failure);
    for (size_t i = 0; ok && i < picture_count; i++) {
        int error = read_file_at(&workspace, file_name[i], PICTURE_BYTES_MAX, &picture[i]);
        bool is_unusable = error == ENOENT || error == ELOOP || error == EFBIG; /* it is missing, a link or too large */
        if (picture[i].failed)
            ok = NO_CHARTS(failure, "not enough memory.");
        else if (error != 0 && !is_unusable)
            ok = NO_CHARTS(failure, "a picture cannot be read: %s.", strerror(error));
        else if (is_unusable || !is_complete(&picture[i], file_name[i]))
            ok = NO_CHARTS(failure, "%s omitted a picture or left it incomplete.", program);
    }
    for (size_t i = 0; !ok && i < picture_count; i++)
        text_free(&picture[i]);
    workspace_close(&workspace, file_name, picture_count);
    return ok;
}
