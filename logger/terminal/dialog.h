/* SPDX-License-Identifier: MIT */
/*
 * A conversation with the person at the terminal: lines said on standard error, answers from standard input,
 * which may be a pipe. Never waits, so that who asks can go on listening to the roller.
 */
#ifndef DIALOG_H
#define DIALOG_H

#include "terminal/prompt.h"

#include <stdbool.h>
#include <stddef.h>

/* Fields are its own. */
struct dialog {
    struct prompt prompt;
    bool is_terminal; /* standard error is a terminal: a line there can be renewed */
    bool status_shown;
    bool asked; /* and not yet answered: the cursor stands behind the question */
};

void dialog_init(struct dialog *talk);

/* Say a line, broken between words where the terminal is too narrow. Control characters in it are made
 * harmless. */
void dialog_print(struct dialog *talk, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same, without an end: the answer is typed behind it. What was typed before it was asked does not count.
 */
void dialog_ask(struct dialog *talk, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Renew the status line; nothing where standard error is no terminal. */
void dialog_show_status(struct dialog *talk, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* An answer came. */
void dialog_answered(struct dialog *talk);

/* Go to a new line: the status line is taken away, a question that nobody answered left behind. */
void dialog_end_line(struct dialog *talk);

#endif
