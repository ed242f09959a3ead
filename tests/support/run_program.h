/* SPDX-License-Identifier: MIT */
/* Run a program as a user would, without a shell, and read its output.
 *
 * Standard output and standard error are unlinked files: a program that prints a lot never blocks, and the
 * test can read the output while the program runs. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define PROGRAM_TIMED_OUT (-1)

struct program_options {
    const char *folder; /* working directory; NULL = the test's own */
    const void *input;  /* contents of standard input; NULL = /dev/null */
    size_t input_length;
    int input_fd;           /* descriptor of standard input, if it is above 0 and `input` is NULL */
    int out_fd;             /* descriptor of standard output, if it is above 0; the result then has no output */
    const char *const *env; /* "NAME=value" entries to set, then NULL; may be NULL */
};

struct program_result {
    int status; /* exit status; 128 + N if signal N ended it; or PROGRAM_TIMED_OUT */
    char *out;  /* all of standard output, NUL-terminated */
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

/* Run argv[0] (a path, or a name to find in $PATH) with the NULL-terminated arguments; kill it after
 * `limit_s` seconds (more under valgrind). `options` may be NULL. Free the result with program_result_free. */
struct program_result program_run(const char *const argv[], const struct program_options *options, double limit_s);

/* Like program_run, in two steps: start a program, then wait for it. Every started program must be waited for. If it
 * cannot be executed, its status is 127. */
struct program program_start(const char *const argv[], const struct program_options *options);
struct program_result program_wait(struct program *program, double limit_s);

/* Wait until the program has printed `text`. False if it ends first, or after `limit_s` seconds. */
bool program_wait_for_out(struct program *program, const char *text, double limit_s);
bool program_wait_for_err(struct program *program, const char *text, double limit_s);
/* Like program_wait_for_err, but only after the first `*from` bytes. Moves `*from` to the end of the text, so
 * that identical prompts can be awaited one after another. */
bool program_wait_for_next_err(struct program *program, size_t *from, const char *text, double limit_s);
/* Wait until `path` exists, even as a dangling link. False if the program ends first, or after `limit_s` seconds. */
bool program_wait_for_path(struct program *program, const char *path, double limit_s);

void program_result_free(struct program_result *result);
