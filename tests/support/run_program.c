/* SPDX-License-Identifier: MIT */
#include "run_program.h"

#include "json_seen.h"
#include "now.h"
#include "watched.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define VALGRIND_FACTOR 20

static void abort_with(const char *what)
{
    fprintf(stderr, "test support: %s: %s\n", what, strerror(errno));
    abort();
}

static void wait_between_polls(void)
{
    struct timespec wait = {.tv_nsec = 5000000};
    nanosleep(&wait, NULL);
}

static int make_unlinked_file(void)
{
    const char *parent = getenv("TMPDIR");
    char path[256];
    snprintf(path, sizeof path, "%s/roller-run-XXXXXX", parent && *parent ? parent : "/tmp");
    int fd = mkstemp(path);
    if (fd < 0)
        abort_with("cannot make a temporary file");
    unlink(path);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}

static int open_input(const struct program_options *options)
{
    if (!options->input)
        return options->input_fd > 0 ? fcntl(options->input_fd, F_DUPFD_CLOEXEC, 3)
                                     : open("/dev/null", O_RDONLY | O_CLOEXEC);
    int fd = make_unlinked_file();
    const char *bytes = options->input;
    for (size_t used = 0; used < options->input_length;) {
        ssize_t written = write(fd, bytes + used, options->input_length - used);
        if (written < 0)
            abort_with("cannot write the program's input");
        used += (size_t)written;
    }
    lseek(fd, 0, SEEK_SET);
    return fd;
}

/* Run the program in place of the child process. Does not return. */
static void exec_child(const char *const argv[], const struct program_options *options, int in, int out, int err)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* if the test is killed, so is the program */
    if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
        _exit(127);
    if (options->folder && chdir(options->folder) != 0)
        _exit(127);
    for (const char *const *entry = options->env; entry && *entry; entry++)
        putenv((char *)(size_t)*entry);
    execvp(argv[0], (char *const *)(size_t)argv);
    dprintf(2, "cannot run %s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

struct program program_start(const char *const argv[], const struct program_options *options)
{
    static const struct program_options none = {0};
    if (!options)
        options = &none;
    struct program program = {.out_fd = make_unlinked_file(), .err_fd = make_unlinked_file()};
    int in = open_input(options);
    int out = options->out_fd > 0 ? options->out_fd : program.out_fd;
    fflush(NULL);
    program.pid = fork();
    if (program.pid < 0)
        abort_with("cannot fork");
    if (program.pid == 0)
        exec_child(argv, options, in, out, program.err_fd);
    close(in);
    return program;
}

static char *read_file(int fd, size_t *length)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        abort_with("cannot read the program's output");
    size_t size = (size_t)info.st_size, used = 0;
    char *bytes = malloc(size + 1);
    if (!bytes)
        abort_with("out of memory for the program's output");
    while (used < size) {
        ssize_t got = pread(fd, bytes + used, size - used, (off_t)used);
        if (got <= 0)
            break;
        used += (size_t)got;
    }
    bytes[used] = '\0';
    *length = used;
    return bytes;
}

/* Return the time when a limit that starts now ends. Under valgrind limits are longer, because programs are slower. */
static double deadline_s(double limit_s)
{
    return now_s() + (is_watched() ? VALGRIND_FACTOR : 1) * limit_s;
}

struct program_result program_wait(struct program *program, double limit_s)
{
    struct program_result result = {0};
    double end_s = deadline_s(limit_s);
    int status = 0;
    bool timed_out = false;
    pid_t ended;
    while ((ended = waitpid(program->pid, &status, WNOHANG)) == 0) {
        if (now_s() >= end_s) {
            timed_out = true;
            kill(program->pid, SIGKILL);
            ended = waitpid(program->pid, &status, 0);
            break;
        }
        wait_between_polls();
    }
    if (ended < 0)
        abort_with("cannot wait for the program");
    result.status = timed_out ? PROGRAM_TIMED_OUT : WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    result.out = read_file(program->out_fd, &result.out_length);
    result.err = read_file(program->err_fd, &result.err_length);
    close(program->out_fd);
    close(program->err_fd);
    if (result.status == 0)
        json_seen_add(result.out, result.out_length);
    return result;
}

/* Find `text` after the first `*from` bytes, and move `*from` to its end. False if it is not there. */
static bool find_printed(int fd, size_t *from, const char *text)
{
    size_t length;
    char *bytes = read_file(fd, &length);
    const char *found = *from <= length ? strstr(bytes + *from, text) : NULL;
    if (found != NULL)
        *from = (size_t)(found - bytes) + strlen(text);
    free(bytes);
    return found != NULL;
}

static bool has_ended(const struct program *program)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)program->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

static bool wait_for_text(struct program *program, int fd, size_t *from, const char *text, double limit_s)
{
    double end_s = deadline_s(limit_s);
    while (now_s() < end_s) {
        if (find_printed(fd, from, text))
            return true;
        if (has_ended(program))
            break;
        wait_between_polls();
    }
    return find_printed(fd, from, text);
}

bool program_wait_for_err(struct program *program, const char *text, double limit_s)
{
    size_t from = 0;
    return wait_for_text(program, program->err_fd, &from, text, limit_s);
}

bool program_wait_for_next_err(struct program *program, size_t *from, const char *text, double limit_s)
{
    return wait_for_text(program, program->err_fd, from, text, limit_s);
}

bool program_wait_for_out(struct program *program, const char *text, double limit_s)
{
    size_t from = 0;
    return wait_for_text(program, program->out_fd, &from, text, limit_s);
}

bool program_wait_for_path(struct program *program, const char *path, double limit_s)
{
    struct stat info;
    double end_s = deadline_s(limit_s);
    while (lstat(path, &info) != 0) {
        if (now_s() >= end_s || has_ended(program))
            return lstat(path, &info) == 0;
        wait_between_polls();
    }
    return true;
}

struct program_result program_run(const char *const argv[], const struct program_options *options, double limit_s)
{
    struct program program = program_start(argv, options);
    return program_wait(&program, limit_s);
}

void program_result_free(struct program_result *result)
{
    free(result->out);
    free(result->err);
    *result = (struct program_result){0};
}
