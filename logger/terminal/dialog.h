/* SPDX-License-Identifier: MIT */
/*
 * Questions and answers at the terminal: text on standard error, answers from standard input, which may be a
 * pipe. No function waits, so the caller can keep reading the roller.
 */
#ifndef DIALOG_H
#define DIALOG_H

#include "terminal/prompt.h"

#include <stdbool.h>
#include <stddef.h>

/* Private, except `prompt`, from which the caller reads the answers. */
struct dialog {
    struct prompt prompt;
    bool is_terminal; /* standard error is one: a status can be redrawn there */
    bool status_shown;
    bool asked; /* the cursor stands after a question */
};

void dialog_init(struct dialog *dialog);

/* Print a line, sanitized and wrapped to the terminal's width. */
void dialog_print(struct dialog *dialog, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Print a question; the answer is typed after it. Discards what was typed earlier at a terminal. */
void dialog_ask(struct dialog *dialog, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Redraw the status; nothing when standard error is no terminal. */
void dialog_show_status(struct dialog *dialog, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The question has been answered. */
void dialog_answered(struct dialog *dialog);

/* Go to an empty line: remove the status, end the line of an unanswered question. */
void dialog_end_line(struct dialog *dialog);

#endif
