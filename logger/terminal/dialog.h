/* SPDX-License-Identifier: MIT */
/* Asks questions on standard error, and reads the answers from standard input, which may be a pipe. None of the
 * functions blocks, so the caller can keep reading from the roller. */
#pragma once

#include "terminal/prompt.h"

#include <stdbool.h>

/* Private, except `prompt`, from which the caller reads the answers. */
struct dialog {
    struct prompt prompt;
    bool is_terminal;  /* standard error is a terminal, where a status can be redrawn */
    bool has_status;   /* the cursor is after a status */
    bool has_question; /* the cursor is after a question */
};

/* Prepare to ask, and accept answers from a pipe. */
void dialog_init(struct dialog *dialog);

/* Print a line, sanitized and wrapped to the terminal's width. */
void dialog_print(struct dialog *dialog, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Print a question, after which the user types the answer. Discards earlier input typed at a terminal. */
void dialog_ask(struct dialog *dialog, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Redraw the status, if standard error is a terminal. */
void dialog_show_status(struct dialog *dialog, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Record that the question has been answered, so that the next output starts on a new line. */
void dialog_note_answered(struct dialog *dialog);

/* Go to an empty line: remove the status, or end the line of an unanswered question. */
void dialog_end_line(struct dialog *dialog);
