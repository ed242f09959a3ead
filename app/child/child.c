/* SPDX-License-Identifier: MIT */
#include "child/child.h"

#include "platform/platform.h"
#include "shared/sanitized_text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHUNK_BYTES 65536
#define WAIT_MAX_MS 500
#define WAIT_FOR_END_MS 10 /* between the end of the output and that of the program */
#define NOT_STARTED 127    /* exit status of a program that could not be executed */

/* ---- Starting ---- */

struct pipes {
    int output[2], message[2], input[2];
};

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void close_pipes(struct pipes *pipes)
{
    for (int i = 0; i < 2; i++) {
        close_end(&pipes->output[i]);
        close_end(&pipes->message[i]);
        close_end(&pipes->input[i]);
    }
}

/* select takes no descriptor from FD_SETSIZE on. */
static bool can_be_watched(const struct pipes *pipes)
{
    if (pipes->output[0] < FD_SETSIZE && pipes->message[0] < FD_SETSIZE)
        return true;
    errno = EMFILE;
    return false;
}

static bool open_pipes(struct pipes *pipes, bool has_input)
{
    *pipes = (struct pipes){{-1, -1}, {-1, -1}, {-1, -1}};
    if (platform_pipe(pipes->output) && platform_pipe(pipes->message) && (!has_input || platform_pipe(pipes->input)) &&
        can_be_watched(pipes))
        return true;
    int error = errno;
    close_pipes(pipes);
    errno = error;
    return false;
}

/* Give `fd` the number `as` in the new program. dup2 to the same number would keep the flag that closes it. */
static bool pass(int fd, int as)
{
    return fd == as ? fcntl(fd, F_SETFD, 0) == 0 : dup2(fd, as) >= 0;
}

/* Fork with all signals blocked: a handler of this program must not run in the new process, where it would report the
 * signal to this one. */
static pid_t fork_quietly(void)
{
    sigset_t all, before;
    sigfillset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, &before);
    pid_t process = fork();
    if (process != 0)
        (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return process;
}

