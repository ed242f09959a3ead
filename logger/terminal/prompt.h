/* SPDX-License-Identifier: MIT */
/*
 * Lines that the user types, read without waiting. The terminal keeps its mode, so nothing needs restoring.
 * Questions are printed by status_line_print or dialog_ask.
 */
#ifndef PROMPT_H
#define PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#define PROMPT_LINE_SIZE 128

enum prompt_result {
    PROMPT_NOTHING, /* nothing yet */
    PROMPT_LINE,    /* a line; "" for Enter alone */
    PROMPT_ENDED    /* Ctrl-D (a terminal may still send lines), the end of a pipe, or the terminal is gone */
};

/* Private, except for reading can_ask. */
struct prompt {
    bool can_ask; /* standard input and standard error are a terminal: somebody may answer */
    bool accepts_pipe;
    bool ended;
    char typed[PROMPT_LINE_SIZE];
    size_t length;
};

void prompt_init(struct prompt *prompt);

/* Accept answers from a pipe too: a script that knows the questions. */
void prompt_accept_pipe(struct prompt *prompt);

/* Discard what was typed at a terminal so far. */
void prompt_discard_input(struct prompt *prompt);

/* Read a typed line into `line` (`size` bytes), sanitized, blanks at both ends removed, cut when too long.
 * PROMPT_NOTHING where no user can be asked or another program has the terminal. */
enum prompt_result prompt_read_line(struct prompt *prompt, char *line, size_t size);

#endif
