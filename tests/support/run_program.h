/* SPDX-License-Identifier: MIT */
/*
 * Run a program as a user would, without a shell, and read what it prints.
 *
 * Standard output and standard error are unlinked files: a program that prints much never waits for the test,
 * and the test can read while it runs.
 */
#ifndef RUN_PROGRAM_H
#define RUN_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define PROGRAM_TIMED_OUT (-1)

struct program_options {
    const char *folder; /* to run in; NULL = this one */
    const void *input;  /* its standard input; NULL = /dev/null */
    size_t input_length;
    int input_fd;           /* its standard input when `input` is NULL and this is above 0 */
    int out_fd;             /* its standard output when above 0; then it is not kept */
    const char *const *env; /* "NAME=value" entries to set, ended by NULL; NULL = none */
};

struct program_result {
    int status; /* exit status; 128 + N when signal N ended it; PROGRAM_TIMED_OUT when the time limit did */
    char *out;  /* all of standard output, terminated */
    size_t out_length;
    char *err;
    size_t err_length;
};

/* A running program. The fields are private. */
struct program {
    pid_t pid;
    int out_fd;
    int err_fd;
};

/*
 * Run argv[0] (a path, or a name to find in $PATH) with the arguments up to a NULL, and wait at most
 * `limit_s` seconds (more under valgrind); after that it is killed. `options` may be NULL. Free the result
 * with program_result_free.
 */
struct program_result program_run(const char *const argv[], const struct program_options *options,
                                  double limit_s);

/* The same in two steps. Every started program must be waited for. A program that cannot be started exits
 * 127. */
struct program program_start(const char *const argv[], const struct program_options *options);
struct program_result program_wait(struct program *program, double limit_s);

/* Whether `text` appears on standard error (or output) within `limit_s` seconds, while the program runs. */
bool program_wait_for_err(struct program *program, const char *text, double limit_s);
/* The same on standard error after its first `*from` bytes. `*from` becomes the end of the text, so that each
 * of several equal prompts can be waited for. */
bool program_wait_for_next_err(struct program *program, size_t *from, const char *text, double limit_s);
bool program_wait_for_out(struct program *program, const char *text, double limit_s);
/* Whether `path` (a link, too) exists within `limit_s` seconds, while the program runs. */
bool program_wait_for_path(struct program *program, const char *path, double limit_s);

void program_result_free(struct program_result *result);

#endif
