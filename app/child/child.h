/* SPDX-License-Identifier: MIT */
/* Programs that run beside this one: started without a shell, read line by line, and never waited for. */
#pragma once

#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/select.h>
#include <sys/types.h>

#define CHILD_LINE_MAX_BYTES 4194304 /* a longer line is dropped; the longest report is far below */
#define CHILD_MESSAGE_SIZE 800       /* of what the program last wrote to standard error */

/* How a program is started. */
struct child_options {
    const char *folder; /* where it runs; NULL = here */
    int output_as;      /* its descriptor whose lines are read: STDOUT_FILENO, or 3 and above */
    int input_as;       /* its descriptor that child_send writes to; 0: none, it reads nothing */
    double limit_s;     /* then it is killed; 0 = never */
    bool is_background; /* others come first */
};

struct child;

/* What happens to a program. `line` has no newline. `ended` is the last call: after it the child may be started again
 * or freed; `status` is the exit status, or 128 and the number of the signal. */
struct child_owner {
    void (*line)(void *owner, const char *line, size_t length);
    void (*ended)(void *owner, int status, const char *message);
    void *owner;
};

/* A zeroed struct is a child that does not run. It must stay where it is while it runs. */
struct child {
    struct child *next;
    pid_t process;                     /* 0 = not running */
    int output, message_output, input; /* our ends; -1 = closed */
    int64_t killed_at_us;              /* 0 = never */
    struct child_owner owner;
    struct text_buffer line;
    bool line_is_dropped;
    char message[CHILD_MESSAGE_SIZE]; /* the last line of standard error, sanitized */
    struct text_buffer message_line;
};

/* All programs that run. */
struct children {
    struct child *first;
};

/* Start argv[0], a path. False (EXIT_STATUS_DEVICE) if it cannot be started. */
bool child_start(struct children *children, struct child *child, const char *const argv[],
                 const struct child_options *options, struct child_owner owner, struct failure *failure);

/* Start argv[0], a path, for the user: it has no pipes to this program, and may outlive it. False if that fails. */
bool child_start_apart(const char *const argv[]);

/* Write a line to the program's input. False if it does not read. */
bool child_send(struct child *child, const char *line);
/* Close its input, by which most programs end. */
void child_close_input(struct child *child);
/* End it by a signal. `ended` is called as usual. */
void child_kill(struct child *child, int signal_number);
bool child_is_running(const struct child *child);

/* Add the descriptors of all programs to the set for select, and raise *max_fd. Returns how long it may wait, ms. */
int children_add_descriptors(const struct children *children, fd_set *readable, int *max_fd);
/* Read what select found, and notice programs that ended. Call at least twice a second. */
void children_run(struct children *children, const fd_set *readable);
