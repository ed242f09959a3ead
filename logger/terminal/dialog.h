/* SPDX-License-Identifier: MIT */
/* Asks questions on standard error, and reads the answers from standard input, which may be a pipe; or asks another
 * program (--events), and reads the answers from it (--control). None of the functions blocks, so the caller can keep
 * reading from the roller. */
#pragma once

#include "events/task_events.h"
#include "terminal/prompt.h"

#include <stdbool.h>

#define DIALOG_WORDS_MAX 4
#define DIALOG_NONE (-1)

/* A question as another program gets it. */
struct dialog_question {
    const char *step;                    /* its name in docs/FORMATS.md */
    int strip;                           /* DIALOG_NONE = it is not about a strip */
    int number;                          /* of the load or the pass, from 1; DIALOG_NONE = it is about none */
    const char *unit;                    /* of the number that answers it: "kg", "mm"; NULL = no number does */
    const char *words[DIALOG_WORDS_MAX]; /* that answer it, up to NULL; "" = Enter alone */
    bool takes_button;                   /* the roller's button counts as Enter */
};

/* Private. */
struct dialog {
    struct prompt prompt;
    struct task_events *events; /* owned by the caller */
    bool is_terminal;           /* standard error is a terminal, where a status can be redrawn */
    bool has_status;            /* the cursor is after a status */
    bool has_question;          /* the cursor is after a question */
    int ask;                    /* number of the last question */
    bool is_asking;             /* it waits for an answer */
    bool has_answer;            /* `answer` has come from another program */
    char answer[PROMPT_LINE_SIZE];
};

/* Prepare to ask, and accept answers from a pipe; or only from another program, if `events` is controlled. */
void dialog_init(struct dialog *dialog, struct task_events *events);

/* Print a line, sanitized and wrapped to the terminal's width; another program gets it as a notice. */
void dialog_print(struct dialog *dialog, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same for a line of a table, or of instructions for a terminal, which another program does not get. */
void dialog_print_here(struct dialog *dialog, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Print a question, after which the user types the answer. Discards earlier input typed at a terminal. */
void dialog_ask(struct dialog *dialog, const struct dialog_question *question, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Take the commands of another program. False if it wants to stop, or has ended. */
bool dialog_update(struct dialog *dialog);

/* Read an answer into `line` (`size` bytes), as prompt_read_line does. */
enum prompt_result dialog_read_answer(struct dialog *dialog, char *line, size_t size);
/* Take the roller's button for the answer "". */
void dialog_take_button(struct dialog *dialog);

/* Redraw the status, if standard error is a terminal. */
void dialog_show_status(struct dialog *dialog, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Go to an empty line: remove the status, or end the line of an unanswered question. */
void dialog_end_line(struct dialog *dialog);
