/* SPDX-License-Identifier: MIT */
/* Reads lines that the user types, without blocking. The mode of the terminal is not changed, so nothing needs
 * to be restored. status_line_print and dialog_ask print the questions. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define PROMPT_LINE_SIZE 128

enum prompt_result {
    PROMPT_NOTHING, /* no complete line has arrived, or standard input may not be read now */
    PROMPT_LINE,    /* a line has arrived; "" if only Enter was pressed */
    PROMPT_ENDED    /* Ctrl-D was pressed (more lines may follow), the pipe has ended, or the terminal is gone */
};

/* Private, except that callers read can_ask. */
struct prompt {
    bool can_ask;       /* someone can answer: a user (standard input and error are terminals) or an accepted pipe */
    bool is_pipe;       /* standard input is a pipe or a file, whose lines are answers */
    bool no_more_input; /* the pipe has ended or the terminal is gone */
    char typed[PROMPT_LINE_SIZE]; /* bytes of the current line so far */
    size_t length;                /* number of bytes in `typed` */
};

void prompt_init(struct prompt *prompt);

/* Also accept answers from a pipe, such as those of a script. */
void prompt_accept_pipe(struct prompt *prompt);

/* Whether there is a user at a terminal that this process may use: it is not in the background. */
bool prompt_is_foreground(const struct prompt *prompt);

/* Discard pending input typed at a terminal. */
void prompt_discard_input(struct prompt *prompt);

/* Read a typed line into `line` (`size` bytes): sanitized, without spaces at its ends, truncated if it is too long.
 * PROMPT_NOTHING if no complete line has arrived, if there is no user to ask, or if the process is in the background.
 */
enum prompt_result prompt_read_line(struct prompt *prompt, char *line, size_t size);