/* In the new process: take signals as any program does. */
static void reset_signals(void)
{
    static const int defaults[] = {SIGPIPE, SIGXFSZ, SIGINT, SIGTERM, SIGHUP};
    sigset_t none;
    for (size_t i = 0; i < sizeof defaults / sizeof defaults[0]; i++)
        signal(defaults[i], SIG_DFL);
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the new process: become the program. It gets a process group of its own, so that Ctrl-C and Ctrl-Z in a terminal
 * reach this program only, which ends the others in order. */
static void become(const char *const argv[], const struct child_options *options, const struct pipes *pipes)
{
    /* Above all numbers that the program gets, so that none is overwritten before it is passed on. */
    int output = fcntl(pipes->output[1], F_DUPFD_CLOEXEC, 16), message = fcntl(pipes->message[1], F_DUPFD_CLOEXEC, 16);
    int input = pipes->input[0] >= 0 ? fcntl(pipes->input[0], F_DUPFD_CLOEXEC, 16) : -1;
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    (void)setpgid(0, 0);
    reset_signals();
    if (options->is_background)
        (void)!nice(10);
    if ((!options->folder || chdir(options->folder) == 0) && pass(nothing, STDIN_FILENO) &&
        pass(nothing, STDOUT_FILENO) && pass(message, STDERR_FILENO) && pass(output, options->output_as) &&
        (input < 0 || pass(input, options->input_as)))
        execv(argv[0], (char *const *)argv);
    _exit(NOT_STARTED);
}

bool child_start(struct children *children, struct child *child, const char *const argv[],
                 const struct child_options *options, struct child_owner owner, struct failure *failure)
{
    struct pipes pipes;
    pid_t process = -1;
    if (open_pipes(&pipes, options->input_as > 0))
        process = fork_quietly();
    if (process == 0)
        become(argv, options, &pipes);
    if (process < 0) {
        failure_set(failure, EXIT_STATUS_DEVICE, "%s cannot be started: %s.", argv[0], strerror(errno));
        close_pipes(&pipes);
        return false;
    }
    *child = (struct child){.next = children->first,
                            .process = process,
                            .output = pipes.output[0],
                            .message_output = pipes.message[0],
                            .input = pipes.input[1],
                            .owner = owner};
    if (options->limit_s > 0)
        child->killed_at_us = platform_now_us() + (int64_t)(options->limit_s * 1e6);
    children->first = child;
    pipes.output[0] = pipes.message[0] = pipes.input[1] = -1;
    close_pipes(&pipes);
    (void)fcntl(child->output, F_SETFL, O_NONBLOCK);
    (void)fcntl(child->message_output, F_SETFL, O_NONBLOCK);
    if (child->input >= 0)
        (void)fcntl(child->input, F_SETFL, O_NONBLOCK);
    return true;
}

bool child_start_apart(const char *const argv[])
{
    int ended;
    pid_t process = fork_quietly();
    if (process == 0) {
        /* The parent of the program is gone at once, so it is none of our children. */
        process = setsid() < 0 ? -1 : fork();
        if (process != 0)
            _exit(process < 0 ? NOT_STARTED : 0);
        reset_signals();
        int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
        if (pass(nothing, STDIN_FILENO) && pass(nothing, STDOUT_FILENO) && pass(nothing, STDERR_FILENO))
            execv(argv[0], (char *const *)argv);
        _exit(NOT_STARTED);
    }
    return process > 0 && waitpid(process, &ended, 0) == process && WIFEXITED(ended) && WEXITSTATUS(ended) == 0;
}

/* ---- While it runs ---- */

bool child_is_running(const struct child *child)
{
    return child->process > 0;
}

bool child_send(struct child *child, const char *line)
{
    /* The pipe takes whole lines or nothing: they are far shorter than PIPE_BUF. */
    return child->input >= 0 && write(child->input, line, strlen(line)) == (ssize_t)strlen(line);
}

void child_close_input(struct child *child)
{
    if (child_is_running(child))
        close_end(&child->input);
}

void child_kill(struct child *child, int signal_number)
{
    if (child_is_running(child))
        kill(child->process, signal_number);
}

int children_add_descriptors(const struct children *children, fd_set *readable, int *max_fd)
{
    int wait_ms = WAIT_MAX_MS;
    for (const struct child *child = children->first; child; child = child->next) {
        const int fds[] = {child->output, child->message_output};
        for (size_t i = 0; i < 2; i++)
            if (fds[i] >= 0 && fds[i] < FD_SETSIZE) {
                FD_SET(fds[i], readable);
                if (fds[i] > *max_fd)
                    *max_fd = fds[i];
            }
        if (child->output < 0 && child->message_output < 0)
            wait_ms = WAIT_FOR_END_MS;
    }
    return wait_ms;
}

/* Add bytes to the line that is being read, and pass on each that is complete. */
static void add_output(struct child *child, const char *bytes, size_t count)
{
    while (count > 0) {
        const char *newline = memchr(bytes, '\n', count);
        size_t length = newline ? (size_t)(newline - bytes) : count;
        if (child->line.length + length > CHILD_LINE_MAX_BYTES)
            child->line_is_dropped = true;
        if (!child->line_is_dropped)
            text_add_bytes(&child->line, bytes, length);
        if (!newline)
            return;
        if (!child->line_is_dropped && !child->line.failed && child->owner.line)
            child->owner.line(child->owner.owner, child->line.bytes ? child->line.bytes : "", child->line.length);
        child->line_is_dropped = false;
        child->line.failed = false;
        text_clear(&child->line);
        bytes += length + 1;
        count -= length + 1;
    }
}

/* Keep the last line of standard error that is not empty. */
static void add_message(struct child *child, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] != '\n' && bytes[i] != '\r') {
            if (child->message_line.length < CHILD_MESSAGE_SIZE)
                text_add_bytes(&child->message_line, bytes + i, 1);
            continue;
        }
        if (child->message_line.length > 0)
            sanitized_text_copy(child->message, sizeof child->message, child->message_line.bytes);
        text_clear(&child->message_line);
    }
}

/* Read all that a pipe has; close it at its end. */
static void read_pipe(struct child *child, int *fd, void (*add)(struct child *, const char *, size_t))
{
    char bytes[CHUNK_BYTES];
    while (*fd >= 0) {
        ssize_t count = read(*fd, bytes, sizeof bytes);
        if (count > 0)
            add(child, bytes, (size_t)count);
        else if (count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR))
            close_end(fd);
        else
            return;
    }
}

/* Forget a program that ended, and report it. */
static void finish(struct children *children, struct child *child, int ended)
{
    struct child **link = &children->first;
    while (*link != child)
        link = &(*link)->next;
    *link = child->next;
    read_pipe(child, &child->output, add_output);
    read_pipe(child, &child->message_output, add_message);
    add_message(child, "\n", 1);
    close_end(&child->output);
    close_end(&child->message_output);
    close_end(&child->input);
    text_free(&child->line);
    text_free(&child->message_line);
    child->process = 0;
    if (child->owner.ended)
        child->owner.ended(child->owner.owner, WIFSIGNALED(ended) ? 128 + WTERMSIG(ended) : WEXITSTATUS(ended),
                           child->message);
}

void children_run(struct children *children, const fd_set *readable)
{
    int64_t now_us = platform_now_us();
    for (struct child *child = children->first; child; child = child->next) {
        if (child->output >= 0 && FD_ISSET(child->output, readable))
            read_pipe(child, &child->output, add_output);
        if (child->message_output >= 0 && FD_ISSET(child->message_output, readable))
            read_pipe(child, &child->message_output, add_message);
        if (child->killed_at_us > 0 && now_us > child->killed_at_us)
            child_kill(child, SIGKILL);
    }
    /* An owner may start another program when one ended, so the list is searched again. */
    for (struct child *child = children->first, *next; child; child = next) {
        int ended;
        next = child->next;
        if (waitpid(child->process, &ended, WNOHANG) != child->process)
            continue;
        finish(children, child, ended);
        next = children->first;
    }
}
